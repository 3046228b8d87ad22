"""HubSpot beside a destination: told after the money moved, asked whose account it is."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import until

MAPPING = '\n[destination.mapping]\nobject = "charge"\n'
PAIRED = f'\n[destination.pairings]\nhubspot = "main"\n{MAPPING}'


@pytest.fixture
def house(open_house):
    return open_house(**{MAPPING: PAIRED})


def notes(house):
    return house.state()["hubspot"]["notes"]


def test_after_a_refund_the_contact_has_a_note(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.click(call_id, "approve")
    assert "Then HubSpot gets the note." in str(until(house.open_view)), "said beforehand"
    house.submit()

    house.await_state(call_id, "succeeded")
    [refund] = house.new_refunds("ch_3LocalBirkeSeats")
    [note] = notes(house)
    body = note["hs_note_body"]
    assert f"call {call_id}" in body
    assert refund["id"] in body
    assert "approved by" in body
    house.await_card(call_id, f"HubSpot shows the note as done ({note['id']})")
