"""A stop reaches every card that could still send, however long the queue is."""

from __future__ import annotations

from asyncio import gather

import pytest

from bot.desk.emergency import CHAIN, halt, release
from bot.desk.messages import ANNOUNCE, REDRAW, SYNC_CARD
from bot.desk.redraw import PAGE, PAUSE
from bot.handoff.words import Choice, StepOutcome
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA

MANY = PAGE * 2 + 3


def halted(bench, **more):
    told = {"vendor": None, "actor": LEA, "reason": redact("Odd."), "now": bench.now}
    return bench.write(lambda tx: halt(tx, **{**told, **more}, policy=bench.office.rules.policy))


def drawn_again(bench, call_id):
    messages = bench.messages(call_id)
    return sum(1 for one in messages if one.operation == SYNC_CARD and one.args.get("again"))


def redraw(bench):
    """Run the steps that plan redraws and leave everything else lying."""
    while taken := [one for one in bench.claim(500) if one.operation == REDRAW]:
        for step in taken:
            bench.step(step)


async def test_stops_that_come_together_are_one_and_told_once(bench):
    told = {"vendor": "stripe", "actor": LEA, "reason": redact("Odd."), "now": bench.now}
    policy = bench.office.rules.policy
    wishes = [lambda tx: halt(tx, **told, policy=policy) for _ in range(8)]
    await gather(*(bench.database.write(wish) for wish in wishes))
    assert len(bench.database.read_now(lambda tx: tx.stops.standing())) == 1
    said = bench.database.read_now(lambda tx: tx.steps.messages_of(CHAIN))
    assert sum(one.operation == ANNOUNCE for one in said) == len(policy.card_channels)
    done = bench.database.read_now(lambda tx: tx.audit.history(CHAIN))
    assert [one.action for one in done] == ["money_stopped", *["stop_repeated"] * 7]


@pytest.fixture
def full(bench):
    for n in range(MANY):
        bench.receive(f"call_{n}")
    return bench


def drawn_in_all(bench):
    return [drawn_again(bench, f"call_{n}") for n in range(MANY)]


def test_every_undecided_card_is_drawn_again_page_by_page_and_once(full):
    halted(full)
    for page in (PAGE, PAGE * 2, MANY):
        redraw(full)
        assert sum(drawn_in_all(full)) == page
        full.later(seconds=PAUSE.total_seconds())
    redraw(full)
    assert set(drawn_in_all(full)) == {1}


def test_what_is_decided_or_sends_elsewhere_is_left_alone(bench):
    bench.receive("call_1")
    bench.decide(Choice.REJECT, ADA, "call_1", reason=redact("No."))
    bench.receive("call_2")
    halted(bench, vendor="paystack")
    redraw(bench)
    assert drawn_again(bench, "call_2") == 0
    halted(bench)
    redraw(bench)
    assert (drawn_again(bench, "call_1"), drawn_again(bench, "call_2")) == (0, 1)


def test_a_resume_draws_them_again_and_tells_the_channel(bench):
    bench.call()
    halted(bench)
    bench.work()
    posts = bench.slack.posts
    assert bench.write(lambda tx: release(tx, vendor=None, actor=LEA, now=bench.now))
    policy = bench.office.rules.policy
    assert (
        bench.write(lambda tx: release(tx, vendor=None, actor=BEN, now=bench.now, policy=policy))
        is None
    )
    bench.work()
    assert drawn_again(bench, "call_1") == 2
    assert bench.slack.posts == posts + 1


def test_the_notice_is_a_step_that_ends(bench):
    halted(bench)
    (notice,) = [one for one in bench.claim() if one.operation in {ANNOUNCE, REDRAW}][:1]
    bench.step(notice)
    assert bench.database.read_now(lambda tx: tx.steps.get(notice.id)).outcome is StepOutcome.DONE
