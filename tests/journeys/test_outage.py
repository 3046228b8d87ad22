"""A provider that is away for all: the cards say so, nothing is lost, and it ends by itself."""

from __future__ import annotations

import pytest

from tests.journeys.bad_days import KNOWN, assert_true, bad_house
from tests.journeys.conftest import until

SAYS_SO = "is not answering"
NAMES = ("Before", "One", "Two", "Three", "Four")


@pytest.fixture
def house(tmp_path_factory, new_database):
    with bad_house(tmp_path_factory.mktemp("outage"), NAMES, new_database) as opened:
        yield opened


def test_an_outage_shows_on_the_cards_and_clears_itself(house):
    payment, before = house.take("Before")
    house.await_button(before, "approve")
    reads = [one for one in KNOWN["stripe"] if one.startswith("GET")]
    house.trouble("stripe", "server_error", *reads, times=None)
    during = [house.take(name) for name in NAMES[1:]]
    house.await_card(before, SAYS_SO)
    house.calm()
    for _, call_id in during:
        house.await_button(call_id, "approve")
    until(lambda: SAYS_SO not in str(house.card(before)))
    for _, call_id in during:
        until(lambda call_id=call_id: SAYS_SO not in str(house.card(call_id)))
    house.approve(before)
    assert_true(house, payment, before, "succeeded")
