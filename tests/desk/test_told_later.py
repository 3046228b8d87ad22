"""What happens later is told to paired systems too: money that came back, and a person's no."""

from __future__ import annotations

import pytest

from bot.callbacks import Callback, CallbackKind
from bot.desk.callback import take
from bot.handoff.words import Choice, StepKind
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, CHARGE

NOTE = {"hubspot": "hubspot.create_note", "zendesk": "zendesk.add_internal_note"}


@pytest.fixture
def paired(pair):
    """The destination with its books, and three systems beside it."""
    return pair("charge", hubspot="main", zendesk="main", gmail="billing")


def refund(bench, word="ok"):
    bench.call()
    bench.books.script.append(word)
    assert bench.approve(ADA).accepted
    bench.send()


def fails(bench, key):
    """Stripe's books show the last refund as failed, and Stripe says that something changed."""
    bench.books.refunds[-1].status = "failed"
    report(bench, key)


def report(bench, key):
    callback = Callback("stripe", key, CallbackKind.REFUND, (CHARGE,))
    bench.write(lambda tx: take(tx, callback, bench.now))
    bench.work()


def notes(bench, system):
    return [str(one.note) for one in bench.office.vendors[system].orders]


def test_a_refund_that_was_done_and_came_back_is_told_once(paired):
    refund(paired)
    assert [len(notes(paired, system)) for system in NOTE] == [1, 1]
    paired.later(days=3)
    fails(paired, "evt_1")
    for key in ("evt_2", "evt_3"):
        report(paired, key)
    assert paired.state() == "reversed"
    for system in NOTE:
        _, later = notes(paired, system)
        assert later.startswith("failed after it was done: stripe.create_refund re_1, USD 49.00")
        assert f"approved by {ADA}" in later
    told = paired.office.vendors["hubspot"].orders[-1]
    assert told.matter.done is None, "nothing is said to be done any more"
    assert told.matter.record.customer_email == paired.books.email
    assert len(paired.office.vendors["gmail"].orders) == 1, "the customer is not written to of it"


def test_what_was_accepted_alone_is_told_as_that(paired):
    refund(paired, "pending")
    assert not paired.office.vendors["zendesk"].orders[0].matter.done.settled
    fails(paired, "evt_1")
    assert notes(paired, "zendesk")[-1].startswith("failed after it was accepted: ")


def test_each_reversal_and_each_refund_is_told(paired):
    refund(paired)
    fails(paired, "evt_1")
    assert paired.decide(Choice.RETRY, BEN).accepted
    paired.work()
    assert paired.state() == "awaiting_approval", "what was told settles nothing"
    assert paired.approve(ADA).accepted
    paired.send()
    assert paired.state() == "succeeded"
    fails(paired, "evt_2")
    assert paired.state() == "reversed"
    for system in NOTE:
        orders = paired.office.vendors[system].orders
        done = [one.matter.done.reference if one.matter.done else None for one in orders]
        assert done == ["re_1", None, "re_2", None]
        assert len({one.step_key for one in orders}) == 4
        failed = [one for one in notes(paired, system) if one.startswith("failed after")]
        assert [f"re_{number}" in one for number, one in enumerate(failed, 1)] == [True, True]
    assert len(paired.office.vendors["gmail"].orders) == 2, "one mail for each refund"


def test_what_settles_is_not_told_again(paired):
    refund(paired, "pending")
    paired.books.refunds[-1].status = "succeeded"
    report(paired, "evt_1")
    assert paired.state() == "succeeded"
    assert [len(notes(paired, system)) for system in NOTE] == [1, 1]


def test_a_no_is_told_inside_with_its_reason_and_to_no_customer(paired):
    paired.call()
    answer = paired.decide(Choice.REJECT, reason=redact("It was paid back in May."))
    assert answer.accepted
    paired.work()
    assert paired.state() == "rejected"
    for system in NOTE:
        (told,) = notes(paired, system)
        assert told.startswith(f"rejected by {ADA}: It was paid back in May; refund request")
    assert paired.office.vendors["gmail"].orders == []


def test_a_note_that_is_refused_leaves_what_was_decided_as_it_is(paired):
    for system, operation in NOTE.items():
        paired.office.vendors[system].operations[operation].script.append("refuse")
    paired.call()
    assert paired.decide(Choice.REJECT, reason=redact("No.")).accepted
    paired.work()
    assert paired.state() == "rejected"
    refused = [one for one in paired.case().steps if one.kind is StepKind.NOTE]
    assert [one.outcome for one in refused] == ["refused", "refused"]


def test_each_no_is_told(paired):
    paired.call()
    for why in ("Not yet.", "Not ever."):
        assert paired.decide(Choice.REJECT, reason=redact(why)).accepted
        paired.work()
        if why == "Not yet.":
            assert paired.decide(Choice.RETRY, BEN).accepted
            paired.work()
    assert ["Not yet" in one for one in notes(paired, "zendesk")] == [True, False]


def test_who_is_not_on_record_has_no_contact_to_note_it_on(paired):
    paired.books.email = ""
    paired.call()
    assert paired.decide(Choice.REJECT, reason=redact("No.")).accepted
    paired.work()
    assert (notes(paired, "hubspot"), len(notes(paired, "zendesk"))) == ([], 1)
