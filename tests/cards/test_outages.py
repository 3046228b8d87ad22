"""A card says while its provider does not answer, and only where something is still to be asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards import draw_card
from bot.cards.places import moved, sealed
from bot.handoff.gate import Gate


@pytest.fixture
def drawn(make):
    def draw(name, vendor="stripe", **more):
        since = make.NOW - timedelta(minutes=5)
        gate = Gate(name=vendor, failures=3, since=since, shut_until=since, **more)
        return str(draw_card(make.STATES[name](), now=make.NOW, gates=[gate]).blocks)

    return draw


@pytest.mark.parametrize("state", ["awaiting_approval", "scheduled", "executing", "unknown"])
def test_what_waits_for_the_provider_says_so(drawn, state):
    told = drawn(state, is_out=True)
    assert "*Stripe is not answering* since" in told
    assert "Nothing is sent until it does" in told


@pytest.mark.parametrize("state", ["succeeded", "rejected", "cancelled", "logged"])
def test_where_nothing_is_to_be_asked_nothing_is_said(drawn, state):
    assert "not answering" not in drawn(state, is_out=True)


def test_another_provider_or_one_that_only_asked_to_wait_is_not_named(drawn):
    assert "not answering" not in drawn("scheduled", "paystack", is_out=True)
    assert "not answering" not in drawn("scheduled", is_out=False)


def test_a_channel_of_any_name_cannot_say_more_than_its_name():
    assert "<!here>" not in moved("<!here>")
    assert "s1.1.2" in sealed("2026-11-21", "s1.1.2")
