"""How much of what is sent to us is held at once: beyond it senders are asked to come again.

A body is held from its first byte until its commit. What is not taken in at all costs nothing and
is sent again; what is taken in without end costs the process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

RETRY_AFTER_S = 5
MIB = 1024 * 1024


class TooBusyError(Exception):
    """Nothing more is held now; the same body is welcome a little later."""


@dataclass
class Capacity:
    """Bounds by number and by size; `line` tells how many writes stand before the database.

    Only ever used on the event loop, so that no two holds are counted at the same time.
    """

    line: Callable[[], int] = lambda: 0
    most_bodies: int = 200
    most_bytes: int = 32 * MIB
    longest_line: int = 128
    bodies: int = 0
    bytes_held: int = 0
    most_bodies_seen: int = 0
    most_bytes_seen: int = 0
    turned_away: int = 0

    @contextmanager
    def hold(self, stated_bytes: int) -> Iterator[Hold]:
        """Hold one body of a stated size (0: not stated) while the block runs.

        Raises TooBusyError at once, or out of `Hold.cover` when it grows beyond what is left.
        """
        held = Hold(self)
        if self.bodies >= self.most_bodies or self.line() > self.longest_line:
            self.refuse()
        self.bodies += 1
        self.most_bodies_seen = max(self.most_bodies_seen, self.bodies)
        try:
            held.cover(stated_bytes)
            yield held
        finally:
            self.bodies -= 1
            self.bytes_held -= held.size

    def take(self, size: int) -> None:
        """Count so many bytes more. Raises TooBusyError."""
        if self.bytes_held + size > self.most_bytes:
            self.refuse()
        self.bytes_held += size
        self.most_bytes_seen = max(self.most_bytes_seen, self.bytes_held)

    def refuse(self) -> None:
        """Turn one body away. Raises TooBusyError."""
        self.turned_away += 1
        raise TooBusyError

    def figures(self) -> Mapping[str, float]:
        """For /metrics."""
        return {
            "webhook_bodies_held": self.bodies,
            "webhook_bodies_held_most": self.most_bodies_seen,
            "webhook_bytes_held": self.bytes_held,
            "webhook_bytes_held_most": self.most_bytes_seen,
            "webhook_turned_away_total": self.turned_away,
        }


@dataclass
class Hold:
    """What one body has been counted for."""

    capacity: Capacity
    size: int = 0

    def cover(self, size: int) -> None:
        """Count the body as at least this large. Raises TooBusyError."""
        if size > self.size:
            self.capacity.take(size - self.size)
            self.size = size
