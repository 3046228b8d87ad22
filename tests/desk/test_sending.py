"""Where approving and resending are the same call at the vendor: neither stands for the other."""

from __future__ import annotations

import pytest

from bot.cards import draw_card, names
from bot.desk.redrive import take_up
from bot.handoff.plans import plan_of
from bot.handoff.record import RecordKind, RecordStatus
from bot.handoff.words import Choice, StepKind, StepOutcome, Workflow
from bot.redaction import redact
from tests.desk.bench import ADA
from tests.desk.shelf import PROMISE, Shelf, record

REQUEST = record("paystack", "PRQ_bench", RecordKind.INVOICE)
PLAN = record("paystack", "SUB_bench", RecordKind.SUBSCRIPTION, status=RecordStatus.ACTIVE)
ROWS = [
    (Workflow.PROMISE_TO_PAY, REQUEST, PROMISE),
    (Workflow.PAYMENT_BLOCKER, REQUEST, {}),
    (Workflow.RENEWAL_FAILURE, PLAN, {}),
]


@pytest.fixture(params=ROWS, ids=lambda row: row[0].value)
def row(request):
    return request.param


@pytest.fixture
def called(bench, row):
    workflow, found, _ = row
    bench.office.vendors["paystack"] = bench.shelf = Shelf("paystack", found)
    bench.call(
        workflow=workflow,
        payment_id=redact(found.record_id),
        amount_minor=None,
        currency="NGN",
    )
    assert bench.state() == "awaiting_approval"
    return bench


def test_a_resend_does_not_go_round_the_approval(called, row):
    """The form, the roles and a no are passed by nobody who presses the other button."""
    assert not called.decide(Choice.RESEND).accepted
    assert called.decide(Choice.REJECT, reason=redact("The caller is in distress.")).accepted
    assert not called.decide(Choice.RESEND).accepted
    called.send()
    assert called.shelf.orders == []


def test_what_was_approved_and_sent_can_be_sent_again_and_both_are_told_apart(called, row):
    assert called.approve(ADA, fields=row[2]).accepted
    called.send()
    assert called.state() == "succeeded"
    assert "It was sent before" in asked(called)
    assert called.decide(Choice.RESEND).accepted
    called.work()
    assert len(called.shelf.orders) == 2
    case = called.case()
    assert [one.kind for one in case.steps if one.kind is not StepKind.LOOK_UP] == [
        StepKind.EFFECT,
        StepKind.RESEND,
    ]
    assert len({one.wire_key for one in called.shelf.orders}) == 2


def test_what_may_have_been_sent_as_approved_can_be_sent_again(called, row):
    """Nobody can look it up: a person says that a second mail is right, told of the first."""
    called.shelf.operations[row_operation(called)].script.append("lost")
    assert called.approve(ADA, fields=row[2]).accepted
    called.send()
    assert called.state() == "unknown"
    called.later(minutes=20)
    called.work()
    assert len(called.shelf.orders) == 1
    assert names.RETRY not in str(draw_card(called.case(), now=called.now).blocks)
    assert "It may have been sent before" in asked(called)
    assert called.decide(Choice.RESEND).accepted
    called.work()
    assert len(called.shelf.orders) == 2


def test_a_mail_that_was_given_up_is_not_taken_up_after_another_one(called, row):
    assert called.approve(ADA, fields=row[2]).accepted
    called.send()
    called.shelf.operations[row_operation(called)].script.extend(["away"] * 8)
    assert called.decide(Choice.RESEND).accepted
    for _ in range(12):
        called.later(minutes=6)
        called.work()
    (given_up,) = called.case().resends
    assert given_up.outcome is StepOutcome.UNAVAILABLE
    assert called.decide(Choice.RESEND).accepted
    called.work()
    sent = len(called.shelf.orders)
    taken = called.write(
        lambda tx: take_up(tx, given_up.id, actor="cli:ops", via="cli:x", now=called.now)
    )
    called.work()
    assert (taken, len(called.shelf.orders)) == (False, sent)


def asked(bench):
    """The words of the view behind Resend."""
    return str(bench.view(Choice.RESEND))


def row_operation(bench):
    return plan_of(bench.case().handoff).operations[0]


def test_a_document_that_nobody_approves_is_not_called_approved(bench):
    bench.office.vendors["paystack"] = Shelf("paystack", REQUEST)
    bench.call(
        workflow=Workflow.INVOICE_RESEND,
        payment_id=redact(REQUEST.record_id),
        amount_minor=None,
        currency="NGN",
        email_verified=True,
    )
    assert bench.decide(Choice.RESEND).accepted
    assert bench.state() == "scheduled"
    card = draw_card(bench.case(), now=bench.now)
    assert "pproved" not in str(card.blocks)
