"""Who may approve what, and the sentence for everybody else."""

from __future__ import annotations

import pytest

from bot.handoff.approvals import (
    Asking,
    holds,
    may_approve,
    members,
    needed,
    still_open,
    why_nobody,
)
from bot.handoff.people import Actor, Person
from bot.handoff.ruling import ApprovalStep, Role


def asking(made, user, amount_minor=10000, currency="USD", **more):
    return Asking(actor=made.actor(user), amount_minor=amount_minor, currency=currency, **more)


def judged(made, user, amount_minor=10000, currency="USD", **more):
    return may_approve(
        made.ruling(), asking(made, user, amount_minor, currency, **more), made.directory()
    )


@pytest.mark.parametrize(
    ("flag", "allowed"),
    [
        ({}, True),
        ({"is_guest": True}, False),
        ({"is_bot": True}, False),
        ({"is_deleted": True}, False),
        ({"is_stranger": True}, False),
        ({"team_id": "T2"}, False),
    ],
)
def test_only_full_members_of_the_workspace_decide(made, flag, allowed):
    person = Person(**{"user_id": "U1", "team_id": made.TEAM, **flag})
    known = made.directory(people={"U1": person})
    assert (why_nobody(made.actor("U1"), known, {made.TEAM}, made.NOW) is None) is allowed


def test_an_unknown_person_another_workspace_or_no_directory_means_no(made):
    known, teams = made.directory(), {made.TEAM}
    assert why_nobody(made.actor("U404"), known, teams, made.NOW)
    assert why_nobody(Actor(user_id="U1", team_id="T2"), known, teams, made.NOW)
    assert why_nobody(made.actor("U1"), None, teams, made.NOW)
    assert why_nobody(made.actor("U1"), known, (), made.NOW)


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (5, True), (6, False)])
def test_a_directory_older_than_five_minutes_gives_no_rights(made, age, fresh):
    now = made.NOW + made.minutes(age)
    verdict = why_nobody(made.actor("U1"), made.directory(), {made.TEAM}, now)
    assert (verdict is None) is fresh


def test_an_empty_or_unknown_group_holds_nobody(made):
    role = Role(name="r", groups=("@empty", "@unknown"))
    assert not holds(role, "U1", made.directory())
    assert members(role, made.directory()) == ()


@pytest.mark.parametrize(
    ("user", "amount_minor", "currency", "role"),
    [
        ("U1", 10000, "USD", "approver"),
        ("U1", 50000, "USD", "approver"),
        ("U1", 50001, "USD", None),  # above the limit
        ("U1", 100, "EUR", None),  # no limit in that currency
        ("U3", 10000, "USD", None),  # a lead is not asked for small amounts
        ("U3", 20001, "USD", "lead"),
        ("U9", 10000, "USD", None),  # in no role
    ],
)
def test_role_amount_and_currency_decide(made, user, amount_minor, currency, role):
    verdict = judged(made, user, amount_minor, currency)
    assert verdict.role == role
    assert verdict.allowed is (role is not None)


def test_a_currency_without_a_threshold_needs_every_approval(made):
    assert [step.role for step in needed(made.ruling(), 1, "EUR")] == ["approver", "lead"]


def test_nobody_approves_twice(made):
    assert not judged(made, "U1", 30000, approvers=(("U1", "approver"),)).allowed
    assert judged(made, "U3", 30000, approvers=(("U1", "approver"),)).role == "lead"


def test_two_approvals_of_one_role_take_two_people(made):
    twice = made.ruling(approvals=(ApprovalStep(role="approver"), ApprovalStep(role="approver")))
    first = asking(made, "U1", approvers=(("U1", "approver"),))
    assert len(still_open(twice, first)) == 1
    second = asking(made, "U2", approvers=(("U1", "approver"),))
    assert may_approve(twice, second, made.directory()).role == "approver"


def test_a_maker_is_never_the_only_approver(made):
    assert not judged(made, "U1", makers=("U1",)).allowed
    assert judged(made, "U2", makers=("U1",)).allowed
    together = judged(made, "U3", 30000, makers=("U3",), approvers=(("U1", "approver"),))
    assert together.allowed, "a maker may be one of several"
    both = judged(made, "U3", 30000, makers=("U1", "U3"), approvers=(("U1", "approver"),))
    assert not both.allowed


@pytest.mark.parametrize("known_by", ["email_hash", "phone_hash"])
def test_the_customer_never_approves(made, known_by):
    person = Person(**{"user_id": "U1", "team_id": made.TEAM, known_by: "abc"})
    verdict = may_approve(
        made.ruling(),
        asking(made, "U1", customer_hashes=("abc",)),
        made.directory(people={"U1": person}),
    )
    assert not verdict.allowed
