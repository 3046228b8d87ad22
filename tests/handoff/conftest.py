"""Small values to state rules about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.handoff.billing_call import BillingCall
from bot.handoff.decision import Decision
from bot.handoff.handoff import Case, Handoff
from bot.handoff.people import Actor, Directory, Person
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.ruling import ApprovalStep, Role, Ruling
from bot.handoff.step import Step
from bot.handoff.words import Choice, StepKind, StepOutcome, Workflow
from bot.redaction import redact

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TEAM = "T1"


def call(**change):
    told = {"call_id": "call_a1", "workflow": Workflow.REFUND_REQUEST}
    return BillingCall(**{**told, **change})


def record(**change):
    told = {
        "vendor": "stripe",
        "record_id": "ch_1",
        "found_by": FoundBy.REFERENCE,
        "customer_id": "cus_1",
        "amount_minor": 10000,
        "currency": "USD",
        "status": RecordStatus.PAID,
        "livemode": False,
        "observed_at": NOW,
    }
    return Record(**{**told, **change})


def ruling(**change):
    told = {
        "policy_id": "p",
        "policy_hash": "h",
        "channel_id": "C1",
        "vendor": "stripe",
        "roles": (
            Role(name="approver", users=("U1", "U2"), limits_minor={"USD": 50000}),
            Role(name="lead", groups=("@leads",), unlimited=True),
        ),
        "approvals": (
            ApprovalStep(role="approver"),
            ApprovalStep(role="lead", above_minor={"USD": 20000}),
        ),
    }
    return Ruling(**{**told, **change})


def handoff(**change):
    told = {
        "id": "ho_1",
        "call_id": "call_a1",
        "workflow": Workflow.REFUND_REQUEST,
        "call": call(),
        "ruling": ruling(),
        "record": record(),
        "amount_minor": 10000,
        "currency": "USD",
        "looked_up": True,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Handoff(**{**told, **change})


def decision(choice=Choice.APPROVE, **change):
    told = {
        "id": f"de_{choice}",
        "handoff_id": "ho_1",
        "revision": 1,
        "choice": choice,
        "actor": "U1",
        "team_id": TEAM,
        "at": NOW,
        "role": "approver",
    }
    return Decision(**{**told, **change})


def effect(outcome=StepOutcome.PENDING, **change):
    told = {
        "id": "st_1",
        "handoff_id": "ho_1",
        "call_id": "call_a1",
        "operation": "stripe.create_refund",
        "kind": StepKind.EFFECT,
        "outcome": outcome,
        "run_at": NOW,
        "created_at": NOW,
        "resource": "stripe:ch_1",
    }
    return Step(**{**told, **change})


def case(*steps, decisions=(), **change):
    return Case(handoff=handoff(**change), decisions=tuple(decisions), steps=steps)


def directory(**change):
    people = {user: Person(user_id=user, team_id=TEAM) for user in ("U1", "U2", "U3", "U9")}
    told = {"loaded_at": NOW, "people": people, "groups": {"@leads": ("U3",), "@empty": ()}}
    return Directory(**{**told, **change})


@pytest.fixture
def made():
    """Constructors by name."""
    return SimpleNamespace(
        NOW=NOW,
        TEAM=TEAM,
        minutes=lambda count: timedelta(minutes=count),
        actor=lambda user: Actor(user_id=user, team_id=TEAM),
        call=call,
        case=case,
        decision=decision,
        directory=directory,
        effect=effect,
        handoff=handoff,
        record=record,
        ruling=ruling,
        words=redact,
    )
