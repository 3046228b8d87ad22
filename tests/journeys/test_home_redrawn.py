"""The Home tab of whoever decides no longer shows what they settled."""

from __future__ import annotations

from functools import partial

import pytest

from tests.journeys.conftest import until


@pytest.fixture(params=[False, True], ids=["http", "socket"])
def house(open_house, request):
    return partial(open_house, socket_mode=request.param)()


def home(house, user):
    return str(house.state()["homes"].get(user))


def test_a_decision_takes_it_off_the_deciders_home_and_leaves_the_others(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    for user in ("U0ADA", "U0BEN"):
        house.ui("home", user=user)
        until(lambda user=user: call_id in home(house, user))

    house.approve(call_id)

    until(lambda: call_id not in home(house, "U0ADA"))
    assert call_id in home(house, "U0BEN"), "drawn anew when it is opened"


def test_a_refused_decision_redraws_nothing(house):
    call_id = house.receive("refund_small")
    house.approve(call_id, amount="4,9")
    house.submit(amount="20.00")
    until(lambda: house.state()["homes"].get("U0ADA"))
    published = [one for one in house.state()["api_log"] if one["method"] == "views.publish"]
    assert len(published) == 1


def test_a_home_that_cannot_be_drawn_harms_no_decision(house):
    call_id = house.receive("refund_small")
    house.fault("slack", "server_error", times=None, only="views.publish")
    assert house.approve(call_id)["status"] == 200
    house.await_state(call_id, "succeeded")
    assert house.state()["homes"].get("U0ADA") is None
