"""A vendor that does not answer is left alone by all, asked by one, and taken up again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from bot.desk.breaker import OPENS_AFTER
from bot.desk.messages import SYNC_CARD
from bot.desk.run_step import claim, run_step
from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.words import StepKind, StepOutcome
from tests.desk.bench import ADA


@pytest.fixture
def asked(bench):
    """Every call of the vendor's books, in order."""
    calls, find = [], bench.books.find_records

    async def finding(*what):
        calls.append(bench.now)
        return await find(*what)

    bench.books.find_records = finding
    return calls


def _away(bench, times):
    bench.books.reads.extend(Unavailable("No connection.") for _ in range(times))


def _gate(bench):
    return bench.database.read_now(lambda tx: tx.gates.get("stripe"))


def _go_out(bench):
    """As many calls come in as it takes, and none of their look-ups is answered."""
    _away(bench, OPENS_AFTER)
    for number in range(OPENS_AFTER):
        bench.receive(f"call_{number}")
    bench.work()
    assert _gate(bench).is_out


def test_after_failures_in_a_row_nobody_asks(bench, asked):
    _go_out(bench)
    bench.receive("call_next")
    bench.later(seconds=10)
    bench.work()
    assert len(asked) == OPENS_AFTER
    assert bench.state("call_next") == "received"


def test_one_answer_between_them_keeps_it_closed(bench, asked):
    _away(bench, OPENS_AFTER - 1)
    for number in range(OPENS_AFTER):
        bench.receive(f"call_{number}")
    bench.work()
    assert _gate(bench) is None
    assert len(asked) == OPENS_AFTER


@pytest.mark.parametrize("answer", [Refused("No such payment."), None])
def test_a_refusal_is_an_answer_as_well(bench, asked, answer):
    _away(bench, OPENS_AFTER - 1)
    bench.books.reads.extend([answer] if answer else [])
    for number in range(OPENS_AFTER):
        bench.receive(f"call_{number}")
    bench.work()
    assert _gate(bench) is None


def test_one_step_that_goes_on_failing_says_nothing_of_the_others(bench, asked):
    """Stripe answers a fault again under the same key: the request is to blame, not the vendor."""
    bench.call("call_money")
    bench.approve(ADA, "call_money")
    bench.books.script.extend("fault_before" for _ in range(8))
    for _ in range(6):
        bench.later(minutes=5)
        bench.work()
        assert _gate(bench) is None or not _gate(bench).is_out
    assert len(bench.books.orders) > OPENS_AFTER


def test_a_call_without_an_answer_counts_too(bench):
    bench.books.reads.extend(OutcomeUnknown("No answer came.") for _ in range(OPENS_AFTER))
    for number in range(OPENS_AFTER):
        bench.receive(f"call_{number}")
    bench.work()
    assert _gate(bench).is_out


def test_one_step_asks_and_the_others_wait_for_what_it_learns(bench, asked):
    _go_out(bench)
    _away(bench, 1)
    del asked[:]
    bench.later(seconds=20)
    bench.work()
    assert len(asked) == 1
    assert _gate(bench).is_out


def test_it_is_asked_less_often_the_longer_it_lasts_and_at_least_every_minute(bench, asked):
    _go_out(bench)
    _away(bench, 1000)
    del asked[:]
    for _ in range(15 * 20):
        bench.later(seconds=3)
        bench.work()
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(asked)]
    assert max(waits) <= 64
    assert len(asked) <= 25


def test_an_answer_clears_it_and_everything_goes_on(bench, asked):
    _go_out(bench)
    bench.later(seconds=20)
    bench.work()
    assert _gate(bench) is None
    bench.later(minutes=2)
    bench.work()
    states = {bench.state(f"call_{number}") for number in range(OPENS_AFTER)}
    assert states == {"awaiting_approval"}


def test_soon_after_the_answer_all_others_are_asked_for_too(bench):
    _go_out(bench)
    _away(bench, 3)
    for _ in range(12):
        bench.later(seconds=30)
        bench.work()
        if _gate(bench) is None:
            break
    for _ in range(3):
        bench.later(seconds=3)
        bench.work()
    states = {bench.state(f"call_{number}") for number in range(OPENS_AFTER)}
    assert states == {"awaiting_approval"}


def test_cards_are_drawn_again_when_it_goes_and_when_it_comes_back(bench):
    bench.call("call_before")
    drawn = _drawings(bench)
    _go_out(bench)
    while_out = _drawings(bench)
    bench.later(seconds=20)
    bench.work()
    assert drawn < while_out < _drawings(bench)


def _drawings(bench):
    said = bench.messages("call_before")
    return sum(one.operation == SYNC_CARD and bool(one.args["again"]) for one in said)


def test_money_held_back_uses_up_no_tries_and_is_sent_once(bench):
    bench.call("call_money")
    bench.approve(ADA, "call_money")
    _go_out(bench)
    _away(bench, 20)
    for _ in range(20):
        bench.later(seconds=40)
        bench.work()
    step = bench.effect("call_money")
    assert step.outcome is StepOutcome.PENDING
    assert step.tries <= 8
    bench.books.reads.clear()
    for _ in range(10):
        bench.later(minutes=1)
        bench.work()
    assert bench.state("call_money") == "succeeded"
    assert len(bench.books.refunds) == 1


def test_an_unknown_outcome_held_back_still_keeps_its_payment(bench):
    bench.call("call_money")
    bench.approve(ADA, "call_money")
    bench.books.script.append("lost_after")
    bench.send()
    _go_out(bench)
    bench.later(seconds=5)
    bench.work()
    assert bench.effect("call_money").is_unknown
    bench.later(minutes=3)
    bench.work()
    bench.later(minutes=3)
    bench.work()
    assert bench.state("call_money") == "succeeded"
    assert len(bench.books.refunds) == 1


def test_another_replica_holds_back_as_well(bench, asked):
    _go_out(bench)
    other = replace(bench.office, worker="w2")
    bench.receive("call_next")
    bench.later(seconds=5)
    for step in bench.run(claim(other)):
        bench.run(run_step(other, step))
    assert len(asked) == OPENS_AFTER


def test_a_stated_wait_holds_for_every_step_of_the_vendor_and_nobody_is_told_it_is_out(
    bench, asked
):
    bench.books.reads.append(Unavailable("Too many requests.", retry_after_s=30))
    bench.receive("call_1")
    bench.work()
    bench.receive("call_2")
    bench.later(seconds=29)
    bench.work()
    assert len(asked) == 1
    assert not _gate(bench).is_out
    bench.later(seconds=3)
    bench.work()
    assert bench.state("call_1") == bench.state("call_2") == "awaiting_approval"
    assert _gate(bench) is None


def test_messages_go_on_while_a_vendor_is_out(bench):
    _go_out(bench)
    posts = bench.slack.posts
    bench.receive("call_next")
    bench.later(seconds=1)
    bench.work()
    assert bench.slack.posts > posts


def test_a_vendor_that_answers_costs_the_ledger_nothing(bench, monkeypatch):
    writes, write = [], bench.ledger.write

    async def counting(work):
        writes.append(work)
        return await write(work)

    bench.receive("call_1")
    (step,) = [one for one in bench.claim() if one.kind is StepKind.LOOK_UP]
    monkeypatch.setattr(bench.ledger, "write", counting)
    bench.step(step)
    assert len(writes) == 1, "its outcome, and no word on the vendor"
