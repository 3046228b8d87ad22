"""What was seen outside is worth waiting for a busy database; what was skipped stays skipped."""

from __future__ import annotations

import pytest

from bot.errors import DatabaseBusy
from bot.handoff import playbooks
from bot.handoff.playbooks import Amount, Plan, Playbook
from bot.handoff.words import Choice, StepOutcome, Workflow
from bot.redaction import redact
from bot.vendors import Effect
from tests.desk.bench import ADA, BEN


def test_an_outcome_is_not_lost_to_a_deadlock(bench):
    bench.call()
    bench.approve(ADA)
    send, write = bench.books.send, bench.ledger.write
    trouble = []

    async def sends(order):
        effect = await send(order)
        trouble.extend([DatabaseBusy("deadlock"), DatabaseBusy("deadlock")])
        return effect

    async def writes(work):
        if trouble:
            raise trouble.pop()
        return await write(work)

    bench.books.send, bench.ledger.write = sends, writes
    bench.send()
    assert bench.state() == "succeeded"
    assert len(bench.books.orders) == 1


# --- a playbook of two operations ---


class Note:
    """Writes down that money moved."""

    def __init__(self, facts):
        self.facts, self.sent = facts, []

    async def send(self, order):
        self.sent.append(order)
        return Effect(status="done", reference="no_1")

    async def find_effect(self, _order):
        return None


@pytest.fixture
def note(bench, monkeypatch):
    """The refund, then a note of it."""
    refunding = Plan(operations=("stripe.create_refund", "stripe.note"), amount=Amount.REFUNDABLE)
    pair = Playbook(plans=(refunding,))
    monkeypatch.setattr(playbooks, "PLAYBOOKS", {(Workflow.REFUND_REQUEST, "stripe"): pair})
    refund = bench.books
    made = Note(refund.facts)
    both = {"stripe.create_refund": refund, "stripe.note": made}
    monkeypatch.setattr(type(refund), "operations", property(lambda _books: both))
    bench.call()
    return made


def test_what_follows_a_refund_is_done_after_it(bench, note):
    bench.approve(ADA)
    bench.send()
    assert [one.outcome for one in bench.case().effects] == [StepOutcome.DONE, StepOutcome.DONE]
    assert len(note.sent) == 1


def test_what_follows_a_refund_that_went_back_to_people_is_not_done(bench, note):
    bench.approve(ADA)
    bench.later(hours=3)
    bench.work()
    assert bench.state() == "awaiting_approval"
    assert note.sent == []


def test_what_follows_a_refund_that_was_refused_and_then_rejected_is_not_done(bench, note):
    bench.books.script.append("refuse")
    bench.approve(ADA)
    bench.send()
    assert bench.decide(Choice.REJECT, BEN, reason=redact("No.")).accepted
    bench.work()
    assert bench.state() == "rejected"
    assert note.sent == []


def test_what_follows_a_cancelled_refund_is_not_done(bench, note):
    bench.approve(ADA)
    assert bench.decide(Choice.CANCEL).accepted
    bench.later(minutes=5)
    bench.work()
    assert bench.state() == "cancelled"
    assert note.sent == []
