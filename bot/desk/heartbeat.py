"""Keeping a step that is being worked on: its lease is renewed while the worker is alive.

A lease is short, so that what a dead process held is taken over soon; the heart beats three times
in it, so that a slow vendor is no reason to take a step over. The beats are timed by the event
loop: when that stands still, so do they, and the lease runs out as it should.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.desk.office import Office
from bot.errors import LostLease
from bot.handoff.step import Step
from bot.ports import Tx

BEATS_PER_LEASE = 3
LONGEST = timedelta(minutes=10)
"""What is under way for longer is stuck: its lease runs out, and another worker takes it over."""

log = structlog.get_logger(__name__)


@dataclass
class _Heart:
    """Beats for one step; `lost` once it has cancelled the work."""

    office: Office
    step: Step
    work: asyncio.Task[object] | None
    lost: bool = False

    async def beat(self) -> None:
        lease = self.office.pace.lease
        for _ in range(BEATS_PER_LEASE * max(1, LONGEST // lease)):
            await asyncio.sleep(lease.total_seconds() / BEATS_PER_LEASE)
            if not await self._is_held():
                self._cancel()
                return

    async def _is_held(self) -> bool:
        """Renew; a database that is away says nothing about the lease: ask at the next beat."""
        try:
            return await self.office.write(self._renewed)
        except Exception:
            log.exception("heartbeat_missed", step=self.step.id)
            return True

    def _renewed(self, tx: Tx) -> bool:
        """Tell whether to go on: the lease is ours, or the work has ended it, or it was sent.

        What was sent goes on to its answer: cut off, it would only be one more unknown outcome.
        Its record is refused by the fence, and whoever has the step looks into the books.
        """
        step, until = self.step, self.office.clock() + self.office.pace.lease
        try:
            tx.steps.renew(step.id, fence=step.fence, until=until)
        except LostLease:
            found = tx.steps.get(step.id)
            return found is None or found.fence == step.fence or found.sent_at is not None
        return True

    def _cancel(self) -> None:
        self.lost = True
        if self.work is not None:
            self.work.cancel()


@contextlib.asynccontextmanager
async def kept(office: Office, step: Step) -> AsyncIterator[None]:
    """Keep the lease while the work inside goes on. Raises LostLease when it was taken over."""
    work = asyncio.current_task()
    heart = _Heart(office, step, work)
    beating = asyncio.create_task(heart.beat(), name=f"heart:{step.id}")
    try:
        yield
    except asyncio.CancelledError:
        if heart.lost and work is not None and work.uncancel() == 0:
            raise LostLease(f"step {step.id} was taken over") from None
        raise
    finally:
        beating.cancel()
