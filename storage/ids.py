"""Ids that sort by the time they were made, also within one millisecond."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case
_LENGTH = 26
_RANDOM_BITS = 80


def sortable_ids(now_ms: Callable[[], int] | None = None) -> Callable[[str], str]:
    """Make a factory: `new_id("ho")` gives `ho_` and 26 characters, each greater than the last."""
    clock = now_ms or _wall_clock_ms
    lock, last = threading.Lock(), 0

    def new_id(prefix: str) -> str:
        nonlocal last
        fresh = clock() << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        with lock:
            last = fresh if fresh > last else last + 1 + secrets.randbits(32)
            return f"{prefix}_{_base32(last)}"

    return new_id


def _wall_clock_ms() -> int:
    return time.time_ns() // 1_000_000


def _base32(number: int) -> str:
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
