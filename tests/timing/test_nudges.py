"""Nudges come before the deadline, each once; late ones fold into one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.timing import nudge_times

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
USUAL = (timedelta(hours=24), timedelta(hours=4), timedelta(hours=1))
gaps = st.timedeltas(timedelta(days=-400), timedelta(days=400))


def test_each_offset_is_a_nudge_before_the_deadline():
    due = NOW + timedelta(days=2)
    assert nudge_times(due, USUAL, NOW) == tuple(due - offset for offset in USUAL)


def test_nudges_that_are_late_fold_into_one_now():
    due = NOW + timedelta(hours=2)
    assert nudge_times(due, USUAL, NOW) == (NOW, due - timedelta(hours=1))


def test_nothing_is_nudged_once_the_deadline_has_passed():
    assert nudge_times(NOW, USUAL, NOW) == ()


def test_no_offsets_no_nudges():
    assert nudge_times(NOW + timedelta(days=1), (), NOW) == ()


def test_an_offset_is_elapsed_time_over_a_change_of_the_clocks():
    zone = ZoneInfo("Europe/London")
    due = datetime(2026, 10, 25, 12, tzinfo=zone).astimezone(UTC)  # the clocks went back at two
    (nudge,) = nudge_times(due, (timedelta(hours=24),), NOW - timedelta(days=60))
    assert nudge.astimezone(zone).hour == 13


@given(gaps, st.lists(gaps, max_size=6))
def test_every_nudge_lies_between_now_and_the_deadline(until_due, offsets):
    due = NOW + until_due
    times = nudge_times(due, offsets, NOW)
    assert list(times) == sorted(set(times))
    assert all(NOW <= time < due for time in times)
    assert sum(time == NOW for time in times) <= 1
