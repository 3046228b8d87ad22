"""How long to wait before trying or looking again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import Unavailable, VendorFailure

LONGEST_STATED_S = 3600.0
"""A vendor's own wish is kept up to here: no header may put work off for days."""
LONGEST_WAIT_S = 300.0
LEASE = timedelta(seconds=45)
"""How long a step is held without a sign of life (`heartbeat` gives one three times in it)."""
WATCH_AFTER = 5
"""An accepted effect is looked at again after so many first waits: settling takes a while."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits double each time, up to five minutes; the callers' ids spread the load already."""

    first_wait_s: float = 1.0
    lease: timedelta = LEASE

    def back_off(self, tries: int) -> timedelta:
        """The wait before try number `tries + 2` of something that failed."""
        return self._doubled(self.first_wait_s, tries)

    def after(self, failure: VendorFailure, tries: int) -> timedelta:
        """The wait after a failure: what the vendor stated, within reason, else doubled."""
        stated = failure.retry_after_s if isinstance(failure, Unavailable) else None
        if stated is None:
            return self.back_off(tries)
        return timedelta(seconds=max(0.0, min(LONGEST_STATED_S, stated)))

    def watch(self, looks: int) -> timedelta:
        """The wait before the next look at something accepted; `looks` were made so far."""
        return self._doubled(self.first_wait_s * WATCH_AFTER, looks)

    def _doubled(self, first_s: float, times: int) -> timedelta:
        return timedelta(seconds=min(LONGEST_WAIT_S, first_s * 2 ** min(times, 12)))
