"""Who may, who is told, who is reminded: through signed HTTP only."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import names
from bot.desk.remind import remind
from bot.desk.stop import resume, stop
from bot.redaction import redact
from handlers.sandbox.calls import sample_call
from tests.journeys.conftest import until

SMALL = "ch_3LocalBirkeSeats"


@pytest.mark.parametrize("user", ["U0OPS", "U0GUEST", "U0EXT", "U0CFO"])
def test_nobody_outside_the_role_approves_and_each_is_told_why(house, user):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.click(call_id, "approve", user)
    view = until(lambda: house.open_view(user))
    assert view["callback_id"] == names.NOTICE or "cannot" in str(view).casefold()
    assert house.case(call_id).decisions == ()


def test_a_right_lost_while_the_view_was_open_decides_nothing(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.click(call_id, "approve", "U0BEN")
    until(lambda: house.open_view("U0BEN"))
    house.ui("group", group="S0APPROVERS", users=["U0ADA"])
    until(lambda: "U0BEN" not in _approvers(house))

    house.submit("U0BEN")

    assert house.case(call_id).decisions == ()
    assert house.new_refunds(SMALL) == []


def _approvers(house) -> tuple[str, ...]:
    directory = house.read(lambda tx: tx.directories.current())
    return directory.groups["@finance-approvers"]


def test_an_approver_who_lost_the_right_in_the_cancel_window_does_not_count(open_house):
    house = open_house(cancel_window_s=2)
    call_id = house.receive("refund_small")
    house.approve(call_id, "U0BEN")
    house.await_state(call_id, "scheduled")
    house.ui("group", group="S0APPROVERS", users=["U0ADA"])

    house.await_state(call_id, "awaiting_approval")

    assert house.new_refunds(SMALL) == []
    assert "U0BEN" in house.thread(call_id)
    house.approve(call_id, "U0ADA")
    house.await_state(call_id, "succeeded")


def test_a_stale_directory_decides_nothing(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    directory = house.read(lambda tx: tx.directories.current())
    old = directory.model_copy(update={"loaded_at": directory.loaded_at - timedelta(minutes=6)})
    house.write(lambda tx: tx.directories.put(old))

    house.click(call_id, "approve")

    assert "out of date" in str(until(house.open_view))
    assert house.http.get(f"{house.bot_url}/readyz").status_code == 503


def test_escalate_hands_the_handoff_up_with_a_reason_and_tells_them(house):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    house.click(call_id, "escalate")
    house.submit(target="finance_lead", reason="The customer threatens to leave.")
    until(lambda: "threatens to leave" in house.direct("U0CFO"))
    house.await_thread(call_id, "U0CFO")
    assert house.case(call_id).handoff.owner_role == "finance_lead"


def test_reminders_come_before_the_deadline_folded_in_the_thread_and_directly(house):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    due_at = house.case(call_id).handoff.due_at
    house.travel_to(due_at - timedelta(minutes=30))

    until(lambda: house.direct("U0ADA") and house.direct("U0BEN"))
    until(lambda: _nudges(house, call_id) == {"slack.post_in_thread": 1, "slack.send_direct": 2})
    assert "49.00" in house.direct("U0ADA")
    assert house.direct("U0CFO") == ""


def _nudges(house, call_id) -> Counter[str]:
    steps = house.steps(call_id)
    return Counter(one.operation for one in steps if one.args.get("purpose") == "nudge")


def test_after_a_decision_nobody_is_reminded(house):
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    due_at = house.case(call_id).handoff.due_at
    assert house.write(lambda tx: remind(tx, due_at - timedelta(minutes=30))) == 0
    assert _nudges(house, call_id) == {}


def test_the_command_tells_where_a_call_stands_to_whoever_may_know(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    told = house.ui("command", user="U0ADA", channel="C0BILLING", command="/handoff", text=call_id)
    assert "49.00" in str(told["body"])
    refused = house.ui(
        "command", user="U0EXT", channel="C0BILLING", command="/handoff", text=call_id
    )
    assert "49.00" not in str(refused["body"])


def test_the_command_without_words_helps_and_an_unknown_call_is_said(house):
    ask = {"user": "U0ADA", "channel": "C0BILLING", "command": "/handoff"}
    assert "/handoff" in str(house.ui("command", **ask, text="")["body"])
    assert "call_unknown" not in str(house.ui("command", **ask, text="4242 4242 4242 4242"))


def test_a_stop_halts_money_until_another_person_lifts_it(house):
    now = house.runtime.desk.office.clock
    house.write(
        lambda tx: stop(tx, vendor=None, actor="U0CFO", reason=redact("odd refunds"), now=now())
    )
    call_id = house.receive("refund_small")
    house.approve(call_id)
    until(lambda: house.case(call_id).effects and house.case(call_id).effects[0].said)
    assert house.new_refunds(SMALL) == []
    until(lambda: "stop" in house.card(call_id)["text"].casefold())

    assert house.write(lambda tx: resume(tx, vendor=None, actor="U0CFO", now=now()))
    assert house.write(lambda tx: resume(tx, vendor=None, actor="U0ADA", now=now())) is None


def test_a_body_that_differs_before_a_decision_refreshes_the_same_card(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.deliver(_changed(house, call_id))
    until(lambda: "second seat" in house.card(call_id)["text"])
    assert len(house.cards(call_id)) == 1


def test_a_body_that_differs_after_a_decision_changes_nothing_and_is_said(house):
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    house.deliver(_changed(house, call_id))
    until(lambda: "DialNexa" in house.thread(call_id))
    assert "second seat" not in house.card(call_id)["text"]
    assert house.case(call_id).handoff.state == "succeeded"


def _changed(house, call_id):
    call = sample_call("refund_small", house.runtime.desk.office.clock())
    body = deepcopy(call.body)
    body["payload"]["call"]["id"] = call_id
    body["payload"]["call"]["summary"] = "Jonas Birke now says that it was a second seat."
    return replace(call, body=body)


def test_a_case_opened_again_is_reminded_of_again(open_house):
    house = open_house(cancel_window_s=600)
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "scheduled")
    due_at = house.case(call_id).handoff.due_at
    house.click(call_id, "cancel", "U0BEN")
    house.await_state(call_id, "cancelled")
    house.click(call_id, "retry", "U0BEN")
    house.await_state(call_id, "awaiting_approval")
    assert house.write(lambda tx: remind(tx, due_at - timedelta(minutes=30))) == 1
