"""When to remind somebody before a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta


def nudge_times(
    due_at: datetime, offsets: Iterable[timedelta], now: datetime
) -> tuple[datetime, ...]:
    """List when to nudge before `due_at`, earliest first, each moment once.

    Nudges whose time has passed fold into one at `now`; once the deadline itself has passed there
    are none. Offsets of zero or less are not before the deadline and are left out.
    """
    if due_at <= now:
        return ()
    wanted = {max(now, due_at - offset) for offset in offsets if offset > timedelta()}
    return tuple(sorted(wanted))
