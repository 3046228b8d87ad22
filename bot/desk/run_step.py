"""The engine: take due steps off the ledger and bring each one move further."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType

import structlog

from bot.desk.deliver import run_message
from bot.desk.effects import run_effect, run_watch
from bot.desk.heartbeat import kept
from bot.desk.look_up import run_look_up
from bot.desk.office import Office
from bot.errors import LostLease
from bot.handoff.step import Step
from bot.handoff.words import StepKind

CLAIM_LIMIT = 16
log = structlog.get_logger(__name__)

_RUNNERS: Mapping[StepKind, Callable[[Office, Step], Awaitable[None]]] = MappingProxyType(
    {
        StepKind.LOOK_UP: run_look_up,
        StepKind.EFFECT: run_effect,
        StepKind.RESEND: run_effect,
        StepKind.WATCH: run_watch,
        StepKind.MESSAGE: run_message,
    }
)


async def claim(office: Office, limit: int = CLAIM_LIMIT) -> Sequence[Step]:
    """Lease what is due now."""
    return await office.write(
        lambda tx: tx.steps.claim(
            now=office.clock(), worker=office.worker, lease=office.pace.lease, limit=limit
        )
    )


async def run_step(office: Office, step: Step) -> None:
    """Bring one leased step one move further; a step that was taken over is left alone."""
    try:
        async with kept(office, step):
            await _RUNNERS[step.kind](office, step)
    except LostLease:
        log.warning("lease_lost", step=step.id, operation=step.operation)


async def run_due(office: Office) -> int:
    """Run everything that is due, side by side; how many steps were taken."""
    steps = await claim(office)
    await asyncio.gather(*(run_step(office, step) for step in steps))
    return len(steps)
