"""Where several accounts could hold the record, each is asked, and what is found decides."""

from __future__ import annotations

import pytest

from bot.cards import names
from tests.journeys.conftest import until
from tests.journeys.workflows import Row, a_call

OPEN_TO_ALL = {
    'when = { currencies = ["NGN", "GHS", "ZAR", "KES"], references = ': "when = { references = "
}
SEAT = "PSK-LocalKanoSeat"


@pytest.fixture
def house(open_house):
    return open_house(**OPEN_TO_ALL)


def receive(house, name, **facts):
    call = a_call(Row(name, "paystack", {"request_type": "refund_request", **facts}, (), ()), "x")
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    return call.call_id


def test_a_record_found_by_address_is_picked_and_its_account_is_the_destination(house):
    email = "books@kanostudios.example"
    call_id = receive(house, "mail", customer_email=email, amount="12,500.00", currency="NGN")
    house.await_state(call_id, "needs_review")
    handoff = house.case(call_id).handoff
    assert handoff.ruling.destination is None
    assert {one.destination for one in handoff.ruling.possible} == {"stripe-main", "paystack-main"}
    assert "Pick the record that is meant" in house.card(call_id)["text"]
    chosen = next(one for one in handoff.candidates if one.record_id == SEAT)
    value = names.pick_value(handoff.id, handoff.revision, chosen.record_id)
    house.click(call_id, "pick", "U0BEN", selected={"selected_option": {"value": value}})
    house.await_state(call_id, "awaiting_approval")
    assert house.case(call_id).handoff.ruling.destination == "paystack-main"
    house.approve(call_id)
    house.await_state(call_id, "submitted")
    asked = [one for one in house.state()["paystack"]["refunds"] if one["reference"] == SEAT]
    assert [one["amount"] for one in asked] == [1_250_000]


def test_a_reference_that_one_account_knows_settles_it(house):
    call_id = receive(house, "order", payment_reference="LocalKanoSeat", currency="NGN")
    house.await_state(call_id, "needs_review")
    assert "No record was found" in house.card(call_id)["text"]
    assert house.case(call_id).handoff.candidates == ()
