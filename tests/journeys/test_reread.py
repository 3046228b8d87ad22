"""A call whose webhook came before its analysis: read again by REST, one card, nothing leaked."""

from datetime import timedelta

import pytest

from tests.journeys.kept import everything_kept

CARD_NUMBER = "5555555555554444"


@pytest.fixture
def early(house):
    """Make a call without its analysis; its id."""

    def make(name):
        made = house.ui("calls", name=name, as_new=True, without_analysis=True)
        assert made["status"] == 200
        return made["call_id"]

    return make


def ahead(house, **time):
    house.travel_to(house.clock() + timedelta(**time))


def awaited(house, call_id):
    return house.read(lambda tx: tx.awaited.get(call_id))


def readings(house, call_id):
    asked = house.world.sandbox.dialnexa.requests
    return [one for one in asked if one.path.endswith(call_id)]


def test_the_analysis_makes_the_card_when_it_comes(house, early, wait):
    call_id = early("refund_small")
    ahead(house, minutes=1)
    wait(lambda: awaited(house, call_id).tries == 1)
    assert house.messages() == [], "there was nothing to show yet"
    house.ui(f"dialnexa/calls/{call_id}/analyse")
    ahead(house, minutes=6)
    wait(lambda: house.read(lambda tx: tx.handoffs.by_call(call_id)))
    house.await_card(call_id, "EUR 49.00")
    house.await_button(call_id, "approve")
    assert house.read(lambda tx: tx.awaited.count()) == 0
    assert house.read(lambda tx: tx.events.transcript(call_id)) != ()


def test_what_was_read_is_redacted_like_a_webhook(house, early, wait):
    call_id = early("refund_card_spoken")
    house.ui(f"dialnexa/calls/{call_id}/analyse")
    ahead(house, minutes=1)
    wait(lambda: house.read(lambda tx: tx.handoffs.by_call(call_id)))
    house.card(call_id)
    kept = everything_kept(house.database).encode()
    shown = str(house.messages())
    for private in (CARD_NUMBER, "recordings.example.net", "LOCAL-SAMPLE-NOT-A-SIGNATURE"):
        assert private.encode() not in kept
        assert private not in shown


def test_when_no_analysis_comes_the_card_says_so(house, early, wait):
    call_id = early("refund_large")
    for tries, minutes in enumerate((1, 6, 16), start=1):
        ahead(house, minutes=minutes)
        wait(lambda tries=tries: awaited(house, call_id).tries == tries)
    ahead(house, minutes=61)
    wait(lambda: awaited(house, call_id) is None)
    house.await_card(call_id, "No analysis of this call came from DialNexa")


def test_while_dialnexa_is_down_nothing_is_shown_and_nothing_lost(house, early, wait):
    call_id = early("refund_small")
    house.ui(f"dialnexa/calls/{call_id}/analyse")
    house.fault("dialnexa", "lost_answer", times=None)
    ahead(house, minutes=1)
    wait(lambda: readings(house, call_id))
    assert house.messages() == []
    house.fault("dialnexa", "none", times=None)
    ahead(house, minutes=7)
    wait(lambda: house.read(lambda tx: tx.handoffs.by_call(call_id)))
    house.card(call_id)
