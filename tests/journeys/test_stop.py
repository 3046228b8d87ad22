"""The emergency stop as finance uses it: halted at once, said everywhere, lifted by another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.emergency import CHAIN
from tests.journeys.conftest import until

SMALL = "ch_3LocalBirkeSeats"
REASON = "Refunds look odd today."


def ask(house, text, user="U0CFO"):
    told = house.ui("command", user=user, channel="C0BILLING", command="/handoff", text=text)
    assert told["status"] == 200
    return told["body"]["text"]


def leads(house, *users):
    house.ui("group", group="S0LEADS", users=list(users))
    until(lambda: house.read(_leads) == users)


def _leads(tx):
    return tx.directories.current().groups["@finance-leads"]


def standing(house):
    return house.read(lambda tx: tx.stops.standing())


def history(house):
    return [one.action for one in house.read(lambda tx: tx.audit.history(CHAIN))]


def channel_text(house):
    return "\n".join(one["text"] for one in house.messages() if not one["is_reply"])


def test_a_stop_is_said_on_the_cards_and_in_the_channel_and_halts_money(house):
    waiting = house.receive("refund_small")
    house.await_button(waiting, "approve")
    assert "Money is stopped" in ask(house, f"stop stripe {REASON}")
    house.await_card(waiting, "Money is stopped", REASON)
    until(lambda: channel_text(house).count(REASON) == 2)

    house.approve(waiting)
    until(lambda: house.case(waiting).effects and house.case(waiting).effects[0].said)
    assert house.new_refunds(SMALL) == []
    assert history(house) == ["money_stopped"]


def test_a_scheduled_refund_is_held_and_goes_once_another_person_resumes(open_house):
    house = open_house(cancel_window_s=3)
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "scheduled")
    ask(house, f"stop {REASON}")
    house.await_card(call_id, "stopped* at every provider")
    until(lambda: house.case(call_id).effects[0].said)
    assert house.new_refunds(SMALL) == []

    assert "another person" in ask(house, "resume")
    leads(house, "U0CFO", "U0ADA")
    assert "moves again" in ask(house, "resume", "U0ADA")
    assert standing(house) == ()
    house.clock.ahead += timedelta(seconds=20)  # a held step is looked at again by then
    house.await_state(call_id, "succeeded")
    until(lambda: "resumed it" in channel_text(house))
    assert len(house.new_refunds(SMALL)) == 1
    assert history(house) == ["money_stopped", "money_resumed"]
    assert house.read(lambda tx: tx.audit.verify()) == ()


@pytest.mark.parametrize("user", ["U0ADA", "U0OPS", "U0GUEST", "U0EXT"])
def test_only_the_role_that_the_policy_names_stops_money(house, user):
    told = ask(house, f"stop {REASON}", user)
    assert "stopped" not in told
    assert standing(house) == ()
    assert history(house) == []


def test_a_stop_without_a_reason_says_how_and_what_stands(house):
    assert "Nothing is stopped now" in ask(house, "stop")
    assert "Nothing is stopped now" in ask(house, "stop stripe")
    ask(house, f"stop stripe {REASON}")
    assert REASON in ask(house, "stop")
    assert "stopped already" in ask(house, f"stop stripe {REASON}")
    assert len(standing(house)) == 1


def test_in_doubt_everything_stops_and_nothing_resumes(house):
    assert "every provider" in ask(house, "stop stirpe sends twice")
    leads(house, "U0CFO", "U0ADA")
    told = ask(house, "resume stirpe", "U0ADA")
    assert "nothing was changed" in told
    assert "stirpe" not in told
    assert [one.reason for one in standing(house)] == ["stirpe sends twice"]


def test_the_reason_is_redacted_before_it_is_kept_or_shown(house):
    ask(house, "stop someone used 4242 4242 4242 4242 again")
    (stop,) = standing(house)
    assert "4242 4242" not in stop.reason
    until(lambda: "Money is stopped" in channel_text(house))
    assert "4242 4242" not in channel_text(house)


def test_with_a_stale_list_of_people_nobody_stops_or_resumes_in_slack(house):
    ask(house, f"stop {REASON}")
    house.clock.ahead += timedelta(minutes=30)
    assert "out of date" in ask(house, "resume", "U0ADA")
    assert len(standing(house)) == 1
