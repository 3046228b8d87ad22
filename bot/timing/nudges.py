"""When to remind somebody before a deadline, in the hours and the zone of whoever is reminded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.timing.hours import WorkingHours


@dataclass(frozen=True, slots=True)
class PlannedNudge:
    """One reminder. `offset` names it: however it is moved, it is the one of that offset.

    `any_hour` says that it is sent at its time even when nobody works then.
    """

    run_at: datetime
    offset: timedelta
    any_hour: bool = False


def planned_nudges(
    due_at: datetime,
    offsets: Iterable[timedelta],
    now: datetime,
    *,
    zone: tzinfo,
    hours: WorkingHours,
    is_vendors: bool = False,
) -> tuple[PlannedNudge, ...]:
    """List the reminders before `due_at`, earliest first, at most one at any moment.

    One that falls outside working hours moves to the last worked moment before. Those whose time
    has passed fold into one at `now`, or when work begins if that is before the deadline. The
    last one before a deadline of a vendor's (`is_vendors`) keeps its time at any hour, since
    nobody can move that deadline. Once the deadline has passed there are none; offsets of zero or
    less are not before it and are left out.
    """
    if due_at <= now:
        return ()
    wanted = sorted({offset for offset in offsets if offset > timedelta()}, reverse=True)
    found: dict[datetime, PlannedNudge] = {}
    for offset in wanted:
        any_hour = is_vendors and offset == wanted[-1]
        at = _time_of(due_at - offset, now, zone, hours, any_hour=any_hour)
        if at < due_at:
            found[at] = PlannedNudge(at, offset, any_hour)  # the nearest of those at one moment
    return tuple(_in_order(found.values()))


def _time_of(
    wanted: datetime, now: datetime, zone: tzinfo, hours: WorkingHours, *, any_hour: bool
) -> datetime:
    if any_hour:
        return max(wanted, now)
    moved = hours.last_before(wanted, zone)
    return moved if moved >= now else hours.first_after(now, zone)


def _in_order(nudges: Iterable[PlannedNudge]) -> Iterator[PlannedNudge]:
    yield from sorted(nudges, key=lambda one: one.run_at)


def sending_time(
    now: datetime, due_at: datetime, *, zone: tzinfo, hours: WorkingHours, any_hour: bool
) -> datetime:
    """When a reminder whose time has come is sent: `now`, or when work begins again.

    A reminder found late in the night, after an outage, waits for the morning; one whose deadline
    would pass by then does not wait.
    """
    if any_hour or hours.hold(now, zone):
        return now
    morning = hours.first_after(now, zone)
    return now if now < due_at <= morning else morning
