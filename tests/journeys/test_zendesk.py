"""Zendesk beside a destination: a note for colleagues on the call's ticket, or on a new one."""

from __future__ import annotations

import pytest

from handlers.sandbox.calls import fresh, sample_call
from handlers.sandbox.zendesk_seed import HOST, ORCHARD_TICKET
from tests.journeys.conftest import until

MAPPING = '\n[destination.mapping]\nobject = "charge"\n'
PAIRED = f'\n[destination.pairings]\nzendesk = "main"\n{MAPPING}'


@pytest.fixture
def house(open_house):
    return open_house(**{MAPPING: PAIRED})


def tickets(house):
    return {one["id"]: one for one in house.state()["zendesk"]["tickets"]}


def on_ticket(house, name):
    """A call that names Orchard's ticket, delivered."""
    call = fresh(sample_call(name, house.clock()), 1)
    facts = call.body["payload"]["call"]["post_call_analysis"]
    facts["ticket_url"] = f"https://{HOST}/agent/tickets/{ORCHARD_TICKET}"
    assert house.deliver(call).status_code == 200
    return call


def test_the_note_goes_to_the_ticket_that_the_call_names_and_to_nobody_outside(house):
    call = on_ticket(house, "refund_small")
    house.approve(call.call_id)
    house.await_state(call.call_id, "succeeded")

    [refund] = house.new_refunds("ch_3LocalBirkeSeats")
    [_, note] = tickets(house)[ORCHARD_TICKET]["comments"]
    assert note["public"] is False
    assert refund["id"] in note["body"]
    assert house.state()["zendesk"]["mails"] == []
    house.await_card(call.call_id, f"Zendesk shows the internal note as done ({ORCHARD_TICKET})")


def test_a_lost_answer_makes_no_second_note_and_touches_the_refund_no_more(house):
    house.fault("zendesk", "lost_answer", only="POST /tickets")
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "succeeded")

    [ticket] = [one for one in tickets(house).values() if one["external_id"] == call_id]
    assert len(ticket["comments"]) == 1
    assert len(house.new_refunds("ch_3LocalBirkeSeats")) == 1


def test_a_reply_is_sent_only_as_an_approver_wrote_it(house):
    call = on_ticket(house, "refund_large")
    house.await_button(call.call_id, "approve")
    house.click(call.call_id, "approve")
    reply = {"message": "Your refund is on its way."}
    house.submit(form=reply)
    house.await_state(call.call_id, "awaiting_next")
    house.approve(call.call_id, "U0CFO", form=reply)
    house.await_state(call.call_id, "succeeded")

    [mail] = house.state()["zendesk"]["mails"]
    assert mail["to"] == "accounts@orchardlane.example"
    assert mail["text"].startswith(reply["message"])
    house.await_card(call.call_id, "Zendesk shows the reply to the customer as done")


def test_a_reply_follows_the_note_that_opens_its_ticket(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.click(call_id, "approve")
    house.submit(form={"message": "It is on its way."})
    house.await_state(call_id, "succeeded")
    [ticket] = [one for one in tickets(house).values() if one["external_id"] == call_id]
    assert [one["public"] for one in ticket["comments"]] == [False, True]


def test_where_a_person_has_to_look_there_is_a_ticket(house):
    call_id = house.receive("refund_ambiguous")
    house.await_state(call_id, "needs_review")
    found = until(lambda: [one for one in tickets(house).values() if one["external_id"] == call_id])
    assert [one["public"] for one in found[0]["comments"]] == [False]
    assert house.state()["zendesk"]["mails"] == []


def test_money_that_came_back_is_told_on_the_ticket_and_the_contact_and_to_no_customer(open_house):
    """Three days later, as it were: Stripe reports that the refund failed, and reports it twice."""
    house = open_house(**{MAPPING: PAIRED.replace(MAPPING, f'hubspot = "main"\n{MAPPING}')})
    call = on_ticket(house, "refund_small")
    house.approve(call.call_id)
    house.await_state(call.call_id, "succeeded")
    [refund] = house.new_refunds("ch_3LocalBirkeSeats")
    house.ui("reports", vendor="stripe", way="twice")
    house.ui(f"stripe/refunds/{refund['id']}/fail")
    house.await_state(call.call_id, "reversed")
    told = f"failed after it was done: stripe.create_refund {refund['id']}"
    until(lambda: any(told in one["hs_note_body"] for one in house.state()["hubspot"]["notes"]))
    until(lambda: told in tickets(house)[ORCHARD_TICKET]["comments"][-1]["body"])
    assert len(house.state()["hubspot"]["notes"]) == 2
    [_, _, last] = tickets(house)[ORCHARD_TICKET]["comments"]
    assert last["public"] is False
    assert house.state()["zendesk"]["mails"] == []
    assert house.read(lambda tx: tx.audit.verify()) == ()


def test_a_no_is_told_on_the_ticket_with_its_reason(house):
    call = on_ticket(house, "refund_small")
    house.await_button(call.call_id, "approve")
    house.click(call.call_id, "more")
    house.submit(act="reject", reason="It was paid back in May.")
    house.await_state(call.call_id, "rejected")
    until(lambda: len(tickets(house)[ORCHARD_TICKET]["comments"]) == 2)
    note = tickets(house)[ORCHARD_TICKET]["comments"][-1]
    assert "rejected by U0ADA: It was paid back in May" in note["body"]
    assert note["public"] is False
