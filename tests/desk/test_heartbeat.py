"""A step is kept while its worker lives, and let go of when it is another's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import Pace
from bot.desk.run_step import run_step
from bot.handoff.words import StepKind, StepOutcome
from tests.desk.bench import ADA

LEASE = timedelta(seconds=0.03)
"""Beats by the event loop's clock; the bench's own clock stands still."""


@pytest.fixture
def quick(bench):
    bench.office = replace(bench.office, pace=Pace(lease=LEASE))
    return bench


def _money_step(bench):
    bench.call()
    bench.approve(ADA)
    bench.later(seconds=31)
    return next(one for one in bench.claim() if one.kind is StepKind.EFFECT)


def _renewals(bench, wanted):
    """Set as soon as this many renewals were committed."""
    seen, enough = [], asyncio.Event()
    write = bench.ledger.write

    async def counting(work):
        done = await write(work)
        seen.append(bench.effect().lease_until)
        if len(seen) >= wanted:
            enough.set()
        return done

    bench.ledger.write = counting
    return enough


def _taken_over(bench):
    bench.later(minutes=5)
    return bench.write(lambda tx: tx.steps.claim(now=bench.now, worker="w2", lease=LEASE, limit=9))


def test_a_slow_vendor_is_waited_for_beyond_the_lease(quick):
    step = _money_step(quick)
    enough, send = _renewals(quick, 4), quick.books.send

    async def slowly(order):
        quick.later(seconds=1)  # the next renewal is seen in the row
        await enough.wait()
        return await send(order)

    quick.books.send = slowly
    quick.step(step)
    assert quick.state() == "succeeded"
    assert len(quick.books.refunds) == 1


def test_each_beat_pushes_the_lease_out_by_the_clock_of_the_ledger(quick):
    step = _money_step(quick)
    held = []

    async def reading(*_record):
        quick.later(seconds=60)
        await _renewals(quick, 1).wait()
        held.append(quick.effect().lease_until - quick.now)
        return quick.books.record()

    quick.books.observe = reading
    quick.step(step)
    assert held == [LEASE]


def test_work_that_was_taken_over_is_cancelled_before_anything_is_sent(quick):
    step = _money_step(quick)
    cut_off = []

    async def for_ever(*_record):
        _taken_over(quick)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cut_off.append(step.id)
            raise

    quick.books.observe = for_ever
    quick.step(step)
    assert cut_off == [step.id]
    assert quick.books.orders == []
    assert quick.effect().lease_owner == "w2"


def test_what_was_sent_before_is_not_cut_off(quick):
    """Its record is refused, and the one who has the step finds the refund in the books."""
    step = _money_step(quick)
    ended, send = [], quick.books.send

    async def sending(order):
        _taken_over(quick)
        await _renewals_lost(quick)
        effect = await send(order)
        ended.append(effect.reference)
        return effect

    quick.books.send = sending
    quick.step(step)
    assert ended == ["re_1"]
    assert quick.effect().lease_owner == "w2"
    quick.later(minutes=5)
    quick.books.send = send
    quick.work()
    assert quick.state() == "succeeded"
    assert len(quick.books.refunds) == 1


async def _renewals_lost(bench):
    """Wait until the heart has asked and was told no."""
    await _renewals(bench, 2).wait()


def test_a_database_that_is_away_is_no_reason_to_stop(quick):
    step = _money_step(quick)
    write, missed = quick.ledger.write, asyncio.Event()
    send = quick.books.send

    async def away(_work):
        missed.set()
        raise ConnectionError("the database is restarting")

    async def sending(order):
        quick.ledger.write = away
        await missed.wait()
        quick.ledger.write = write
        return await send(order)

    quick.books.send = sending
    quick.step(step)
    assert quick.effect().outcome is StepOutcome.DONE


def test_a_cancellation_from_outside_stays_one(quick):
    step = _money_step(quick)

    async def cancelled():
        reading = asyncio.Event()

        async def for_ever(*_record):
            reading.set()
            await asyncio.Event().wait()

        quick.books.observe = for_ever
        task = asyncio.create_task(run_step(quick.office, step))
        await reading.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    quick.run(cancelled())
