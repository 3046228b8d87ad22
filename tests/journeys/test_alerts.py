"""An alert in its own channel: who is called, Acknowledge, what it says afterwards."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from bot.desk.messages import CALL
from bot.desk.remind import remind
from tests.journeys.conftest import buttons, until

ALERTS = "billing-alerts"


@pytest.fixture
def call_id(house):
    call_id = house.receive("payment_blocker")
    until(lambda: alert(house))
    house.card(call_id)
    return call_id


def alert(house):
    """The one alert; `{}` before it was posted."""
    posted = [one for one in house.messages(ALERTS) if not one["is_reply"]]
    assert len(posted) <= 1, "one call, one alert"
    return posted[0] if posted else {}


def calls_of(house, call_id):
    """What calls people to the alert; a deadline's reminder, which any hour may bring, is none."""
    handoff_id = house.case(call_id).handoff.id
    messages = house.read(lambda tx: tx.steps.messages_of(handoff_id))
    return {one.key for one in messages if one.args.get("purpose") == CALL}


def acknowledge(house, user):
    shown = until(lambda: "handoff_ack" in buttons(alert(house)) and alert(house))
    place = {"channel": shown["channel"], "ts": shown["ts"]}
    house.ui("click", user=user, action_id="handoff_ack", **place)


def test_a_vip_who_cannot_pay_is_called_out_with_owner_and_a_way_to_the_card(house, call_id):
    shown = until(lambda: "handoff_ack" in buttons(alert(house)) and alert(house))
    assert "VIP payment blocker" in shown["text"]
    assert "18,400.00" in shown["text"]
    assert {"<@U0ADA>", "<@U0BEN>"} <= set(re.findall(r"<@\w+>", shown["text"]))
    assert "<#C0BILLING>" in shown["text"]
    assert buttons(shown) == ["handoff_ack"], "what decides stands on the card"
    until(lambda: "VIP payment blocker" in house.direct("U0ADA"))
    assert "VIP payment blocker" not in house.direct("U0CFO")


def test_acknowledging_is_said_there_and_in_the_thread_and_calls_nobody_else(house, call_id):
    acknowledge(house, "U0BEN")
    until(lambda: "Acknowledged" in alert(house)["text"])
    assert "<@U0BEN>" in alert(house)["text"]
    assert buttons(alert(house)) == []
    house.await_thread(call_id, "has acknowledged the alert")
    before = calls_of(house, call_id)
    house.travel_to(house.clock() + timedelta(hours=1))
    house.write(lambda tx: remind(tx, house.clock()))
    assert calls_of(house, call_id) == before
    assert "VIP payment blocker" not in house.direct("U0CFO")
    assert house.case(call_id).decisions == ()


def test_nobody_answers_so_the_leads_are_called_below_the_alert(house, call_id):
    house.travel_to(house.clock() + timedelta(minutes=11))
    until(lambda: "Nobody has acknowledged" in house.direct("U0CFO"))
    replies = until(lambda: [one for one in house.messages(ALERTS) if one["is_reply"]])
    assert "<@U0CFO>" in replies[0]["text"]
    until(lambda: "<@U0CFO>" in alert(house)["text"])


def test_a_decision_ends_the_alert_and_the_message_says_which(house, call_id):
    house.await_button(call_id, "more")
    house.await_state(call_id, house.case(call_id).handoff.state)
    house.click(call_id, "more", "U0ADA")
    house.submit("U0ADA", act="reject", reason="They paid by wire.")
    until(lambda: "wire" in alert(house)["text"] and buttons(alert(house)) == [])


def test_somebody_outside_the_roles_is_told_why_not(house, call_id):
    acknowledge(house, "U0GUEST")
    until(lambda: house.notices("U0GUEST") or house.direct("U0GUEST"))
    assert "handoff_ack" in buttons(alert(house))


def test_without_the_channel_the_owner_is_called_all_the_same(open_house):
    house = open_house(**{"#billing-alerts": "#no-such-channel"})
    house.receive("payment_blocker")
    until(lambda: "VIP payment blocker" in house.direct("U0ADA"))
    assert house.messages(ALERTS) == []


def test_a_public_channel_gets_no_alert_at_all(open_house):
    house = open_house(**{"#billing-alerts": "#general"})
    house.receive("payment_blocker")
    until(lambda: "VIP payment blocker" in house.direct("U0ADA"))
    assert "VIP" not in json.dumps(house.messages("general"))


def test_an_alert_whose_channel_was_archived_stands_in_the_fallback_and_can_be_acknowledged(
    open_house,
):
    spare = '[policy]\nfallback_channel = "#finance-ops"'
    house = open_house(**{"#billing-alerts": "#old-billing", "[policy]": spare})
    house.receive("payment_blocker")
    stands = until(lambda: [one for one in house.messages("finance-ops") if buttons(one)])
    place = {"channel": stands[0]["channel"], "ts": stands[0]["ts"]}
    house.ui("click", user="U0BEN", action_id="handoff_ack", **place)
    until(lambda: "*Acknowledged*" in json.dumps(house.messages("finance-ops")))
    told = [one["text"] for one in house.messages("finance-ops")]
    assert sum("shown here for now" in one for one in told) == 1
    assert sum("VIP payment blocker" in one for one in told) == 1
    ready = house.http.get(f"{house.bot_url}/readyz").json()
    assert (ready["ready"], list(ready["warnings"])) == (True, ["channel #old-billing"])


def test_lost_answers_of_slack_neither_drop_nor_double_an_alert_or_its_call(open_house):
    house = open_house(**{'after = "10m"': 'after = "2m"'})
    house.fault("slack", "lost_answer", times=3, only="chat.postMessage")
    call_id = house.receive("payment_blocker")
    until(lambda: alert(house))
    house.card(call_id)
    until(lambda: "VIP payment blocker" in house.direct("U0ADA"))
    house.fault("slack", "lost_answer", times=2, only="chat.postMessage")
    house.travel_to(house.clock() + timedelta(minutes=2, seconds=5))
    house.write(lambda tx: remind(tx, house.clock()))
    until(lambda: "Nobody has acknowledged" in house.direct("U0CFO"))
    until(lambda: "<@U0CFO>" in alert(house)["text"])
    replies = until(lambda: [one["text"] for one in house.messages(ALERTS) if one["is_reply"]])
    assert ["Nobody has acknowledged" in one for one in replies] == [True]
    assert house.direct("U0CFO").count("Nobody has acknowledged") == 1
