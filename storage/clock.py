"""What time it is for leases: on PostgreSQL the server's time, so that replicas agree."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

MEASURE_EVERY_S = 60.0
_SERVER_NOW = text("SELECT clock_timestamp()")


def utc_now() -> datetime:
    """This machine's aware UTC now."""
    return datetime.now(UTC)


class DatabaseClock:
    """A `bot.ports.Clock`: this machine's clock, put right by the server's.

    SQLite has one machine only and is never measured.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = utc_now,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._monotonic_s = monotonic_s
        self._offset = timedelta(0)
        self._measured_s: float | None = None

    def __call__(self) -> datetime:
        return self._wall() + self._offset

    def follow(self, connection: Connection) -> None:
        """Measure against the server once a minute, on a connection that is open anyway."""
        if connection.dialect.name == "postgresql" and self._is_due():
            before = self._wall()
            server: datetime = connection.execute(_SERVER_NOW).scalar_one()
            middle = before + (self._wall() - before) / 2
            self._offset = server - middle
            self._measured_s = self._monotonic_s()

    def _is_due(self) -> bool:
        last = self._measured_s
        return last is None or self._monotonic_s() - last >= MEASURE_EVERY_S
