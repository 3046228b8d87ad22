"""Where a handoff stands follows from its decisions and steps alone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.handoff.states import (
    ANYWHERE,
    CLOSED,
    LEGAL,
    UNDECIDED,
    compute_state,
    is_legal,
    left_to_people,
)
from bot.handoff.words import Choice, State, StepOutcome

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
O, S = StepOutcome, State  # noqa: E741 - the table is read by columns


@pytest.mark.parametrize(
    ("outcome", "change", "state"),
    [
        (O.PENDING, {}, S.SCHEDULED),
        (O.LEASED, {}, S.EXECUTING),
        (O.LEASED, {"checks": 1}, S.UNKNOWN),
        (O.DONE, {}, S.SUCCEEDED),
        (O.ACCEPTED, {}, S.SUBMITTED),
        (O.REFUSED, {}, S.FAILED),
        (O.REFUSED, {"was_accepted": True}, S.REVERSED),
        (O.UNAVAILABLE, {}, S.FAILED),
        (O.UNKNOWN, {}, S.UNKNOWN),
        (O.CANCELLED, {}, S.CANCELLED),
        (O.SKIPPED, {}, S.AWAITING_APPROVAL),
    ],
)
def test_one_money_step_says_where_the_handoff_stands(made, outcome, change, state):
    assert compute_state(made.case(made.effect(outcome, **change))) is state


@pytest.mark.parametrize(
    ("second", "state"),
    [
        (O.PENDING, S.EXECUTING),
        (O.LEASED, S.EXECUTING),
        (O.DONE, S.SUCCEEDED),
        (O.ACCEPTED, S.SUBMITTED),
        (O.REFUSED, S.PARTLY_DONE),
        (O.UNAVAILABLE, S.PARTLY_DONE),
        (O.UNKNOWN, S.UNKNOWN),
        (O.SKIPPED, S.SUCCEEDED),
    ],
)
def test_after_money_moved_a_later_step_never_makes_it_failed(made, second, state):
    moved = made.effect(O.DONE)
    later = made.effect(second, id="st_2", operation="quickbooks.record", resource=None)
    assert compute_state(made.case(moved, later)) is state


def test_without_steps_decisions_speak(made):
    approved, rejected = made.decision(), made.decision(Choice.REJECT)
    assert compute_state(made.case()) is S.AWAITING_APPROVAL
    assert compute_state(made.case(decisions=[approved])) is S.AWAITING_NEXT
    assert compute_state(made.case(decisions=[approved, rejected])) is S.REJECTED
    assert compute_state(made.case(decisions=[made.decision(Choice.ASK)])) is S.WAITING_FOR_INFO


@pytest.mark.parametrize("later", [Choice.ESCALATE, Choice.CLAIM, Choice.REASSIGN, Choice.SNOOZE])
def test_handing_it_round_leaves_the_state_as_it_is(made, later):
    asked, handed = made.decision(Choice.ASK), made.decision(later)
    assert compute_state(made.case(decisions=[asked, handed])) is S.WAITING_FOR_INFO
    assert compute_state(made.case(decisions=[made.decision(), handed])) is S.AWAITING_NEXT
    assert compute_state(made.case(decisions=[handed])) is S.AWAITING_APPROVAL


def test_a_voided_decision_says_nothing(made):
    voided = made.decision(voided_by="amount_changed")
    assert compute_state(made.case(decisions=[voided])) is S.AWAITING_APPROVAL


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"looked_up": False, "record": None}, S.RECEIVED),
        ({"record": None}, S.NEEDS_REVIEW),
        ({"unmet": ("A dispute is open.",)}, S.NEEDS_REVIEW),
        ({"workflow": "receipt_request"}, S.NEEDS_REVIEW),
        ({"expired": True}, S.EXPIRED),
    ],
)
def test_without_a_clear_record_nothing_can_be_approved(made, change, state):
    assert compute_state(made.case(**change)) is state


def test_a_ruling_that_refuses_offers_nothing(made):
    refused = made.ruling(refused="The channel is public.")
    assert compute_state(made.case(ruling=refused)) is S.NEEDS_REVIEW


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_legal_choices_and_what_is_about_one_step_is_legal_anywhere(state):
    assert set(LEGAL) == set(State)
    assert {one for one in Choice if is_legal(state, one)} == {*LEGAL[state], *ANYWHERE}


@pytest.mark.parametrize(
    ("outcome", "change", "is_left"),
    [
        *((one, {"finished_at": NOW}, False) for one in O if one not in {O.UNKNOWN, O.LEASED}),
        (O.UNKNOWN, {"finished_at": None}, False),
        (O.UNKNOWN, {"finished_at": NOW}, True),
        (O.LEASED, {"finished_at": NOW, "checks": 2}, True),
        (O.LEASED, {"finished_at": None, "checks": 2}, False),
    ],
)
def test_only_an_unknown_outcome_that_no_books_show_is_left_to_people(
    made, outcome, change, is_left
):
    case = made.case(made.effect(outcome, **change))
    assert bool(left_to_people(case)) is is_left


@pytest.mark.parametrize(
    ("word", "later", "state"),
    [
        (O.DONE, None, S.SUCCEEDED),
        (O.DONE, O.PENDING, S.EXECUTING),
        (O.DONE, O.REFUSED, S.PARTLY_DONE),
        (O.DONE, O.UNKNOWN, S.UNKNOWN),
        (O.REFUSED, None, S.FAILED),
        (O.REFUSED, O.PENDING, S.FAILED),
    ],
)
def test_somebodys_word_counts_as_the_outcome_it_states(made, word, later, state):
    said = made.effect(O.UNKNOWN, finished_at=NOW).attested(
        word, actor="U0BEN", reason=None, at=NOW
    )
    after = () if later is None else (made.effect(later, id="st_2", resource=None),)
    assert compute_state(made.case(said, *after)) is state
    assert said.attested_by == "U0BEN"
    assert said.freed(O.PENDING, NOW).attested_by is None


def test_approving_is_only_possible_while_undecided():
    assert {state for state in State if Choice.APPROVE in LEGAL[state]} <= UNDECIDED


@pytest.mark.parametrize(("state", "choice"), list(product(sorted(CLOSED), sorted(Choice))))
def test_a_closed_handoff_takes_no_money_decision(state, choice):
    if choice in {Choice.APPROVE, Choice.CANCEL, Choice.PICK}:
        assert not is_legal(state, choice)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outcomes=st.lists(st.sampled_from(sorted(StepOutcome)), min_size=1, max_size=4))
def test_succeeded_is_never_said_while_anything_is_open_or_failed(made, outcomes):
    steps = [made.effect(one, id=f"st_{n}") for n, one in enumerate(outcomes)]
    if compute_state(made.case(*steps)) is S.SUCCEEDED:
        assert set(outcomes) <= {O.DONE, O.SKIPPED}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outcomes=st.lists(st.sampled_from(sorted(StepOutcome)), min_size=1, max_size=4))
def test_nothing_moved_is_never_said_when_something_may_have(made, outcomes):
    steps = [made.effect(one, id=f"st_{n}") for n, one in enumerate(outcomes)]
    if compute_state(made.case(*steps)) in {S.FAILED, S.CANCELLED, *UNDECIDED}:
        assert O.UNKNOWN not in outcomes
        assert not {O.DONE, O.ACCEPTED} & set(outcomes) or O.CANCELLED in outcomes
