"""Zendesk beside a destination: a note for colleagues on the call's ticket, or on a new one."""

from __future__ import annotations

import pytest

from handlers.sandbox.calls import SampleCall, fresh, sample_call
from handlers.sandbox.zendesk_seed import HOST, ORCHARD_TICKET

MAPPING = '\n[destination.mapping]\nobject = "charge"\n'
PAIRED = f'\n[destination.pairings]\nzendesk = "main"\n{MAPPING}'


@pytest.fixture
def house(open_house):
    return open_house(**{MAPPING: PAIRED})


def tickets(house):
    return {one["id"]: one for one in house.state()["zendesk"]["tickets"]}


def test_the_note_goes_to_the_ticket_that_the_call_names_and_to_nobody_outside(house):
    call = fresh(sample_call("refund_small", house.clock()), 1)
    facts = call.body["payload"]["call"]["post_call_analysis"]
    facts["ticket_url"] = f"https://{HOST}/agent/tickets/{ORCHARD_TICKET}"
    assert house.deliver(SampleCall(call.name, call.title, call.body)).status_code == 200
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
