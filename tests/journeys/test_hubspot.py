"""HubSpot beside a destination: told after the money moved, asked whose account it is."""

from __future__ import annotations

import pytest

from bot.cards import names
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


def owner_in_alert(house):
    return [one["text"] for one in house.messages("billing-alerts") if not one["is_reply"]]


def test_whoever_owns_the_account_is_made_the_owner_and_called_in_the_alert(house):
    call_id = house.receive("renewal_failure")
    house.await_card(call_id, "<@U0CFO> owns the account at HubSpot")
    assert house.case(call_id).handoff.owner == "U0CFO"
    until(lambda: "Urgent renewal" in house.direct("U0CFO"))
    until(lambda: "*Owner:* <@U0CFO>" in "".join(owner_in_alert(house)))


def test_a_silent_hubspot_costs_the_name_of_the_owner_and_nothing_else(house):
    house.fault("hubspot", "server_error", times=None)
    call_id = house.receive("renewal_failure")
    house.await_button(call_id, "approve")
    assert house.case(call_id).handoff.owner is None
    assert "HubSpot" not in house.card(call_id)["text"]


def test_the_owner_and_the_renewal_are_shown_to_whoever_looks_them_up(house):
    call_id = house.receive("renewal_failure")
    house.await_card(call_id, "owns the account at HubSpot")
    house.await_button(call_id, "more")
    house.click(call_id, "more")
    more = until(house.open_view)
    elements = [one for block in more["blocks"] for one in block.get("elements", ())]
    button = next(one for one in elements if one.get("action_id") == names.LOOKUP)
    house.ui(
        "click",
        user="U0ADA",
        view_id=more["id"],
        action_id=names.LOOKUP,
        value=button["value"],
    )
    shown = until(lambda: "Cleo Chief" in str(house.open_view()) and str(house.open_view()))
    assert "Cobalt Freight fleet renewal" in shown
    assert "14160 USD" in shown
    assert "Cobalt Freight depots" not in shown, "new business is no renewal"


def test_a_lost_answer_makes_no_second_note_although_the_index_is_late(house):
    house.fault("hubspot", "lost_answer", only="POST /notes")
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    assert len(notes(house)) == 1
    assert len(house.new_refunds("ch_3LocalBirkeSeats")) == 1


def test_without_a_contact_the_refund_stands_and_the_note_alone_is_tried_again(house):
    contacts = house.world.sandbox.hubspot.objects["contacts"]
    email = "rechnung@birkeundsohn.example"
    [contact] = [one for one in contacts.values() if one["properties"].get("email") == email]
    contact["archived"] = True
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_card(call_id, "Partly done", "HubSpot has no contact")
    contact["archived"] = False
    house.await_button(call_id, "retry")
    house.click(call_id, "retry")
    house.await_state(call_id, "succeeded")
    assert (len(notes(house)), len(house.new_refunds("ch_3LocalBirkeSeats"))) == (1, 1)


def test_a_promise_leaves_a_task_on_its_day_with_whoever_owns_the_account(house):
    call_id = house.receive("promise_to_pay")
    house.await_button(call_id, "approve")
    house.click(call_id, "approve", "U0CFO")
    house.submit("U0CFO")
    house.await_state(call_id, "succeeded")
    [task] = house.state()["hubspot"]["tasks"]
    deadline = house.case(call_id).handoff.call.follow_up_deadline
    assert task["hs_timestamp"].startswith(deadline.isoformat())
    assert task["hubspot_owner_id"] == "41629779"
    assert len(notes(house)) == 1
