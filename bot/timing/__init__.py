"""When things are due: zones, working hours, holidays, nudges. Pure; `now` is passed in."""

from bot.timing.deadlines import due_instant, working_days_after
from bot.timing.hours import WorkingHours
from bot.timing.nudges import PlannedNudge, planned_nudges, sending_time
from bot.timing.zones import find_zone, first_zone

__all__ = [
    "PlannedNudge",
    "WorkingHours",
    "due_instant",
    "find_zone",
    "first_zone",
    "planned_nudges",
    "sending_time",
    "working_days_after",
]
