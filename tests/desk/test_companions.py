"""Systems beside the destination are told once what was approved worked, each on its own."""

from __future__ import annotations

from functools import partial

import pytest

from bot.desk.look_up import take_up_nothing
from bot.handoff import companions
from bot.handoff.companions import Companion, Occasion
from bot.handoff.words import Choice, StepKind, Workflow
from tests.desk.bench import ADA

REFUND = "stripe.create_refund"
TABLE = (
    Companion(system="hubspot", operation="hubspot.add_note", after=(REFUND,)),
    Companion(system="zendesk", operation="zendesk.add_note"),
    Companion(system="sheets", operation="sheets.append_row", occasion=Occasion.REVIEW),
)


@pytest.fixture(autouse=True)
def _table(monkeypatch):
    monkeypatch.setattr(companions, "COMPANIONS", TABLE)


@pytest.fixture
def paired(pair):
    """The destination with three systems beside it."""
    return pair("charge", hubspot="main", zendesk="main", sheets="queue")


def orders(bench, system):
    return bench.office.vendors[system].orders


def test_a_companion_is_named_only_where_it_is_paired_and_wanted():
    def asked(pairings, workflow=Workflow.REFUND_REQUEST, after=(REFUND,)):
        return companions.companions_of(pairings, workflow, Occasion.CARRIED_OUT, after)

    assert asked(("hubspot", "zendesk", "sheets")) == ("hubspot.add_note", "zendesk.add_note")
    assert asked(("zendesk",)) == ("zendesk.add_note",)
    assert asked(("hubspot",), after=("stripe.add_note",)) == ()
    assert asked(()) == ()


def test_who_has_no_address_is_not_written_to(monkeypatch):
    mail = Companion(system="gmail", operation="gmail.send_follow_up", mails=True)
    monkeypatch.setattr(companions, "COMPANIONS", (mail,))
    asked = partial(
        companions.companions_of,
        ("gmail",),
        Workflow.REFUND_REQUEST,
        Occasion.CARRIED_OUT,
        (REFUND,),
    )
    assert asked() == ("gmail.send_follow_up",)
    assert asked(addressed=False) == ()


def test_they_are_told_after_the_money_of_what_was_done_and_whose_record_it_is(paired):
    paired.call()
    assert paired.approve(ADA).accepted
    assert orders(paired, "hubspot") == []
    paired.send()
    assert paired.state() == "succeeded"
    (order,) = orders(paired, "hubspot")
    assert order.matter.done.operation == REFUND
    assert order.matter.done.reference == paired.effect().reference
    assert order.matter.record.customer_email == paired.case().handoff.record.customer_email
    assert order.matter.call.call_id == "call_1"
    assert ADA in order.note
    assert len(orders(paired, "zendesk")) == 1


def test_what_failed_beside_is_partly_done_and_retried_there_alone(paired):
    for system in ("hubspot", "zendesk"):
        paired.office.vendors[system].operations[f"{system}.add_note"].script.append("refuse")
    paired.call()
    paired.approve(ADA)
    paired.send()
    assert paired.state() == "partly_done"
    assert len(orders(paired, "zendesk")) == 1, "the others do not wait for it"
    assert paired.decide(Choice.RETRY).accepted, "by the one who approved: nothing else is asked"
    paired.work()
    assert paired.state() == "succeeded"
    assert len(orders(paired, "hubspot")) == 2
    assert len(paired.books.refunds) == 1
    assert len(orders(paired, "zendesk")) == 2


def test_nothing_is_told_when_the_money_did_not_move(paired):
    paired.books.script.append("refuse")
    paired.call()
    paired.approve(ADA)
    paired.send()
    assert paired.state() == "failed"
    assert not any(orders(paired, system) for system in ("hubspot", "zendesk", "sheets"))


def test_an_address_that_changed_since_is_not_written_to(paired):
    paired.call()
    paired.approve(ADA)
    paired.books.email = "somebody.else@orchard.example"
    paired.send()
    assert orders(paired, "hubspot") == []


def test_what_needs_a_look_is_told_once_and_does_not_count_for_the_state(paired):
    paired.call()
    for _ in range(2):
        look = partial(take_up_nothing, handoff=paired.case().handoff, why="Nothing fits.")
        paired.write(partial(look, now=paired.now))
    paired.work()
    assert paired.state() == "needs_review"
    assert len(orders(paired, "sheets")) == 1
    notes = [step for step in paired.case().steps if step.kind is StepKind.NOTE]
    assert [step.outcome for step in notes] == ["done"]
