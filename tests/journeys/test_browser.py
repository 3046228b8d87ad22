"""A person in a browser: the whole refund, clicked on the local page."""

from __future__ import annotations

import json

import pytest

from tests.browser import tab as tab  # noqa: PLC0414 - a fixture is found by its name here
from tests.journeys.conftest import until

pytestmark = pytest.mark.browser

SMALL = "ch_3LocalBirkeSeats"


def test_a_refund_is_approved_with_clicks_alone_and_the_card_tells_the_truth(house, tab):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    message = f"[data-ts='{house.card(call_id)['ts']}']"
    approve = f"{message} [data-action-id=handoff_approve]"
    tab.open(f"{house.world.base_url}/?user=U0ADA&channel=C0BILLING")

    tab.press(approve)
    tab.press("#modal-submit")
    house.await_state(call_id, "succeeded")

    refund = house.new_refunds(SMALL)[0]["id"]
    shown = f"document.querySelector({json.dumps(message)}).textContent"
    tab.until(f"{shown}.includes({json.dumps(refund)})")
    tab.until(
        f"!document.querySelector({json.dumps(message)} + ' [data-action-id=handoff_approve]')"
    )
    assert tab.complaints() == []
    assert tab.hosts() <= {"127.0.0.1"}


def card_of(house, call_id):
    """How the page marks the card of a call."""
    return f"[data-ts='{house.card(call_id)['ts']}']"


def test_an_invoice_is_sent_again_with_clicks_alone(house, tab):
    call_id = house.receive("invoice_resend")
    house.await_state(call_id, "awaiting_approval")
    tab.open(f"{house.world.base_url}/?user=U0ADA&channel=C0BILLING")

    tab.press(f"{card_of(house, call_id)} [data-action-id=handoff_resend]")
    tab.until("document.querySelector('#modal-submit')")
    tab.press("#modal-submit")
    house.await_state(call_id, "succeeded")

    [mail] = house.mails()
    assert mail["to"] == "faktura@nordlysfilm.example"
    shown = f"document.querySelector({json.dumps(card_of(house, call_id))}).textContent"
    tab.until(f"{shown}.includes('sent the invoice to the address on its record')")
    assert tab.complaints() == []


def test_an_alert_is_acknowledged_with_one_click(house, tab):
    call_id = house.receive("payment_blocker")
    alert = until(lambda: house.messages("billing-alerts"))[0]
    message = f"[data-ts='{alert['ts']}']"
    tab.open(f"{house.world.base_url}/?user=U0CFO&channel={alert['channel']}")

    tab.press(f"{message} [data-action-id=handoff_ack]")
    until(lambda: "<@U0CFO>" in house.messages("billing-alerts")[0]["text"])
    tab.until(f"!document.querySelector({json.dumps(message)} + ' [data-action-id=handoff_ack]')")
    assert house.case(call_id).decisions == ()
    assert tab.complaints() == []


def test_the_command_box_answers_only_the_one_who_asks(house, tab):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    tab.open(f"{house.world.base_url}/?user=U0BEN&channel=C0BILLING")
    tab.fill("#command-box", f"/handoff {call_id}")
    tab.press("#command-send")
    tab.until("document.body.textContent.includes('Only visible to you')")
    until(lambda: "49.00" in house.notices("U0BEN"))
    assert house.notices("U0ADA") == ""
