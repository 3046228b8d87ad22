"""From a stated deadline to an instant. Instants are aware UTC; wall clocks follow the zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from bot.timing.hours import ONE_DAY, WorkingHours
from bot.timing.zones import first_zone


def due_instant(moment: date | datetime, zone: tzinfo | str, hours: WorkingHours) -> datetime:
    """Turn a deadline into an aware UTC instant.

    An instant is itself. A day alone is the end of that day's working hours in `zone`, also on a
    day off: what was promised for Saturday is due on Saturday. A naive instant raises ValueError.
    A `zone` that is a name but not of a zone means UTC.
    """
    if not isinstance(moment, datetime):
        return hours.end_of(moment, first_zone(zone) if isinstance(zone, str) else zone)
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return moment.astimezone(UTC)


def working_days_after(now: datetime, count: int, zone: tzinfo, hours: WorkingHours) -> datetime:
    """Find the end of the `count`-th working day after the day that `now` is in `zone`.

    Zero means the end of today when today is worked and not over, else of the next working day.
    """
    today = now.astimezone(zone).date()
    if count == 0 and hours.is_worked(today) and hours.end_of(today, zone) > now:
        return hours.end_of(today, zone)
    day = today
    for _ in range(max(count, 1)):
        day = _next_worked(day, hours)
    return hours.end_of(day, zone)


def _next_worked(day: date, hours: WorkingHours) -> date:
    following = day + ONE_DAY
    while not hours.is_worked(following):
        following += ONE_DAY
    return following
