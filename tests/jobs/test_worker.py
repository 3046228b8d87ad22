"""The worker's slots: what is slow at one end keeps nothing from going on at the other."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.handoff.step import Step
from bot.handoff.words import StepKind
from handlers.jobs.worker import KEPT, SLOTS, Worker

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Queue:
    """Steps that wait; every one that runs does so until it is let go."""

    def __init__(self, **waiting: int) -> None:
        self.waiting = {StepKind.MESSAGE: waiting["messages"], StepKind.EFFECT: waiting["others"]}
        self.running: list[Step] = []
        self.go = asyncio.Event()
        self.changed = asyncio.Event()

    async def claim(self, limit, *, messages, others):
        taken = []
        for kind, most in ((StepKind.EFFECT, others), (StepKind.MESSAGE, messages)):
            for _ in range(min(most, self.waiting[kind], limit - len(taken))):
                self.waiting[kind] -= 1
                taken.append(_step(len(self.running) + len(taken), kind))
        assert len(taken) <= limit
        return taken

    async def run(self, step):
        self.running.append(step)
        self.changed.set()
        await self.go.wait()
        self.running.remove(step)
        self.changed.set()

    async def due_in_s(self):
        return None

    def busy(self, kind):
        return sum(one.kind is kind for one in self.running)

    async def until(self, met):
        while not met():
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 5)


def _step(number, kind):
    return Step(
        id=f"st_{number}",
        handoff_id="ho_1",
        call_id="call_1",
        operation="stripe.create_refund",
        ordinal=number,
        kind=kind,
        run_at=NOW,
        created_at=NOW,
    )


@pytest.fixture
async def working():
    tasks = []

    def start(queue):
        worker = Worker(claim=queue.claim, run=queue.run, due_in_s=queue.due_in_s)
        tasks.append((asyncio.create_task(worker.run()), worker, queue))
        return worker

    yield start
    for task, worker, queue in tasks:
        queue.go.set()
        task.cancel()
        await worker.drain(5)
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize(
    ("slow", "quick"),
    [(StepKind.EFFECT, StepKind.MESSAGE), (StepKind.MESSAGE, StepKind.EFFECT)],
)
async def test_a_hundred_slow_steps_leave_room_for_the_other_sort(working, slow, quick):
    queue = Queue(messages=0, others=0)
    queue.waiting[slow] = 100
    worker = working(queue)
    await queue.until(lambda: queue.busy(slow) == SLOTS - KEPT)
    queue.waiting[quick] = 100
    worker.wake()
    await queue.until(lambda: queue.busy(quick) == KEPT)
    assert len(queue.running) == SLOTS


async def test_a_slot_that_is_free_again_is_taken_at_once(working):
    queue = Queue(messages=0, others=100)
    working(queue)
    await queue.until(lambda: len(queue.running) == SLOTS - KEPT)
    queue.go.set()
    await queue.until(lambda: queue.waiting[StepKind.EFFECT] == 0 and not queue.running)
