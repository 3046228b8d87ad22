"""APScheduler only ticks: every tick is a use case that claims its own due rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to do every so often; one at a time, missed turns folded into one."""

    name: str
    every_s: float
    do: Callable[[], Awaitable[object]]


def schedule(ticks: tuple[Tick, ...]) -> AsyncIOScheduler:
    """Make a scheduler with a memory job store: nothing durable lives in it, on purpose."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for tick in ticks:
        scheduler.add_job(
            _guarded,
            "interval",
            args=[tick],
            seconds=tick.every_s,
            id=tick.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    return scheduler


async def _guarded(tick: Tick) -> None:
    try:
        await tick.do()
    except Exception:
        log.exception("tick_failed", tick=tick.name)
