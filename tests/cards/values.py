"""Values that scenes are made of: one call about one payment, and what belongs to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.handoff.billing_call import BillingCall
from bot.handoff.decision import Decision
from bot.handoff.handoff import CardPlace, Case, Handoff
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.ruling import ApprovalStep, EscalationTarget, Role, Ruling
from bot.handoff.states import compute_state
from bot.handoff.step import Step
from bot.handoff.words import (
    Choice,
    ReviewReason,
    State,
    StepKind,
    StepOutcome,
    Workflow,
)
from bot.redaction import restore

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ADA, BEN, CLEO = "U0ADA", "U0BEN", "U0CLEO"


def ago(**span):
    return NOW - timedelta(**span)


def words(text):
    return restore(text)


def a_call(**change):
    told = {
        "call_id": "call_7f3kq29sx",
        "workflow": Workflow.REFUND_REQUEST,
        "customer": words("Mira Castell"),
        "account": words("Oakfern Studio"),
        "email": words("mira@oakfern.example"),
        "phone": words("+1 202 555 0188"),
        "invoice_number": words("OF-2041"),
        "payment_id": words("ch_3PqOakfern"),
        "amount_minor": 125000,
        "currency": "USD",
        "refund_reason": words("Cancelled before the renewal"),
        "promised_next_step": words("Finance answers by e-mail"),
        "email_verified": True,
        "summary": words(
            "Mira Castell asks for the full refund of invoice OF-2041, charged a week after "
            "she cancelled. The agent promised an answer within two working days."
        ),
        "suppressed": {"card": 1, "code": 2},
        "crm_url": "https://app.hubspot.com/contacts/1/record/0-1/51",
        "ticket_url": "https://oakfern.zendesk.com/agent/tickets/812",
    }
    return BillingCall(**{**told, **change})


def a_record(**change):
    told = {
        "vendor": "stripe",
        "record_id": "ch_3PqOakfern",
        "found_by": FoundBy.REFERENCE,
        "customer_id": "cus_Oak1",
        "customer_name": words("Mira Castell"),
        "customer_email": words("mira@oakfern.example"),
        "invoice_number": words("OF-2041"),
        "amount_minor": 125000,
        "currency": "USD",
        "status": RecordStatus.PAID,
        "livemode": True,
        "paid_at": ago(days=5),
        "record_url": "https://dashboard.stripe.com/payments/ch_3PqOakfern",
        "observed_at": ago(minutes=4),
    }
    return Record(**{**told, **change})


def a_ruling(**change):
    told = {
        "policy_id": "default",
        "policy_hash": "5f0c9a7be1d24433",
        "path": ("Refunds go to finance approvers.", "Above USD 1,000.00 a lead approves too."),
        "channel_id": "C0BILLING",
        "destination": "stripe-main",
        "vendor": "stripe",
        "owner": ADA,
        "owner_role": "finance_approver",
        "roles": (
            Role(name="finance_approver", users=(ADA, BEN), limits_minor={"USD": 500000}),
            Role(name="finance_lead", users=(CLEO,), unlimited=True),
        ),
        "approvals": (
            ApprovalStep(role="finance_approver"),
            ApprovalStep(role="finance_lead", above_minor={"USD": 200000}),
        ),
        "escalation": (EscalationTarget(role="finance_lead", title="Finance lead"),),
        "review_reasons": (ReviewReason.CHANGES_MONEY,),
    }
    return Ruling(**{**told, **change})


def a_handoff(call=None, ruling=None, **change):
    call, ruling = call or a_call(), ruling or a_ruling()
    told = {
        "id": "ho_01oakfern",
        "call_id": call.call_id,
        "revision": 3,
        "workflow": call.workflow,
        "call": call,
        "ruling": ruling,
        "record": a_record(),
        "amount_minor": 125000,
        "currency": "USD",
        "owner": ruling.owner,
        "owner_role": ruling.owner_role,
        "review_reasons": ruling.review_reasons,
        "due": date(2026, 11, 24),
        "due_at": datetime(2026, 11, 24, 17, 0, tzinfo=UTC),
        "looked_up": True,
        "created_at": ago(hours=3),
        "updated_at": ago(minutes=4),
    }
    return Handoff(**{**told, **change})


def a_decision(choice=Choice.APPROVE, **change):
    told = {
        "id": f"de_{choice}",
        "handoff_id": "ho_01oakfern",
        "revision": 3,
        "choice": choice,
        "actor": ADA,
        "team_id": "T0LOCAL",
        "at": ago(minutes=2),
        "role": "finance_approver" if choice is Choice.APPROVE else None,
        "amount_minor": 125000,
        "currency": "USD",
    }
    return Decision(**{**told, **change})


def a_step(outcome=StepOutcome.PENDING, **change):
    told = {
        "id": "st_1",
        "handoff_id": "ho_01oakfern",
        "call_id": "call_7f3kq29sx",
        "operation": "stripe.create_refund",
        "kind": StepKind.EFFECT,
        "outcome": outcome,
        "args": {"record_id": "ch_3PqOakfern", "amount_minor": 125000, "currency": "USD"},
        "run_at": NOW + timedelta(seconds=30),
        "created_at": ago(minutes=1),
        "resource": "stripe:ch_3PqOakfern",
    }
    return Step(**{**told, **change})


def a_case(handoff=None, decisions=(), steps=(), **change):
    """A case in the state that follows from its decisions and steps."""
    place = CardPlace(
        handoff_id="ho_01oakfern", channel_id="C0BILLING", ts="1763630000.000100", drawn_revision=2
    )
    told = {"handoff": handoff or a_handoff(), "decisions": decisions, "steps": steps}
    case = Case(**{**told, "place": place, **change})
    state = change.pop("state", None) or compute_state(case)
    return case.model_copy(update={"handoff": case.handoff.model_copy(update={"state": state})})


def approved(outcome, **change):
    return a_case(decisions=(a_decision(),), steps=(a_step(outcome, **change),))


def later(workflow, **change):
    """A call whose workflow Handoff does not carry out yet."""
    call = a_call(
        workflow=workflow, payment_id=None, refund_reason=None, **{"amount_minor": None, **change}
    )
    return a_case(
        a_handoff(call, a_ruling(vendor=None), record=None, amount_minor=None, currency=None)
    )


def other_call(call=None, **change):
    call = call or a_call(call_id="call_first", summary=words("Asked for it last week."))
    return a_handoff(call, created_at=ago(days=6), **{"state": State.SUCCEEDED, **change})
