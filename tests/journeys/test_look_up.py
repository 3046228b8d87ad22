"""Look up: the systems themselves are asked, for one reader, and nothing of it is kept."""

from __future__ import annotations

import json

from bot.cards import names
from tests.journeys.conftest import until

SMALL = "ch_3LocalBirkeSeats"


def from_dialnexa(house):
    """A call that DialNexa has in its own books as well; its id."""
    return house.ui("calls", name="refund_small", as_new=True)["call_id"]


def looked_up(house, call_id, user="U0ADA"):
    """What the view says once everybody answered."""
    house.await_button(call_id, "approve")
    house.click(call_id, "more", user)
    more = until(lambda: house.open_view(user))
    house.ui(
        "click",
        user=user,
        view_id=more["id"],
        action_id=names.LOOKUP,
        value=value_of(more, names.LOOKUP),
    )
    return until(lambda: answered(house, user))


def value_of(view, action_id):
    elements = (one for block in view["blocks"] for one in block.get("elements", ()))
    return next(one["value"] for one in elements if one.get("action_id") == action_id)


def answered(house, user):
    said = json.dumps(house.open_view(user).get("blocks", []))
    return said if "Nothing of it is kept" in said else None


def test_it_shows_how_the_record_stands_now_and_the_recording_to_one_person(house):
    call_id = from_dialnexa(house)
    said = looked_up(house, call_id)
    assert f"Stripe: {SMALL}" in said
    assert "Status: paid" in said
    assert "Listen to the call" in said
    card = house.card(call_id)
    assert "Listen" not in json.dumps(card)
    assert "recordings.example" not in house.case(call_id).model_dump_json()


def test_who_does_not_answer_is_named_and_the_others_are_shown(house):
    call_id = from_dialnexa(house)
    house.await_button(call_id, "approve")
    house.ui("faults", vendor="stripe", fault="server_error")
    said = looked_up(house, call_id)
    assert f"Stripe: {SMALL}" in said
    assert "Status: paid" not in said
    assert "Listen to the call" in said


def test_nobody_without_a_role_is_told_anything(house):
    call_id = from_dialnexa(house)
    house.await_button(call_id, "approve")
    house.click(call_id, "more", "U0OPS")
    until(lambda: house.open_view("U0OPS"))
    assert SMALL not in json.dumps(house.open_view("U0OPS"))
