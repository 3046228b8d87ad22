"""Finding a case and seeing what waits: `/handoff ...` and the Home tab, through signed HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.bad_days import SPEND
from tests.journeys.conftest import until
from tests.journeys.kept import everything_kept

CARD = "4242 4242 4242 4242"


def ask(house, text, user="U0ADA"):
    """What `/handoff <text>` answers, and its words alone."""
    told = house.ui("command", user=user, channel="C0BILLING", command="/handoff", text=text)
    assert told["status"] == 200
    return told["body"]["text"]


def home(house, user="U0ADA"):
    """The Home tab of somebody who opens it now."""
    before = _home_of(house, user)
    house.ui("home", user=user)
    view = until(lambda: (shown := _home_of(house, user)) and shown != before and shown)
    return "\n".join(_words(block) for block in view["blocks"])


def _home_of(house, user):
    view = house.state()["homes"].get(user)
    return view and {"blocks": view["blocks"], "hash": view["hash"]}


def _words(block):
    texts = [block.get("text"), *block.get("elements", ())]
    return "\n".join(one["text"] for one in texts if one)


def test_a_case_is_found_by_reference_address_and_last_four(house):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    handoff = house.case(call_id).handoff
    email, payment = handoff.call.email, handoff.record.record_id
    four = "".join(sign for sign in handoff.call.phone if sign.isdigit())[-4:]
    typed = (call_id, payment, email, email.upper(), f"<mailto:{email}|{email}>", four)
    for one in typed:
        told = ask(house, one)
        assert "49.00" in told, one
        assert call_id in told


def test_several_cases_of_one_person_are_listed_newest_first_without_buttons(house):
    older, newer = house.receive("refund_small", 1), house.receive("refund_small", 2)
    house.await_state(newer, "awaiting_approval")
    told = ask(house, house.case(newer).handoff.call.email)
    assert "2 handoffs" in told
    assert told.index(newer) < told.index(older)
    assert "Decide by" in told
    assert "Buttons" not in told


@pytest.mark.parametrize("typed", [CARD, "nobody@corp.example", "9999", "my PIN is 4711"])
def test_what_is_not_found_is_neither_repeated_nor_kept(house, typed, caplog):
    house.receive("refund_small")
    told = ask(house, typed)
    assert "no handoff for this" in told
    assert typed not in told
    assert typed not in caplog.text
    assert typed not in everything_kept(house.database)


@pytest.mark.parametrize("text", ["queue", "mine", "overdue", "ch_3LocalBirkeSeats"])
@pytest.mark.parametrize("user", ["U0OPS", "U0GUEST", "U0EXT"])
def test_nobody_without_a_role_sees_any_of_it(house, user, text):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    told = ask(house, text, user)
    assert call_id not in told
    assert "49.00" not in told


def test_queues_show_what_waits_what_is_mine_and_what_is_late(house):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    assert call_id in ask(house, "queue")
    assert "Nothing waits" in ask(house, "mine")
    assert "Nothing waits" in ask(house, "overdue")
    house.travel_to(house.case(call_id).handoff.due_at + timedelta(minutes=5))
    late = ask(house, "overdue")
    assert call_id in late
    assert "Overdue since" in late


def test_what_is_decided_waits_no_more(house):
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    assert call_id not in ask(house, "queue")


def test_the_home_tab_names_each_case_and_its_state_anew_at_each_opening(house):
    assert "Nothing waits for you" in home(house)
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    shown = home(house)
    assert call_id in shown
    assert "Needs approval" in shown
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    assert call_id not in home(house)


def test_the_home_tab_puts_what_failed_first(house):
    failed = house.receive("refund_small", 1)
    house.fault("stripe", "refused", only=SPEND)
    house.approve(failed)
    house.await_state(failed, "failed")
    waits = house.receive("refund_small", 2)
    house.await_state(waits, "awaiting_approval")
    shown = home(house)
    assert shown.index("Failed or unknown") < shown.index(failed) < shown.index(waits)


def test_a_home_tab_that_slack_did_not_take_is_only_logged(house):
    house.fault("slack", "server_error", only="views.publish")
    house.ui("home", user="U0ADA")
    assert "Nothing waits for you" in home(house)


def test_who_holds_no_role_gets_a_home_tab_that_says_so(house):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    shown = home(house, "U0OPS")
    assert "not in any role" in shown
    assert call_id not in shown
