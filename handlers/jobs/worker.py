"""The worker: takes due steps and runs them side by side; woken by commits, never idle for long."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog

from bot.handoff.step import Step
from bot.handoff.words import StepKind

SLOTS = 16
KEPT = 4
"""Slots that are kept free for messages, and as many for all else: the one never starves the other.

A vendor that hangs holds what it has until it is given up; clicks are answered all the same.
"""
IDLE_S = 1.0
SHORTEST_NAP_S = 0.05
TROUBLE_S = 1.0

DueIn = Callable[[], Awaitable[float | None]]
Run = Callable[[Step], Awaitable[None]]


class Claim(Protocol):
    """Leases at most `limit` due steps, no more than so many messages and so many others."""

    async def __call__(self, limit: int, *, messages: int, others: int) -> Sequence[Step]: ...


log = structlog.get_logger(__name__)


class Worker:
    """Keeps at most SLOTS steps under way. A slow vendor holds its own slot, nobody else's."""

    def __init__(
        self, *, claim: Claim, run: Run, due_in_s: DueIn, slots: int = SLOTS, kept: int = KEPT
    ) -> None:
        """`due_in_s` says in how many seconds the next step could run; None: none is planned."""
        self._claim = claim
        self._run = run
        self._due_in_s = due_in_s
        self._slots = slots
        self._most = slots - kept
        self._woken = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], StepKind] = {}

    def wake(self) -> None:
        """Look at the ledger now; safe to call from the event loop at any time."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled; trouble with the database is waited out, never fatal."""
        while True:
            try:
                await self._turn()
            except Exception:
                log.exception("worker_trouble")
                await asyncio.sleep(TROUBLE_S)

    async def _turn(self) -> None:
        self._woken.clear()
        free = self._slots - len(self._under_way)
        busy = sum(kind is StepKind.MESSAGE for kind in self._under_way.values())
        messages = min(free, self._most - busy)
        others = min(free, self._most - (len(self._under_way) - busy))
        taken = await self._claim(free, messages=messages, others=others) if free else ()
        for step in taken:
            self._start(step)
        if not taken:
            # What is due of a sort without a slot would end a nap at once; a free slot wakes.
            await self._rest(await self._nap_s() if messages and others else IDLE_S)

    def _start(self, step: Step) -> None:
        task = asyncio.create_task(self._guarded(step), name=f"step:{step.operation}")
        self._under_way[task] = step.kind
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self._woken.set()

    async def _guarded(self, step: Step) -> None:
        """A step that fails in an unforeseen way keeps its lease: it is taken up again later."""
        try:
            await self._run(step)
        except Exception:
            log.exception("step_failed", step=step.id, operation=step.operation)

    async def _nap_s(self) -> float:
        """Until the next step is due, but never long: a clock may be put right meanwhile."""
        due_in_s = await self._due_in_s()
        return IDLE_S if due_in_s is None else min(IDLE_S, max(SHORTEST_NAP_S, due_in_s))

    async def _rest(self, nap_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), nap_s)

    async def drain(self, timeout_s: float) -> None:
        """Let what is under way come to its end, within a bound."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=timeout_s)
