"""Which days are worked and from when to when, without saying where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MONDAY_TO_FRIDAY = frozenset(range(5))
ONE_DAY = timedelta(days=1)


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

    def hold(self, moment: datetime, zone: tzinfo) -> bool:
        """Tell whether people work at that moment; the first and the last minute count."""
        day = moment.astimezone(zone).date()
        return self.is_worked(day) and self.start_of(day, zone) <= moment <= self.end_of(day, zone)

    def last_before(self, moment: datetime, zone: tzinfo) -> datetime:
        """The moment itself when it is worked, else the last worked one before it, in UTC."""
        day = moment.astimezone(zone).date()
        if not self.is_worked(day) or moment < self.start_of(day, zone):
            day -= ONE_DAY
            while not self.is_worked(day):
                day -= ONE_DAY
        return min(moment.astimezone(UTC), self.end_of(day, zone))

    def first_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The moment itself when it is worked, else the first worked one after it, in UTC."""
        day = moment.astimezone(zone).date()
        if not self.is_worked(day) or moment > self.end_of(day, zone):
            day += ONE_DAY
            while not self.is_worked(day):
                day += ONE_DAY
        return max(moment.astimezone(UTC), self.start_of(day, zone))

    def start_of(self, day: date, zone: tzinfo) -> datetime:
        """When that day's work begins, in UTC."""
        return _instant(day, self.start, zone)

    def end_of(self, day: date, zone: tzinfo) -> datetime:
        """When that day's work ends, in UTC."""
        return _instant(day, self.end, zone)


def _instant(day: date, clock: time, zone: tzinfo) -> datetime:
    # A wall clock that a change to summer time skips is read with the offset before the change,
    # one that occurs twice is the first: neither raises, and the day never gets longer.
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
