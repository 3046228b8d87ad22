"""Who can take a case over, and how far a deadline moves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handoff.owning import SNOOZED_AT_MOST, can_snooze, snoozed_until, successors
from bot.handoff.words import Choice

HOUR = timedelta(hours=1)


@pytest.fixture
def able(made):
    def able(handoff, team_ids=("T1",), **directory):
        known = made.directory(**directory)
        return [one.user_id for one in successors(handoff, known, team_ids, known.loaded_at)]

    return able


def test_the_owning_role_without_whoever_owns_it_now(made, able):
    assert able(made.handoff(owner_role="approver")) == ["U1", "U2"]
    assert able(made.handoff(owner_role="approver", owner="U2")) == ["U1"]
    assert able(made.handoff(owner_role="lead")) == ["U3"]


def test_without_an_owning_role_anybody_in_a_role(made, able):
    assert able(made.handoff(owner="U9")) == ["U1", "U2", "U3"]


@pytest.mark.parametrize("flaw", ["is_guest", "is_bot", "is_deleted", "is_stranger"])
def test_nobody_who_could_not_decide(made, able, flaw):
    people = dict(made.directory().people)
    people["U1"] = people["U1"].model_copy(update={flaw: True})
    assert able(made.handoff(owner_role="approver"), people=people) == ["U2"]


def test_nobody_of_another_workspace_or_unknown_to_slack(made, able):
    assert able(made.handoff(owner_role="approver"), team_ids=("T2",)) == []
    assert able(made.handoff(owner_role="approver"), people={}) == []


def test_a_deadline_moves_on_from_where_it_stands_or_from_now(made):
    now = made.handoff().created_at
    assert snoozed_until(made.handoff(due_at=now + HOUR), 4 * HOUR, now) == now + 5 * HOUR
    assert snoozed_until(made.handoff(due_at=now - 9 * HOUR), 4 * HOUR, now) == now + 4 * HOUR
    assert snoozed_until(made.handoff(due_at=None), 4 * HOUR, now) == now + 4 * HOUR


def test_it_moves_so_often_and_no_more(made):
    moved = [made.decision(Choice.SNOOZE) for _ in range(SNOOZED_AT_MOST)]
    assert can_snooze(made.case(decisions=[*moved[1:], made.decision(Choice.CLAIM)]))
    assert not can_snooze(made.case(decisions=moved))
