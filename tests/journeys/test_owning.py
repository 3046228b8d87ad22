"""Who takes care of a case and until when: claim, reassign, snooze, through signed HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.remind import remind
from tests.journeys.conftest import until

SMALL = "ch_3LocalBirkeSeats"


@pytest.fixture
def call_id(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    return call_id


def open_more(house, call_id, user):
    """A new view, not one that is still open from before."""
    before = house.open_view(user).get("id")
    house.click(call_id, "more", user)
    return until(lambda: (view := house.open_view(user)) and view["id"] != before and view)


def choose(house, call_id, act, user="U0ADA", **typed):
    """Open More, choose, submit; what the view says against it, else nothing."""
    before = house.case(call_id).handoff.revision
    until(lambda: house.case(call_id).place.drawn_revision == before)
    open_more(house, call_id, user)
    answer = house.submit(user, act=act, **typed)["body"]
    return answer.get("errors", answer) if isinstance(answer, dict) and answer else None


def choices(house, call_id, user="U0ADA"):
    view = open_more(house, call_id, user)
    house.ui("close", user=user, view_id=view["id"])
    options = view["blocks"][0]["element"]["options"]
    return {one["value"]: one["text"]["text"] for one in options}


def actions(house, call_id):
    handoff_id = house.handoff_id(call_id)
    return [one.action for one in house.read(lambda tx: tx.audit.history(handoff_id))]


def nudged_directly(house, call_id):
    steps = house.steps(call_id)
    return {
        str(one.args["user_id"])
        for one in steps
        if one.args.get("purpose") == "nudge" and one.args.get("user_id")
    }


def test_more_offers_reject_first_then_to_claim_to_snooze_and_to_hand_on(house, call_id):
    offered = choices(house, call_id)
    assert list(offered) == [
        "reject",
        "claim",
        "snooze:4h",
        "snooze:1d",
        "snooze:3d",
        "snooze:7d",
        "reassign:U0BEN",
    ]
    assert "Ben" in offered["reassign:U0BEN"]


def test_whoever_claims_owns_it_may_still_approve_and_is_reminded_alone(house, call_id):
    assert choose(house, call_id, "claim") is None
    house.await_card(call_id, "<@U0ADA>")
    house.await_thread(call_id, "takes care of")
    case = house.case(call_id)
    assert (case.handoff.owner, case.handoff.state) == ("U0ADA", "awaiting_approval")
    assert case.handoff.makers == ()
    assert "claim" not in choices(house, call_id)

    house.write(lambda tx: remind(tx, case.handoff.due_at - timedelta(minutes=30)))
    assert nudged_directly(house, call_id) == {"U0ADA"}
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    assert "claimed" in actions(house, call_id)
    assert house.read(lambda tx: tx.audit.verify()) == ()


def test_a_claimed_case_is_in_my_queue_and_not_in_anybody_elses(house, call_id):
    choose(house, call_id, "claim")
    ask = {"channel": "C0BILLING", "command": "/handoff", "text": "mine"}
    assert call_id in str(house.ui("command", user="U0ADA", **ask)["body"])
    assert call_id not in str(house.ui("command", user="U0BEN", **ask)["body"])


def test_a_case_is_handed_to_somebody_of_the_role_who_is_told(house, call_id):
    assert choose(house, call_id, "reassign:U0BEN", reason="Ben knows them.") is None
    until(lambda: "Ben knows them" in house.direct("U0BEN"))
    house.await_thread(call_id, "<@U0BEN>", "Ben knows them")
    assert house.case(call_id).handoff.owner == "U0BEN"
    due_at = house.case(call_id).handoff.due_at
    house.write(lambda tx: remind(tx, due_at - timedelta(minutes=30)))
    assert nudged_directly(house, call_id) == {"U0BEN"}


def test_who_had_it_is_told_when_it_is_taken_over(house, call_id):
    choose(house, call_id, "claim", "U0BEN")
    choose(house, call_id, "claim", "U0ADA")
    until(lambda: "<@U0ADA> takes care of" in house.direct("U0BEN"))


@pytest.mark.parametrize("target", ["U0CFO", "U0OPS", "U0GUEST", "U0GONE", "U0NOBODY"])
def test_nobody_outside_the_role_is_handed_a_case(house, call_id, target):
    said = choose(house, call_id, f"reassign:{target}")
    assert "in the role" in str(said)
    assert house.case(call_id).decisions == ()


def test_a_snooze_moves_the_deadline_and_its_reminders(house, call_id):
    before = house.case(call_id).handoff
    assert choose(house, call_id, "snooze:1d", reason="The customer is away.") is None
    after = house.case(call_id).handoff
    assert after.due_at == before.due_at + timedelta(days=1)
    assert (after.state, after.revision) == (before.state, before.revision + 1)
    house.await_thread(call_id, "moved the deadline", "The customer is away")
    assert house.write(lambda tx: remind(tx, before.due_at - timedelta(minutes=1))) in {0, 1}
    assert house.write(lambda tx: remind(tx, after.due_at - timedelta(minutes=1))) == 1


def test_a_late_case_is_snoozed_from_now_on(house, call_id):
    before = house.case(call_id).handoff
    due_at = before.due_at
    house.travel_to(due_at + timedelta(days=2))
    until(lambda: house.case(call_id).handoff.revision > before.revision)  # nobody had answered
    assert choose(house, call_id, "snooze:4h", reason="Tomorrow morning.") is None
    moved = house.case(call_id).handoff.due_at
    assert abs(moved - (due_at + timedelta(days=2, hours=4))) < timedelta(minutes=2)


def test_a_snooze_needs_a_reason_and_is_possible_three_times(house, call_id):
    assert "reason_block" in choose(house, call_id, "snooze:4h")
    for _ in range(3):
        assert choose(house, call_id, "snooze:4h", reason="Not yet.") is None
    house.await_state(call_id, "awaiting_approval")
    assert not [one for one in choices(house, call_id) if one.startswith("snooze")]


@pytest.mark.parametrize(
    "act", ["snooze:400d", "snooze", "approve", "cancel", "reassign", "claim:"]
)
def test_what_the_view_does_not_offer_decides_nothing(house, call_id, act):
    assert choose(house, call_id, act, reason="Because.") is not None
    case = house.case(call_id)
    assert case.decisions == ()
    assert case.handoff.state == "awaiting_approval"
    assert house.new_refunds(SMALL) == []


def test_a_view_of_an_older_revision_decides_nothing(house, call_id):
    house.click(call_id, "more", "U0BEN")
    until(lambda: house.open_view("U0BEN"))
    choose(house, call_id, "claim", "U0ADA")
    house.submit("U0BEN", act="claim")
    assert house.case(call_id).handoff.owner == "U0ADA"


def test_a_double_submission_counts_once(house, call_id):
    house.click(call_id, "more")
    house.submit(act="snooze:1d", reason="Away.", repeat=3)
    assert len(house.case(call_id).decisions) == 1


def test_nobody_outside_the_roles_claims(house, call_id):
    house.click(call_id, "more", "U0OPS")
    view = until(lambda: house.open_view("U0OPS"))
    assert "submit" not in view or view["submit"] is None


def test_claiming_does_not_take_back_an_approval(house):
    call_id = house.receive("refund_large")
    house.approve(call_id, "U0ADA")
    house.await_state(call_id, "awaiting_next")
    assert choose(house, call_id, "claim", "U0CFO") is None
    assert house.case(call_id).handoff.state == "awaiting_next"
    assert len(house.case(call_id).approvals) == 1
