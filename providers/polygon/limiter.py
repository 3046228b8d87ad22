"""So many calls a minute and no more: the free plan has five, and a refused call counts too.

https://massive.com/knowledge-base/article/what-is-the-request-limit-for-polygons-restful-apis.
"""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime, timedelta
from typing import Final

from bot.errors import Unavailable
from bot.ports import Clock
from providers.http import Sleep

WINDOW: Final = timedelta(minutes=1)
LONGEST_WAIT_S: Final = 6.0
"""Somebody is waiting for the answer: what would take longer is said instead."""


class Limiter:
    """Lets calls through in turn. Raises Unavailable, with the wait, when it would be long."""

    def __init__(self, most: int, clock: Clock, sleep: Sleep) -> None:
        """`most` a minute; 0 is no limit."""
        self._most = most
        self._clock = clock
        self._sleep = sleep
        self._taken: deque[datetime] = deque()
        self._closed_until: datetime | None = None
        self._turn = asyncio.Lock()

    async def wait(self) -> None:
        """Return when one more call may be made; it counts from now."""
        async with self._turn:
            now = self._clock()
            wait_s = self._wait_s(now)
            if wait_s > LONGEST_WAIT_S:
                raise Unavailable(
                    f"Polygon.io's plan allows {self._most} calls a minute: ask again in "
                    f"{wait_s:.0f} seconds.",
                    code="calls_a_minute",
                    retry_after_s=wait_s,
                )
            if wait_s > 0:
                await self._sleep(wait_s)
            self._taken.append(max(self._clock(), now + timedelta(seconds=wait_s)))

    def close(self, for_s: float | None) -> None:
        """Polygon.io said that it was too much: another process may use the same key."""
        self._closed_until = self._clock() + timedelta(seconds=for_s or WINDOW.total_seconds())

    def _wait_s(self, now: datetime) -> float:
        while self._taken and self._taken[0] + WINDOW <= now:
            self._taken.popleft()
        full = bool(self._most) and len(self._taken) >= self._most
        moments = [
            *([self._taken[len(self._taken) - self._most] + WINDOW] if full else []),
            *([self._closed_until] if self._closed_until else []),
        ]
        return max((0.0, *((one - now).total_seconds() for one in moments)))
