"""Slack on a bad day: nothing is posted twice, nothing is lost, the card is right afterwards."""

from __future__ import annotations

import pytest

from bot.cards import names
from tests.journeys.bad_days import assert_posted_once, assert_true, bad_house
from tests.journeys.conftest import buttons, until

FAULTS = ("rate_limited", "server_error", "hang", "lost_answer", "slow", "auth")
DIRECTORY = ("users.info", "usergroups.list", "conversations.list")
ACK_LIMIT_MS = 3000
ALONE = ("Mixed", "Looking")


@pytest.fixture(scope="module")
def house(tmp_path_factory, new_database):
    kinds = ("Post", "Update", "Thread", "View", "Tell", "People", "Direct")
    payments = [f"{kind}{_name(fault)}" for kind in kinds for fault in FAULTS]
    path = tmp_path_factory.mktemp("slack")
    with bad_house(path, [*payments, *ALONE], new_database) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _calm(house):
    yield
    house.calm()


def _name(fault: str) -> str:
    return fault.title().replace("_", "")


def _offered(house, name):
    payment, call_id = house.take(name)
    house.await_button(call_id, "approve")
    return payment, call_id


def _thread(house, call_id):
    """The replies under the card, in the order in which Slack shows them."""
    ts = house.card(call_id)["ts"]
    return [m["text"] for m in house.messages() if m["thread_ts"] == ts and m["is_reply"]]


def _in_order(texts, *words):
    """Where each of the words stands; they have to stand one after another."""
    places = [next(n for n, text in enumerate(texts) if word in text) for word in words]
    assert places == sorted(places), texts


@pytest.mark.parametrize("fault", FAULTS)
def test_a_card_is_posted_once(house, fault):
    house.trouble("slack", fault, "chat.postMessage", times=2)
    payment, call_id = house.take(f"Post{_name(fault)}")
    house.await_button(call_id, "approve")
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")


@pytest.mark.parametrize("fault", FAULTS)
def test_an_update_that_failed_is_made_up_for(house, fault):
    payment, call_id = _offered(house, f"Update{_name(fault)}")
    house.trouble("slack", fault, "chat.update", times=2)
    house.approve(call_id)
    card = assert_true(house, payment, call_id, "succeeded")
    assert names.APPROVE not in buttons(card)
    house.assert_spent()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_thread_tells_everything_once_and_in_order(house, fault):
    payment, call_id = _offered(house, f"Thread{_name(fault)}")
    house.trouble("slack", fault, "chat.postMessage", times=2)
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")
    house.await_thread(call_id, "approved", "shows the refund")
    _in_order(_thread(house, call_id), "approved", "shows the refund")
    house.assert_spent()
    assert_posted_once(house)


@pytest.mark.parametrize("fault", [one for one in FAULTS if one != "slow"])
def test_a_view_that_could_not_be_opened_tells_the_person_and_changes_nothing(house, fault):
    _, call_id = _offered(house, f"View{_name(fault)}")
    before = house.card(call_id)["text"]
    told = len(_notices(house, "U0BEN"))
    house.trouble("slack", fault, "views.open")
    answer = house.click(call_id, "approve", "U0BEN")
    assert answer["status"] == 200
    assert answer["latency_ms"] < ACK_LIMIT_MS
    until(lambda: len(_notices(house, "U0BEN")) == told + 1)
    assert "Nothing was decided" in _notices(house, "U0BEN")[-1]
    assert house.card(call_id)["text"] == before
    assert house.case(call_id).decisions == ()
    house.calm()
    _close_views(house, "U0BEN")


def _notices(house, user):
    return [one["text"] for one in house.state()["ephemerals"].get(user, [])]


def _close_views(house, user):
    for view in house.state()["views"].get(user, []):
        house.ui("close", user=user, view_id=view["id"])


