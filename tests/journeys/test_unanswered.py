"""A key revoked after a lost answer: somebody says what happened, and the books go first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards import names
from bot.handoff.unanswered import REFUSED_FOR
from handlers.sandbox.faults import Fault
from tests.journeys.bad_days import SPEND, assert_true, bad_house
from tests.journeys.conftest import buttons, until


@pytest.fixture
def house(tmp_path, new_database):
    with bad_house(tmp_path, ["Shut"], new_database) as opened:
        yield opened


def _recorded(house, said) -> bool:
    """Send the form, twice as Slack may; while the provider is just being asked it is not taken."""
    told = {"target": said, "reason": "The dashboard shows nothing."}
    answers = house.submit("U0BEN", repeat=2, **told)["answers"]
    return any(one["body"] is None for one in answers)


def test_a_wrong_word_moves_no_money_twice(house):
    payment, call_id = house.take("Shut")
    house.await_button(call_id, "approve")
    house.once(SPEND, then=lambda: house.world.sandbox.faults.set("stripe", Fault.AUTH))
    house.trouble("stripe", "lost_answer", SPEND)
    house.approve(call_id)
    until(lambda: house.case(call_id).effects[0].unanswered)
    assert names.ATTEST not in buttons(house.card(call_id))
    house.travel_to(house.clock() + REFUSED_FOR + timedelta(minutes=1))
    house.await_card(call_id, "has failed since", "API key", "say what happened")
    house.click(call_id, "attest", "U0BEN")
    said = names.attest_value(names.DID_NOT, house.case(call_id).effects[0].id)
    until(lambda: _recorded(house, said))
    house.await_card(call_id, "<@U0BEN> says", "did not go through", "read before it is tried")
    house.click(call_id, "retry", "U0BEN")
    house.await_card(call_id, "not sent again", "API key", "<@U0BEN>")
    assert len(house.spent(payment)) == 1

    house.calm()
    house.await_button(call_id, "retry")
    house.click(call_id, "retry", "U0BEN")
    assert_true(house, payment, call_id, "succeeded")
    assert len(house.spent(payment)) == 1
