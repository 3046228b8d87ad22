"""The last look before money moves: who may approve, and for how long the step is ours."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.desk import effects
from bot.desk.heartbeat import LONGEST
from bot.desk.pace import LEASE
from bot.errors import Unavailable
from bot.handoff.words import StepKind, StepOutcome
from tests.desk.bench import ADA, NOW


def test_an_older_directory_does_not_replace_a_newer_one(bench):
    bench.call()
    bench.approve(ADA)
    stale = bench.slack.directory()
    bench.later(seconds=31)
    bench.refresh()

    async def slow(**_wanted):
        return stale

    bench.slack.load_directory = slow
    bench.work()
    newest = bench.database.read_now(lambda tx: tx.directories.current())
    assert newest.loaded_at == bench.now


def test_a_directory_that_grew_old_while_the_vendor_was_asked_accuses_nobody(bench):
    bench.call()
    bench.approve(ADA)
    observe = bench.books.observe

    async def slowly(kind, record_id):
        bench.later(minutes=6)
        return await observe(kind, record_id)

    bench.books.observe = slowly
    bench.send()
    assert "may not approve" not in bench.lines()
    bench.books.observe = observe
    bench.later(minutes=1)
    bench.work()
    assert bench.state() == "succeeded"


def test_a_directory_from_the_future_is_no_fresher(bench):
    """The clock was ahead when it was read, and was put right since."""
    directory = bench.slack.directory()
    assert directory.is_fresh(NOW - timedelta(seconds=30))
    assert not directory.is_fresh(NOW - timedelta(hours=1))


def test_trouble_at_slack_is_not_told_as_the_vendors(bench):
    bench.call()
    bench.approve(ADA)
    bench.slack.trouble.extend(Unavailable("Slack is down.") for _ in range(8))
    for _ in range(12):
        bench.later(minutes=4)
        bench.work()
    assert "Stripe could not be reached" not in bench.lines()


# --- leases ---


def test_the_lease_starts_anew_when_the_intent_is_committed(bench):
    bench.call()
    bench.approve(ADA)
    bench.later(seconds=31)
    taken = [one for one in bench.claim() if one.kind is StepKind.EFFECT]
    bench.later(seconds=100)  # rights and record were slow to read
    seen = []
    send = bench.books.send

    async def sending(order):
        seen.append(bench.effect().lease_until)
        return await send(order)

    bench.books.send = sending
    for step in taken:
        bench.step(step)
    assert seen == [bench.now + LEASE]


def test_a_vendor_that_never_answers_is_given_up_while_the_lease_lasts(bench, monkeypatch):
    """Were it not, the heart would stop, and another worker take it over while this one sends."""
    assert LONGEST.total_seconds() > 3 * effects.READ_WITHIN_S + effects.SEND_WITHIN_S
    bench.call()
    bench.approve(ADA)

    async def for_ever(_order):
        await asyncio.Event().wait()

    monkeypatch.setattr(effects, "SEND_WITHIN_S", 0.01)
    bench.books.send, send = for_ever, bench.books.send
    bench.send()
    assert bench.effect().outcome is StepOutcome.UNKNOWN
    bench.books.send = send

    monkeypatch.setattr(effects, "READ_WITHIN_S", 0.01)
    bench.books.find_effect, find = for_ever, bench.books.find_effect
    bench.later(seconds=5)
    bench.work()
    assert bench.effect().outcome is StepOutcome.UNKNOWN
    bench.books.find_effect = find
    bench.later(minutes=6)
    bench.work()
    assert bench.state() == "succeeded"
