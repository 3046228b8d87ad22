"""A call whose webhook never came: found in DialNexa's list, one card, whatever comes late."""

from datetime import timedelta

import pytest

from handlers.sandbox.calls import SampleCall, fresh, sample_call


@pytest.fixture
def house(open_house):
    return open_house(sweep_every_s=0.5)


def lost(house, name="refund_small"):
    made = house.ui("calls", name=name, as_new=True, withhold=True)
    house.travel_to(house.clock() + timedelta(minutes=15))  # no webhook is on its way any more
    return made["call_id"]


def as_made(house, call_id, name="refund_small") -> SampleCall:
    """The call as the local DialNexa made it, with the webhook that it never sent."""
    sample = sample_call(name, house.clock())
    copies = (fresh(sample, number) for number in range(1, 50))
    return next(one for one in copies if one.call_id == call_id)


def known(house, call_id):
    return house.read(lambda tx: tx.handoffs.by_call(call_id))


def test_a_lost_call_gets_its_card_and_a_late_webhook_finds_it(house, wait):
    call_id = lost(house)
    wait(lambda: known(house, call_id))
    house.await_button(call_id, "approve")
    late = as_made(house, call_id)
    assert house.deliver(late).json()["received"] == "updated", "now its transcript is there too"
    assert house.deliver(late).json()["received"] == "duplicate"
    house.await_button(call_id, "approve")
    assert len(house.cards(call_id)) == 1
    assert house.read(lambda tx: tx.events.transcript(call_id)) != ()


def test_what_came_is_not_read_a_second_time(house, wait):
    call_id = house.ui("calls", name="refund_small", as_new=True)["call_id"]
    other = lost(house)
    wait(lambda: known(house, other))
    asked = [one.path for one in house.world.sandbox.dialnexa.requests]
    assert not [one for one in asked if one.endswith(call_id)]


def test_while_dialnexa_is_down_the_sweep_waits(house, wait):
    house.fault("dialnexa", "lost_answer", times=None)
    call_id = lost(house)
    wait(lambda: len(house.world.sandbox.dialnexa.requests) > 3)
    assert known(house, call_id) is None
    house.fault("dialnexa", "none", times=None)
    wait(lambda: known(house, call_id))
    house.card(call_id)
