"""Google beside a destination: what needs a look is listed, what was refunded is written about."""

from __future__ import annotations

import pytest

from handlers.sandbox.google_books import SPREADSHEET_ID, TAB
from tests.journeys.conftest import until
from tests.journeys.workflows import Row, a_call

PAIRED = {
    '\n[destination.mapping]\nobject = "charge"\n': """
[destination.pairings]
sheets = "queue"

[destination.mapping]
object = "charge"
"""
}


@pytest.fixture
def house(open_house):
    return open_house(**PAIRED)


def receive(house, name, **facts):
    row = Row(name, "stripe", {"request_type": "refund_request", **facts}, (), ())
    call = a_call(row, "google")
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    return call.call_id


def queue(house):
    return house.world.sandbox.google.sheets[SPREADSHEET_ID][TAB]


def test_what_needs_a_look_is_one_row_once_google_takes_it(house):
    house.fault("sheets", "rate_limited", 1)
    call_id = receive(house, "stray", payment_reference="ch_3LocalNobody", amount="20.00")
    house.await_state(call_id, "needs_review")
    until(lambda: len(queue(house)) == 2)
    header, row = queue(house)
    shown = dict(zip(header, row, strict=True))
    assert shown["Call"] == call_id
    assert shown["Handoff"] == house.handoff_id(call_id)
    assert shown["Named reference"] == "ch_3LocalNobody"
    until(lambda: [one.outcome for one in house.steps(call_id) if one.kind == "note"] == ["done"])
