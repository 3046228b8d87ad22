"""The policy that ships: what it asks for, walked through with real approvals."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.handoff.approvals import Asking, may_approve, needed
from bot.handoff.people import Actor, Directory, Person
from bot.policy import evaluate, parse_policy

TEAM = "T0LOCAL0001"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def policy():
    path = ROOT / "policy.toml"
    return parse_policy(path.read_text(), name=path.name)


@pytest.fixture
def directory(now):
    people = ("U0ADA", "U0BEN", "U0CFO", "U0OPS")
    return Directory(
        loaded_at=now,
        people={user: Person(user_id=user, team_id=TEAM) for user in people},
        groups={"@finance-approvers": ("U0ADA", "U0BEN"), "@finance-leads": ("U0CFO",)},
    )


@pytest.fixture
def ruling(policy, make_call, now):
    def _ruling(amount, currency="USD", workflow="refund_request", **fields):
        call = make_call(workflow=workflow, amount_minor=amount, currency=currency, **fields)
        return evaluate(policy, call, now).ruling

    return _ruling


@pytest.mark.parametrize(
    ("amount", "currency", "roles"),
    [
        (100000, "USD", ["finance_approver"]),
        (100001, "USD", ["finance_approver", "finance_lead"]),
        (249000, "USD", ["finance_approver", "finance_lead"]),
        (500000, "USD", ["finance_approver", "finance_lead"]),
        (500001, "USD", ["finance_reviewer", "finance_lead"]),
        (90000, "EUR", ["finance_approver"]),
        (90001, "EUR", ["finance_approver", "finance_lead"]),
        (150000, "JPY", ["finance_approver"]),
        (750001, "JPY", ["finance_reviewer", "finance_lead"]),
        (8000000, "INR", ["finance_approver"]),
        (150000001, "NGN", ["finance_approver", "finance_lead"]),
        (1, "KWD", ["finance_reviewer", "finance_lead"]),
        (None, "USD", ["finance_reviewer", "finance_lead"]),
    ],
)
def test_who_has_to_approve_a_refund(amount, currency, roles, ruling):
    found = ruling(amount, currency)
    sent = amount if amount is not None else 1
    assert [step.role for step in needed(found, sent, currency)] == roles


def verdict(ruling, directory, user, amount, approvers=()):
    asking = Asking(
        actor=Actor(user_id=user, team_id=TEAM),
        amount_minor=amount,
        currency="USD",
        approvers=approvers,
    )
    return may_approve(ruling, asking, directory)


def test_a_refund_of_2490_takes_an_approver_and_then_a_lead(ruling, directory):
    found = ruling(249000)
    assert verdict(found, directory, "U0ADA", 249000).role == "finance_approver"
    given = (("U0ADA", "finance_approver"),)
    assert not verdict(found, directory, "U0ADA", 249000, given).allowed
    assert not verdict(found, directory, "U0BEN", 249000, given).allowed
    assert verdict(found, directory, "U0CFO", 249000, given).role == "finance_lead"
    assert not verdict(found, directory, "U0OPS", 249000).allowed


def test_an_approver_above_the_limit_sees_why_not(ruling, directory):
    found = ruling(400000)  # the record turns out to hold more than was claimed
    said = verdict(found, directory, "U0ADA", 600000).sentence
    assert said == "USD 6,000.00 is above the USD 5,000.00 limit of finance_approver."


def test_a_large_refund_takes_a_reviewer_and_a_lead_with_a_reason(ruling, directory):
    found = ruling(900000)
    assert found.reason_required
    assert verdict(found, directory, "U0BEN", 900000).role == "finance_reviewer"
    given = (("U0BEN", "finance_reviewer"),)
    assert verdict(found, directory, "U0CFO", 900000, given).role == "finance_lead"


def test_a_document_takes_one_person(ruling):
    found = ruling(84500000, "NGN", "invoice_resend", email_verified=True)
    assert [step.role for step in needed(found, 84500000, "NGN")] == ["finance_reviewer"]


def test_money_is_never_approved_by_a_reviewer_alone(ruling):
    for amount in (1, 100000, 499999, 10**9, None):
        roles = [step.role for step in ruling(amount).approvals]
        assert roles != ["finance_reviewer"]


def test_a_doubtful_call_needs_a_reason(ruling):
    assert ruling(100, workflow_confident=False).reason_required
    assert ruling(100, unsafe=True).reason_required
    assert not ruling(100).reason_required


def test_where_and_when(policy, ruling):
    found = ruling(249000)
    assert (found.channel_id, found.owner_role) == ("#billing-approvals", "finance_approver")
    assert (found.destination, found.vendor) == ("stripe-main", "stripe")
    assert found.cancel_window == timedelta(seconds=10)
    assert found.start_within == timedelta(minutes=60)
    assert found.nudge_offsets == tuple(timedelta(hours=hours) for hours in (24, 4, 1))
    assert [one.role for one in found.escalation] == ["finance_lead"]
    assert not found.show_contacts
    assert policy.file.destination[0].mapping.missing == ()


@pytest.mark.parametrize(
    ("currency", "fields", "destination"),
    [
        ("NGN", {}, "paystack-main"),
        ("NGN", {"payment_id": "PSK-LocalKanoSeat"}, "paystack-main"),
        ("NGN", {"payment_id": "ch_1"}, "stripe-main"),
        ("KES", {}, "paystack-main"),
        ("USD", {}, "stripe-main"),
        ("USD", {"payment_id": "ch_1"}, "stripe-main"),
        ("XOF", {}, "stripe-main"),
        (None, {}, "stripe-main"),
        ("NGN", {"payment_id": "PSK-1 ch_1"}, None),
    ],
)
def test_which_account_a_call_is_about(ruling, currency, fields, destination):
    assert ruling(1000, currency, **fields).destination == destination


def test_every_destination_maps_what_doctor_insists_on(policy):
    assert not any(one.mapping.missing for one in policy.file.destination)


def test_a_valued_customer_is_answered_sooner(ruling, now):
    found = ruling(100, vip_claimed=True)
    assert found.default_due - now < timedelta(days=4)
    assert found.default_due < ruling(100).default_due
