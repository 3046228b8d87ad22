"""`/handoff delegate` and `/handoff stats`, and what silence looks like in the channel."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.conftest import until


def command(house, text, user="U0ADA"):
    answer = house.ui("command", user=user, channel="C0BILLING", command="/handoff", text=text)
    return str(answer["body"])


def day(house, days=3):
    return (house.clock() + timedelta(days=days)).date().isoformat()


def claimed(house, user="U0ADA"):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    house.click(call_id, "more", user)
    house.submit(user, act="claim")
    until(lambda: house.case(call_id).handoff.owner == user)
    return call_id


@pytest.mark.parametrize("name", ["<@U0BEN|ben>", "<@U0BEN>"])
def test_a_queue_goes_into_other_hands_and_no_right_with_it(house, name):
    call_id = claimed(house)
    assert "1 open cases changed hands" in command(house, f"delegate {name} until {day(house)}")
    handoff = house.case(call_id).handoff
    assert handoff.owner == "U0BEN"
    assert handoff.makers == ()
    house.await_card(call_id, "stands in for")
    house.await_thread(call_id, "stands in until")
    until(lambda: "You stand in for" in house.direct("U0BEN"))
    assert call_id in command(house, "mine", "U0BEN")
    assert "U0BEN" in command(house, "delegate", "U0CFO")
    history = house.read(lambda tx: tx.audit.history("delegations"))
    assert [(one.actor, one.action) for one in history] == [("U0ADA", "delegated")]
    assert house.read(lambda tx: tx.audit.verify()) == ()


def test_a_queue_is_taken_back(house):
    command(house, f"delegate <@U0BEN> until {day(house)}")
    assert "come to you again" in command(house, "delegate off")
    assert "Nobody has handed" in command(house, "delegate")
    assert "nobody else" in command(house, "delegate off")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("delegate <@U0CFO> until {day}", "in one of your own roles"),
        ("delegate <@U0OPS> until {day}", "nobody of the roles"),
        ("delegate <@U0ADA> until {day}", "That is you"),
        ("delegate <@U0BEN>", "until which day"),
        ("delegate <@U0BEN> until tomorrow", "until which day"),
        ("delegate <@U0BEN> until 2020-01-01", "until which day"),
        ("delegate <@U0BEN> until 2099-01-01", "until which day"),
    ],
)
def test_what_cannot_be_handed_on_changes_nothing_and_is_said(house, text, said):
    assert said in command(house, text.format(day=day(house)))
    assert house.read(lambda tx: tx.delegations.standing(house.clock())) == ()


def test_nobody_outside_the_roles_sees_or_moves_anything(house):
    for text in ("stats", "delegate", f"delegate <@U0BEN> until {day(house)}"):
        assert "not in any role" in command(house, text, "U0OPS")


def test_figures_say_what_is_open_and_what_was_approved(house):
    assert "Nothing is open" in command(house, "stats")
    done, waits = house.receive("refund_small"), house.receive("refund_large")
    house.approve(done)
    house.await_state(done, "succeeded")
    house.await_state(waits, "awaiting_approval")
    told = command(house, "stats")
    assert "Needs approval 1" in told
    assert "1 approved, 0 rejected; half of them within a moment" in told
    assert "EUR 49.00" in told
    assert "2,490" not in told, "what only waits was not approved"


def test_silence_is_said_on_the_card_in_the_thread_and_to_the_next(house):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    due_at = house.case(call_id).handoff.due_at
    house.travel_to(due_at + timedelta(minutes=1))
    house.await_card(call_id, "Nobody decided by")
    house.await_thread(call_id, "Nobody decided in time", "<@U0CFO>")
    until(lambda: "Nobody decided in time" in house.direct("U0CFO"))
    house.travel_to(due_at + timedelta(days=7, minutes=1))
    house.await_state(call_id, "expired")
    house.await_card(call_id, "Expired")
