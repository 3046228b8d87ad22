"""A zone is found by name, and nothing that is not a zone can hurt."""

import pytest

from bot.timing import find_zone, first_zone


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../../etc/passwd", "America", "\0"])
def test_what_is_no_zone_is_none(name):
    assert find_zone(name) is None


def test_the_first_name_that_is_a_zone_wins():
    assert first_zone("nonsense", "Asia/Kolkata", "UTC").key == "Asia/Kolkata"


def test_without_any_zone_it_is_utc():
    assert first_zone(None, "nonsense").key == "UTC"