@pytest.mark.parametrize("fault", FAULTS)
def test_an_answer_to_a_click_arrives_and_the_click_is_acknowledged_in_time(house, fault):
    payment, call_id = _offered(house, f"Tell{_name(fault)}")
    old = f"{house.handoff_id(call_id)}.{house.case(call_id).handoff.revision}"
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")
    told = len(_notices(house, "U0BEN"))
    house.trouble("slack", fault, "chat.postEphemeral")
    answer = house.click(call_id, "cancel", "U0BEN", value=old)
    assert answer["status"] == 200
    assert answer["latency_ms"] < ACK_LIMIT_MS
    until(lambda: _settled(house, call_id))
    house.assert_spent()
    if fault == "auth":  # where the channel is shut, the direct conversation is the other way
        assert "Too late" in house.direct("U0BEN")
    elif fault == "lost_answer":  # Slack has nothing by which a private notice is found again
        assert len(_notices(house, "U0BEN")) - told in {1, 2}
    else:
        assert len(_notices(house, "U0BEN")) == told + 1


def _settled(house, call_id):
    open_ones = {"pending", "leased"}
    return not [one for one in house.steps(call_id) if one.outcome in open_ones]


@pytest.mark.parametrize("fault", [one for one in FAULTS if one != "auth"])
def test_a_directory_that_cannot_be_read_only_delays_the_money(house, fault):
    payment, call_id = _offered(house, f"People{_name(fault)}")
    house.trouble("slack", fault, *DIRECTORY)
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")
    house.assert_spent()


def test_a_directory_that_is_refused_holds_the_money_and_blames_nobody_else(house):
    payment, call_id = _offered(house, "PeopleAuth")
    house.trouble("slack", "auth", "usergroups.list", times=None)
    house.approve(call_id)
    card = house.await_card(call_id, "could not be read")
    assert "Stripe refused" not in card["text"]
    assert house.spent(payment) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_direct_message_arrives_once(house, fault):
    _, call_id = _offered(house, f"Direct{_name(fault)}")
    reason = f"They wait since {fault}."
    house.click(call_id, "escalate")
    until(house.open_view)
    house.trouble("slack", fault, "conversations.open")
    house.submit(target="finance_lead", reason=reason)
    until(lambda: reason in house.direct("U0CFO"))
    until(lambda: _settled(house, call_id))
    assert house.direct("U0CFO").count(reason) == 1
    assert_posted_once(house)


def test_a_lost_post_is_looked_for_until_the_channel_can_be_read(house):
    house.trouble("slack", "lost_answer", "chat.postMessage")
    house.trouble("slack", "server_error", "conversations.history", times=3)
    payment, call_id = house.take("Looking")
    house.approve(call_id)
    house.assert_spent()
    house.trouble("slack", "lost_answer", "chat.postMessage")
    house.trouble("slack", "rate_limited", "conversations.replies")
    assert_true(house, payment, call_id, "succeeded")
    house.await_thread(call_id, "shows the refund")
    assert_posted_once(house)


def test_everything_at_once(tmp_path, new_database):
    """In a house of its own: no other case may meet one of these faults first."""
    with bad_house(tmp_path, ["Mixed"], new_database) as house:
        payment, call_id = _offered(house, "Mixed")
        house.trouble("slack", "lost_answer", "chat.postMessage", times=3)
        house.trouble("slack", "server_error", "chat.update", times=3)
        house.trouble("slack", "rate_limited", "users.info")
        house.trouble("stripe", "lost_answer", "POST /v1/refunds")
        house.approve(call_id)
        assert_true(house, payment, call_id, "succeeded")
        house.await_thread(call_id, "approved", "shows the refund")
        _in_order(_thread(house, call_id), "approved", "may have moved", "shows the refund")
        assert_posted_once(house)


def test_it_comes_up_although_slack_answers_badly_at_first(tmp_path, new_database):
    def troubled(world):
        for fault, method in (("server_error", "auth.test"), ("rate_limited", "users.info")):
            world.sandbox.faults.set("slack", fault, 1, method)

    with bad_house(tmp_path, ["Start"], new_database, before=troubled) as opened:
        payment, call_id = opened.take("Start")
        opened.approve(call_id)
        assert_true(opened, payment, call_id, "succeeded")
        opened.assert_spent()
