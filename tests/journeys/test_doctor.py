"""Doctor against the local world: what it finds good, and what each fault is called."""

from __future__ import annotations

import asyncio

import app
from providers.reach import why_not_alive

NOT_OF_THIS_WORLD = {"Emergency stop", "Slack scopes"}
"""The local world has one lead, and grants everything without saying so."""


def findings(house, **changes):
    """Everything that `doctor --live` asks Slack and this machine."""
    settings = house.runtime.settings.model_copy(update=changes)
    found = asyncio.run(app._live_findings(settings, app.load_policy(settings)))
    return {one.what: one for one in found}


def test_a_house_in_order_is_found_in_order(house):
    told = findings(house)
    assert {what for what, one in told.items() if not one.good} <= NOT_OF_THIS_WORLD
    assert told["Channel #billing-alerts"].how == "private, bot is in"
    assert "within" in told["Clock"].how
    assert "answers on" in told["Serving"].how
    order = list(told)
    assert order.index("Clock") < order.index("Slack scopes") < order.index("Serving")


def test_the_address_is_tried_as_far_as_it_can_be(house):
    assert findings(house, public_url=house.bot_url)["Webhook address"].good
    elsewhere = findings(house, public_url=f"{house.world.base_url}/stripe")["Webhook address"]
    assert not elsewhere.good


async def test_only_our_own_health_door_counts(house):
    assert await why_not_alive(house.bot_url) is None
    assert await why_not_alive(f"{house.world.base_url}/") is not None
