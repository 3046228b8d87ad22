"""Reminders come before the deadline, each once, while the reminded person works."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timing import WorkingHours, planned_nudges, sending_time

HOURS = WorkingHours()
ROUND_THE_CLOCK = WorkingHours(
    days=frozenset(range(7)), start=datetime.min.time(), end=datetime.max.time()
)
FRIDAY_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY, FOUR, ONE = (timedelta(hours=hours) for hours in (24, 4, 1))
USUAL = (DAY, FOUR, ONE)
BERLIN, NEW_YORK, KOLKATA = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Kolkata"))
gaps = st.timedeltas(timedelta(days=-400), timedelta(days=400))
zones = st.sampled_from((UTC, BERLIN, NEW_YORK, KOLKATA, ZoneInfo("Australia/Lord_Howe")))


def times(due_at, offsets=USUAL, now=FRIDAY_NOON, *, zone=UTC, hours=HOURS, is_vendors=False):
    found = planned_nudges(due_at, offsets, now, zone=zone, hours=hours, is_vendors=is_vendors)
    return [one.run_at for one in found]


def test_each_offset_is_a_reminder_before_the_deadline():
    due = FRIDAY_NOON + timedelta(days=4)  # Tuesday noon
    assert times(due, (DAY, timedelta(hours=2))) == [due - DAY, due - timedelta(hours=2)]


def test_those_that_are_late_fold_into_one_now():
    due = FRIDAY_NOON + timedelta(hours=2)
    assert times(due) == [FRIDAY_NOON, due - ONE]


def test_nothing_is_planned_once_the_deadline_has_passed():
    assert times(FRIDAY_NOON) == []


def test_no_offsets_no_reminders():
    assert times(FRIDAY_NOON + DAY, ()) == []


def test_one_in_the_night_moves_to_the_last_worked_moment_before():
    due = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # Tuesday, half an hour after work began
    monday_evening = datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert times(due, (ONE,)) == [monday_evening]


def test_those_that_move_to_the_same_moment_are_one():
    due = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # Monday: a day, four and one hour before: away
    now = FRIDAY_NOON - DAY
    (only,) = planned_nudges(due, USUAL, now, zone=UTC, hours=HOURS)
    assert only.run_at == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert only.offset == ONE


def test_one_that_came_too_late_in_the_night_waits_for_the_morning():
    due = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    night = datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert times(due, (ONE,), night) == [datetime(2026, 11, 24, 9, tzinfo=UTC)]


def test_nobody_is_woken_for_a_deadline_in_the_night():
    due = datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert times(due, USUAL, datetime(2026, 11, 24, 2, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        (FRIDAY_NOON, datetime(2026, 11, 24, 5, tzinfo=UTC)),
        (datetime(2026, 11, 24, 5, 30, tzinfo=UTC), datetime(2026, 11, 24, 5, 30, tzinfo=UTC)),
    ],
)
def test_the_last_one_before_a_vendors_deadline_comes_at_any_hour(now, sent):
    due = datetime(2026, 11, 24, 6, tzinfo=UTC)
    *_, last = planned_nudges(due, USUAL, now, zone=UTC, hours=HOURS, is_vendors=True)
    assert (last.run_at, last.any_hour) == (sent, True)


def test_the_earlier_ones_before_a_vendors_deadline_keep_quiet_hours():
    due = datetime(2026, 11, 24, 6, tzinfo=UTC)
    *_, before, _ = planned_nudges(due, USUAL, FRIDAY_NOON, zone=UTC, hours=HOURS, is_vendors=True)
    assert (before.run_at, before.any_hour) == (datetime(2026, 11, 23, 17, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("zone", "clock"), [(BERLIN, "15:00"), (NEW_YORK, "17:00"), (KOLKATA, "17:00")]
)
def test_the_hours_are_those_of_whoever_is_reminded(zone, clock):
    """Four hours before 18:00 UTC on Tuesday: 15:00 in Berlin, still at night in New York."""
    due = datetime(2026, 11, 24, 18, tzinfo=UTC)
    if zone is NEW_YORK:
        due = datetime(2026, 11, 24, 15, tzinfo=UTC)  # 10:00 there, so 06:00 moves to the evening
    (one,) = times(due, (FOUR,), zone=zone)
    assert one.astimezone(zone).strftime("%H:%M") == clock


@pytest.mark.parametrize(
    ("zone", "sunday"),
    [
        (BERLIN, date(2026, 3, 29)),  # clocks go forward
        (BERLIN, date(2026, 10, 25)),  # and back
        (NEW_YORK, date(2026, 3, 8)),
        (NEW_YORK, date(2026, 11, 1)),
    ],
)
def test_working_hours_follow_the_wall_clock_over_a_change_of_the_clocks(zone, sunday):
    monday = sunday + timedelta(days=1)
    due = datetime(monday.year, monday.month, monday.day, 9, 20, tzinfo=zone).astimezone(UTC)
    (one,) = times(due, (ONE,), due - timedelta(days=5), zone=zone)
    friday = sunday - timedelta(days=2)
    assert one == datetime(friday.year, friday.month, friday.day, 17, tzinfo=zone)


def test_an_offset_is_elapsed_time_over_a_change_of_the_clocks():
    zone = ZoneInfo("Europe/London")
    due = datetime(2026, 10, 25, 12, tzinfo=zone).astimezone(UTC)  # the clocks went back at two
    (one,) = times(due, (DAY,), due - timedelta(days=60), zone=zone, hours=ROUND_THE_CLOCK)
    assert one.astimezone(zone).hour == 13


@pytest.mark.parametrize(
    ("now", "due", "sent"),
    [
        ("2026-11-23T10:00", "2026-11-24T17:00", "2026-11-23T10:00"),  # people work
        ("2026-11-23T22:00", "2026-11-24T17:00", "2026-11-24T09:00"),  # found in the night
        ("2026-11-21T22:00", "2026-11-24T17:00", "2026-11-23T09:00"),  # found at the weekend
        ("2026-11-24T02:00", "2026-11-24T08:00", "2026-11-24T02:00"),  # it would be too late
        ("2026-11-24T22:00", "2026-11-24T17:00", "2026-11-25T09:00"),  # overdue already
    ],
)
def test_what_an_outage_held_back_waits_for_the_morning_if_it_can(now, due, sent):
    now, due, sent = (datetime.fromisoformat(f"{one}+00:00") for one in (now, due, sent))
    assert sending_time(now, due, zone=UTC, hours=HOURS, any_hour=False) == sent
    assert sending_time(now, due, zone=UTC, hours=HOURS, any_hour=True) == now


@given(gaps, st.lists(gaps, max_size=6), zones, st.booleans())
def test_every_reminder_lies_between_now_and_the_deadline(until_due, offsets, zone, is_vendors):
    due = FRIDAY_NOON + until_due
    found = times(due, offsets, zone=zone, is_vendors=is_vendors)
    assert found == sorted(set(found))
    assert all(FRIDAY_NOON <= one < due for one in found)


@given(gaps, st.lists(gaps, max_size=6), zones)
def test_nobody_is_reminded_outside_their_hours(until_due, offsets, zone):
    assert all(HOURS.hold(one, zone) for one in times(FRIDAY_NOON + until_due, offsets, zone=zone))


@given(gaps, st.lists(st.timedeltas(timedelta(hours=1), timedelta(days=9)), max_size=4), zones)
def test_none_comes_later_than_its_offset_unless_that_has_passed(until_due, offsets, zone):
    due = FRIDAY_NOON + until_due
    for one in planned_nudges(due, offsets, FRIDAY_NOON, zone=zone, hours=HOURS):
        passed = HOURS.last_before(due - one.offset, zone) < FRIDAY_NOON
        assert passed or one.run_at <= due - one.offset
