"""While an earlier call may have had its effect, nothing else makes it known."""

from __future__ import annotations

import pytest

from bot.cards.steps import step_sentence
from bot.desk.stop import resume, stop
from bot.errors import Refused, Unavailable
from bot.handoff.words import Choice, StepKind, StepOutcome
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA, Crash


@pytest.fixture
def sent(bench):
    """Approve 20.00 of 49.00, let it go out, and let the vendor do as the script says."""

    def send(*script):
        bench.call()
        bench.books.script.extend(script)
        assert bench.approve(ADA, amount="20").accepted
        bench.send()
        return bench

    return send


def test_a_plain_refund_is_made_once(sent):
    bench = sent("ok")
    assert bench.state() == "succeeded"
    assert bench.books.given_back == 2000


def test_a_vendor_that_is_switched_off_meanwhile_does_not_turn_unknown_into_nothing(sent):
    bench = sent("lost_after")
    assert bench.state() == "unknown"
    bench.office.vendors.clear()
    for _ in range(12):
        bench.later(minutes=6)
        bench.work()
    assert bench.state() == "unknown"
    bench.office.vendors["stripe"] = bench.books
    bench.later(minutes=6)
    bench.work()
    assert bench.state() == "succeeded"
    assert len(bench.books.refunds) == 1


def test_a_stop_after_a_look_does_not_save_the_next_look(sent):
    """A day later the key is forgotten: without a look, the repeat is a second refund."""
    bench = sent("under_way")
    bench.write(lambda tx: stop(tx, vendor=None, actor=BEN, reason=redact("Odd."), now=bench.now))
    bench.later(seconds=2)
    bench.work()  # looked, found nothing, was stopped from repeating
    bench.books.land()
    bench.later(hours=25)
    bench.write(lambda tx: resume(tx, vendor=None, actor=ADA, now=bench.now))
    bench.work()
    assert len(bench.books.refunds) == 1
    assert bench.state() == "succeeded"


@pytest.mark.parametrize("failure", [Unavailable("down"), Refused("gone")])
def test_a_failed_last_look_does_not_save_the_next_look_into_the_books(sent, failure):
    bench = sent("under_way")
    bench.later(seconds=2)
    claimed = bench.claim()
    looked = bench.books.find_effect

    async def looks_then_fails(order):
        found = await looked(order)
        bench.books.reads.append(failure)
        return found

    bench.books.find_effect = looks_then_fails
    for step in claimed:
        bench.step(step)
    bench.books.find_effect = looked
    assert bench.state() == "unknown"
    bench.books.land()
    bench.later(hours=25)
    bench.work()
    assert len(bench.books.refunds) == 1
    assert bench.state() == "succeeded"


def test_a_refusal_of_a_repeat_says_nothing_of_the_call_before_it(sent):
    """A revoked key is refused before the idempotency layer, while the first call still runs."""
    bench = sent("under_way", "auth")
    bench.later(seconds=2)
    bench.work()
    assert bench.state() == "unknown"
    bench.books.land()
    bench.later(seconds=10)
    bench.work()
    assert bench.state() == "succeeded"
    assert len(bench.books.refunds) == 1


def test_a_refusal_under_a_new_attempt_is_known(sent):
    """The attempt before was answered and is not in the books: nothing is in doubt any more."""
    bench = sent("fault_before", "refuse")
    bench.later(seconds=2)
    bench.work()
    assert bench.effect().attempt == 2
    assert bench.state() == "failed"


def test_being_turned_away_under_a_new_attempt_is_known_as_well(sent):
    bench = sent("fault_before", "away")
    bench.later(seconds=2)
    bench.work()
    assert bench.effect().outcome is StepOutcome.PENDING
    bench.later(minutes=5)
    bench.work()
    assert bench.state() == "succeeded"


def test_what_stands_against_a_new_attempt_is_said_instead_of_unknown_for_ever(sent):
    bench = sent("fault_before")
    bench.books.disputed = True
    bench.later(seconds=2)
    bench.work()
    assert bench.state() == "failed"
    assert "dispute" in bench.effect().said


def test_a_new_attempt_that_comes_too_late_goes_back_to_people(sent):
    bench = sent("lost_before")
    bench.later(hours=25)
    bench.work()
    assert bench.state() == "awaiting_approval"
    assert bench.books.refunds == []


def test_an_old_failed_refund_does_not_answer_for_a_new_one(sent):
    bench = sent("pending")
    bench.books.refunds[0].status = "failed"
    bench.later(minutes=10)
    bench.work()
    assert bench.state() == "reversed"
    bench.decide(Choice.RETRY, BEN)
    bench.work()
    bench.books.script.append("under_way")
    assert bench.approve(ADA, amount="20").accepted
    bench.send()
    bench.later(seconds=5)
    bench.work()
    assert bench.state() == "unknown"
    bench.books.land()
    bench.later(minutes=6)
    bench.work()
    assert bench.state() == "succeeded"
    assert [one.status for one in bench.books.refunds] == ["failed", "succeeded"]


def test_a_card_drawn_while_the_books_are_read_says_unknown_too(sent):
    bench = sent("lost_after")
    bench.later(seconds=2)
    taken = [step for step in bench.claim() if step.kind is StepKind.EFFECT]
    assert [step.outcome for step in taken] == [StepOutcome.LEASED]
    assert "may have moved" in step_sentence(bench.effect())


def test_a_step_cut_off_while_sending_is_unknown_also_when_a_stop_holds_its_repeat(bench):
    bench.call()
    bench.approve(ADA)
    bench.books.script.append("crash_before")
    with pytest.raises(Crash):
        bench.send()
    bench.restart()
    bench.write(
        lambda tx: stop(tx, vendor="stripe", actor=LEA, reason=redact("Odd."), now=bench.now)
    )
    bench.work()
    assert bench.state() == "unknown"
    revision = bench.case().handoff.revision
    bench.later(minutes=2)
    bench.work()
    assert bench.case().handoff.revision == revision, "no news, so a click still counts"
    assert bench.case().place.drawn_revision == revision
