"""Which days are worked and from when to when, without saying where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Working days (Monday is 0), wall-clock hours and days off; the zone is given with a moment.

    Raises ValueError without a single working day, or when the day ends before it starts.
    """

    days: frozenset[int] = MONDAY_TO_FRIDAY
    start: time = time(9)
    end: time = time(17)
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.days:
            raise ValueError("at least one day of the week must be worked")
        if self.start >= self.end:
            raise ValueError("the working day must start before it ends")

    def is_worked(self, day: date) -> bool:
        """Tell whether anybody works on that day."""
        return day.weekday() in self.days and day not in self.holidays
