"""The engine: take due steps off the ledger and bring each one move further."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType

import structlog

from bot.desk.breaker import Witness, note
from bot.desk.deliver import run_message
from bot.desk.effects import run_effect, run_watch
from bot.desk.gates import admit
from bot.desk.heartbeat import kept
from bot.desk.look_up import run_look_up
from bot.desk.office import Office
from bot.desk.read_again import run_read_again
from bot.errors import LostLease
from bot.handoff.step import Step
from bot.handoff.words import StepKind
from bot.ports import Tx

CLAIM_LIMIT = 16
log = structlog.get_logger(__name__)

_RUNNERS: Mapping[StepKind, Callable[[Office, Step], Awaitable[None]]] = MappingProxyType(
    {
        StepKind.LOOK_UP: run_look_up,
        StepKind.EFFECT: run_effect,
        StepKind.RESEND: run_effect,
        StepKind.NOTE: run_effect,
        StepKind.WATCH: run_watch,
        StepKind.READ_AGAIN: run_read_again,
        StepKind.MESSAGE: run_message,
    }
)


async def claim(
    office: Office,
    limit: int = CLAIM_LIMIT,
    *,
    messages: int | None = None,
    others: int | None = None,
) -> Sequence[Step]:
    """Lease what is due now, of messages and of other steps no more than so many."""

    def work(tx: Tx) -> Sequence[Step]:
        now, lease = office.clock(), office.pace.lease
        found = tx.steps.claim(
            now=now,
            worker=office.worker,
            lease=lease,
            limit=limit,
            messages=messages,
            others=others,
        )
        return admit(tx, found, now, office.pace)

    return await office.write(work)


async def run_step(office: Office, step: Step) -> None:
    """Bring one leased step one move further; a step that was taken over is left alone."""
    witness = Witness()
    try:
        async with kept(office, step):
            await _RUNNERS[step.kind](witness.over(office), step)
    except LostLease:
        log.warning("lease_lost", step=step.id, operation=step.operation)
    await note(office, step, witness)


async def run_due(office: Office) -> int:
    """Run everything that is due, side by side; how many steps were taken."""
    steps = await claim(office)
    await asyncio.gather(*(run_step(office, step) for step in steps))
    return len(steps)
