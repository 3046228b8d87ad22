"""Whatever is drawn can be pressed, sent or typed, on every sample call: somebody listens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.cards import names
from bot.handoff.words import State
from handlers.sandbox.calls import fresh
from tests.journeys.conftest import until

OPENING = {names.APPROVE, names.ESCALATE, names.RESEND, names.MORE}
UNDECIDED = {State.RECEIVED}
PERSON = "U0ADA"


def pressable(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What sends something when it is used; what stands in an input block waits for Submit."""
    for block in blocks:
        if block["type"] != "input":
            inside = [*block.get("elements", ()), block.get("accessory") or {}]
            yield from (one for one in inside if isinstance(one, dict) and "action_id" in one)


def press(house, element, **where):
    """The status that the bot answers with."""
    chosen = {"value": element["value"]} if "value" in element else _first_of(element)
    where |= {"user": PERSON, "action_id": element["action_id"]}
    return house.ui("click", **where, **chosen)["status"]


def _first_of(element):
    options = element.get("options") or element["option_groups"][0]["options"]
    return {"selected": {"selected_option": options[0]}}


@pytest.fixture
def cards(house):
    """One card of every sample call, each looked up as far as it goes."""
    samples = list(house.world.sandbox.calls.values())
    calls = [fresh(sample, 1) for sample in samples]
    for call in calls:
        assert house.deliver(call).status_code == 200
    drawn = [message for call in calls if (message := _settled(house, call.call_id))]
    assert len(drawn) > len(calls) / 2
    return drawn


def _settled(house, call_id):
    """None for a call that makes no card."""
    found = house.read(lambda tx: tx.handoffs.by_call(call_id))
    if found is None:
        return None
    until(lambda: house.case(call_id).handoff.state not in UNDECIDED)
    return house.card(call_id)


def test_everything_on_every_card_has_a_listener(house, cards):
    pressed = set()
    for card in cards:
        for element in pressable(card["blocks"]):
            where = {"channel": card["channel"], "ts": card["ts"]}
            assert press(house, element, **where) == 200, element["action_id"]
            pressed.add(element["action_id"])
            _send_and_close(house, element["action_id"])
    assert pressed >= OPENING


def _send_and_close(house, action_id):
    """Submit what was opened with nothing typed: it is answered, and never with a broken answer."""
    if action_id not in OPENING:
        return
    view = until(lambda: house.open_view(PERSON))
    for element in pressable(view["blocks"]):
        assert press(house, element, view_id=view["id"]) == 200, element["action_id"]
    if view.get("submit"):
        sent = house.ui("submit", user=PERSON, view_id=view["id"])
        assert sent["status"] == 200, view["callback_id"]
        assert "" not in house.open_view(PERSON).get("errors", {}), sent["body"]
    left = house.open_view(PERSON)
    if left:
        house.ui("close", user=PERSON, view_id=left["id"], clear=True)


def test_everything_else_that_is_shown_has_a_listener(house, cards):
    del cards  # they are what the Home tab and the direct messages speak of
    house.ui("home", user=PERSON)
    until(lambda: house.state()["homes"].get(PERSON))
    state = house.state()
    for element in pressable(state["homes"][PERSON]["blocks"]):
        view_id = state["homes"][PERSON]["id"]
        assert press(house, element, view_id=view_id) == 200, element["action_id"]
    for channel in state["channels"]:
        for message in channel["messages"]:
            for element in pressable(message["blocks"]):
                where = {"channel": channel["id"], "ts": message["ts"]}
                assert press(house, element, **where) == 200, element["action_id"]
