"""Every workflow at every vendor that carries it out: before the decision and after."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.handoff.plans import plan_obstacles, plan_of, playbook_of
from bot.handoff.playbooks import PLAYBOOKS
from bot.handoff.record import FoundBy, RecordKind, RecordStatus
from bot.handoff.words import StepKind, StepOutcome, Workflow
from bot.redaction import literal
from tests.cards.values import (
    ADA,
    NOW,
    a_call,
    a_case,
    a_decision,
    a_handoff,
    a_record,
    a_ruling,
    a_step,
    ago,
)

K, S = RecordKind, RecordStatus
OF_KIND = {
    K.PAYMENT: {},
    K.INVOICE: {
        "record_id": "in_3PqOakfern",
        "status": S.OPEN,
        "paid_at": None,
        "due_at": NOW + timedelta(days=9),
        "record_url": None,
    },
    K.SUBSCRIPTION: {
        "record_id": "sub_3PqOakfern",
        "status": S.PAST_DUE,
        "paid_at": None,
        "record_url": None,
    },
    K.CUSTOMER: {
        "record_id": "cus_Oak1",
        "found_by": FoundBy.EMAIL,
        "status": S.ACTIVE,
        "paid_at": None,
        "amount_minor": None,
        "currency": None,
        "record_url": None,
        "invoice_number": None,
    },
    K.WALLET: {
        "record_id": "wallet",
        "status": S.ACTIVE,
        "customer_id": None,
        "customer_name": None,
        "customer_email": None,
        "paid_at": None,
        "amount_minor": None,
        "currency": None,
        "record_url": None,
        "invoice_number": None,
        "description": literal("Our wallet: USD 12.316285 available, 2.500000 held."),
    },
}
TWISTS = {
    "duplicate": {"duplicate_of": "ch_3PqOakfern0"},
    "disputed": {
        "disputed": True,
        "dispute_id": "dp_1",
        "evidence_wanted": True,
        "evidence_due_at": NOW + timedelta(days=6),
    },
    "paused": {"kind": K.SUBSCRIPTION, **OF_KIND[K.SUBSCRIPTION], "status": S.PAUSED},
    "empty": {"status": S.EMPTY},
    "lapsed": {"status": S.VOID},
    "nobody": None,
}
"""What makes another plan of the same playbook apply."""


SAID = {
    "quickbooks.create_credit_memo": literal(
        "QuickBooks holds credit memo HO-1f0c over USD 1,250.00; it touches no invoice until "
        "somebody applies it."
    ),
}
"""What a vendor's own words are where a card repeats them."""


def _record(workflow, vendor, twist):
    kind = PLAYBOOKS[workflow, vendor].records[0]
    if twist == "nobody":
        return None
    return a_record(**{"vendor": vendor, "kind": kind, **OF_KIND[kind], **TWISTS.get(twist, {})})


def _handoff(workflow, vendor, twist=""):
    call = a_call(
        workflow=workflow,
        **({} if workflow is Workflow.REFUND_REQUEST else {"refund_reason": None}),
    )
    made = a_handoff(
        call, a_ruling(vendor=vendor, destination=vendor), record=_record(workflow, vendor, twist)
    )
    return made.model_copy(update={"unmet": plan_obstacles(made)})


def before(workflow, vendor, twist=""):
    return a_case(_handoff(workflow, vendor, twist))


def after(workflow, vendor, twist="", outcome=StepOutcome.DONE):
    handoff = _handoff(workflow, vendor, twist)
    plan, sends = plan_of(handoff), playbook_of(handoff).resend
    done = {"reference": "x_1", "finished_at": ago(seconds=20), "answered": True}
    if plan is None:
        sent = {"kind": StepKind.RESEND, "resource": None, "args": {"actor": ADA}}
        return a_case(handoff, steps=(a_step(outcome, operation=sends[0], **sent, **done),))
    args = {"amount_minor": 125000, "currency": "USD"} if plan.amount else {}
    said = SAID.get(plan.operations[0])
    step = a_step(outcome, operation=plan.operations[0], args=args, said=said, **done)
    amount = {} if plan.amount else {"amount_minor": None, "currency": None}
    return a_case(handoff, decisions=(a_decision(**amount),), steps=(step,))


_ROWS = (
    *(
        (workflow, vendor, "")
        for workflow, vendor in PLAYBOOKS
        if workflow.value != "refund_request"
    ),
    *((Workflow.CHARGE_DISPUTE, vendor, "disputed") for vendor in ("stripe", "paystack")),
    *((Workflow.CHARGE_DISPUTE, vendor, "duplicate") for vendor in ("stripe", "paystack")),
    (Workflow.RENEWAL_FAILURE, "stripe", "paused"),
    (Workflow.OTHER_BILLING, "paystack", "nobody"),
    (Workflow.PAYMENT_BLOCKER, "plisio", "nobody"),
    (Workflow.PAYMENT_BLOCKER, "plisio", "lapsed"),
    (Workflow.PAYMENT_BLOCKER, "skyfire", "empty"),
    (Workflow.REFUND_REQUEST, "quickbooks", ""),
)


def _name(workflow, vendor, twist, moment):
    return "_".join(part for part in (workflow.value, vendor, twist, moment) if part)


def _can_be_done(workflow, vendor, twist):
    handoff = _handoff(workflow, vendor, twist)
    return bool((plan_of(handoff) and not handoff.unmet) or playbook_of(handoff).sends_only)


WORKFLOWS = {
    **{_name(*row, "asked"): partial(before, *row) for row in _ROWS},
    **{_name(*row, "done"): partial(after, *row) for row in _ROWS if _can_be_done(*row)},
}
"""Scenes by name: `<workflow>_<vendor>[_<twist>]_asked|done`."""
