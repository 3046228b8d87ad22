"""A refund from call to truth, through signed HTTP only."""

from __future__ import annotations

CHARGE = "ch_3LocalBirkeSeats"


def test_a_call_becomes_one_card_and_an_approval_one_refund(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")

    answer = house.approve(call_id)

    assert answer["status"] == 200
    house.await_state(call_id, "succeeded")
    refunds = house.new_refunds(CHARGE)
    assert [(one["amount"], one["currency"]) for one in refunds] == [(4900, "eur")]
    card = house.await_card(call_id, refunds[0]["id"], "49.00")
    assert "U0ADA" in card["text"]
