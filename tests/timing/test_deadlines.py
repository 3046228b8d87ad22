"""A stated deadline becomes an instant in the right zone, on any day of any year."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timing import WorkingHours, due_instant, working_days_after

HOURS = WorkingHours()
LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")

zones = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "UTC",
            "America/New_York",
            "Asia/Kolkata",
            "Australia/Lord_Howe",  # changes by half an hour
            "Pacific/Apia",  # skipped a whole day
            "Africa/Lagos",
            "America/Sao_Paulo",  # used to change at midnight
        )
    ]
)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
times = st.times(max_value=time(23, 58)).map(lambda one: one.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=zones)  # noqa: DTZ001 - hypothesis adds the zone


def hours_ending(end: time) -> WorkingHours:
    return WorkingHours(start=time(0), end=max(end, time(0, 1)))


def test_a_day_alone_ends_with_the_working_day_of_the_zone():
    assert due_instant(date(2026, 11, 24), NEW_YORK, HOURS) == datetime(
        2026, 11, 24, 22, tzinfo=UTC
    )


def test_summer_and_winter_end_at_the_same_wall_clock():
    winter = due_instant(date(2026, 3, 27), LONDON, HOURS)
    summer = due_instant(date(2026, 3, 30), LONDON, HOURS)
    assert (winter.hour, summer.hour) == (17, 16)


def test_a_promise_for_a_day_off_stays_on_that_day():
    saturday = date(2026, 11, 28)
    assert due_instant(saturday, LONDON, HOURS).date() == saturday


def test_an_instant_is_itself_in_utc():
    stated = datetime(2026, 11, 20, 11, 25, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert due_instant(stated, NEW_YORK, HOURS) == datetime(2026, 11, 20, 5, 55, tzinfo=UTC)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        due_instant(datetime(2026, 11, 20, 11, 25), LONDON, HOURS)  # noqa: DTZ001 - the point


@given(days, times, zones)
def test_any_day_in_any_zone_has_an_end_within_two_days_of_utc(day, end, zone):
    due = due_instant(day, zone, hours_ending(end))
    assert due.tzinfo is UTC
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    assert abs(due - midnight) <= timedelta(days=2)


@given(days, times, zones)
def test_a_later_day_is_never_due_earlier(day, end, zone):
    hours = hours_ending(end)
    assert due_instant(day, zone, hours) <= due_instant(day + timedelta(days=1), zone, hours)


@given(instants)
def test_an_aware_instant_is_never_moved(moment):
    # compared as seconds: == between zones is always false for a wall clock that occurs twice
    assert due_instant(moment, LONDON, HOURS).timestamp() == moment.timestamp()


@pytest.mark.parametrize(
    ("now", "count", "expected"),
    [
        (datetime(2026, 11, 20, 14, tzinfo=UTC), 2, datetime(2026, 11, 24, 17, tzinfo=UTC)),
        (datetime(2026, 11, 20, 23, tzinfo=UTC), 1, datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), 1, datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (datetime(2026, 11, 20, 14, tzinfo=UTC), 0, datetime(2026, 11, 20, 17, tzinfo=UTC)),
        (datetime(2026, 11, 20, 18, tzinfo=UTC), 0, datetime(2026, 11, 23, 17, tzinfo=UTC)),
    ],
    ids=["over a week-end", "late on Friday", "on Saturday", "today", "today is over"],
)
def test_working_days_skip_the_week_end(now, count, expected):
    assert working_days_after(now, count, LONDON, HOURS) == expected


def test_holidays_are_not_worked():
    hours = WorkingHours(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    now = datetime(2026, 12, 24, 10, tzinfo=UTC)
    assert working_days_after(now, 1, LONDON, hours) == datetime(2026, 12, 29, 17, tzinfo=UTC)


def test_the_day_is_the_one_in_the_zone():
    monday_in_kolkata = datetime(2026, 11, 22, 20, tzinfo=UTC)
    due = working_days_after(monday_in_kolkata, 1, ZoneInfo("Asia/Kolkata"), HOURS)
    assert due == datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


@given(instants, st.integers(0, 30), zones)
def test_working_days_end_in_the_future_on_a_worked_day(now, count, zone):
    due = working_days_after(now, count, zone, HOURS)
    assert due > now
    assert HOURS.is_worked(due.astimezone(zone).date())


@pytest.mark.parametrize("broken", [{"days": frozenset()}, {"start": time(17), "end": time(9)}])
def test_hours_that_never_come_are_refused(broken):
    with pytest.raises(ValueError, match="day"):
        WorkingHours(**broken)
