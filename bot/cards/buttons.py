"""What can be pressed: exactly what is legal in the state and would do something."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.cards import names
from bot.cards.asking import sum_of
from bot.cards.kit import actions, button, confirm, day, mask_email, option, plain, select
from bot.cards.records import noun_of
from bot.cards.words import EVIDENCE, RECORD_STATUSES, thing_of, vendor_title
from bot.handoff.handoff import Case
from bot.handoff.plans import plan_of, playbook_of
from bot.handoff.record import Record
from bot.handoff.states import (
    LEGAL,
    acts_of,
    first_effect,
    left_to_people,
    may_resend,
    offers_approval,
)
from bot.handoff.words import Choice, State, StepOutcome
from bot.money import format_money
from bot.ports import Block

RETRY_LABELS: Mapping[State, tuple[str, str]] = MappingProxyType(
    {
        State.NEEDS_REVIEW: ("Look again", "Look the record up once more"),
        State.FAILED: ("Try again", "Send once more what did not happen"),
        State.PARTLY_DONE: ("Try again", "Try only what is missing once more"),
        State.UNKNOWN: ("Check again", "Look into the provider's books once more; sends nothing"),
        State.REVERSED: ("Re-open", "Open again for approval"),
        State.REJECTED: ("Re-open", "Open again for approval"),
        State.EXPIRED: ("Re-open", "Open again for approval"),
        State.CANCELLED: ("Re-open", "Open again for approval"),
    }
)
"""What Retry is called where it is legal, and what a screen reader says of it."""


def button_rows(case: Case) -> list[Block]:
    """The rows of the card; none at all when policy refuses every action."""
    if case.handoff.ruling.refused is not None:
        return []
    choices = _candidates(case)
    row = [made for make in _ROW if (made := make(case))]
    return [actions([one]) for one in choices] + [actions(row)]


def can_resend(case: Case) -> bool:
    """Tell whether there is a document, a record with its address, and nothing under way."""
    return may_resend(case) and not any(step.under_way for step in case.resends)


def _legal(case: Case, choice: Choice) -> bool:
    return choice in LEGAL[case.handoff.state]


def _value(case: Case) -> str:
    return names.button_value(case.handoff.id, case.handoff.revision)


def _approve(case: Case) -> dict[str, Any] | None:
    if not _legal(case, Choice.APPROVE) or not offers_approval(case):
        return None
    spoken = f"Approve {_amount(case)}: opens a form first"
    return button("Approve", names.APPROVE, _value(case), spoken=spoken, style="primary")


def _amount(case: Case) -> str:
    """What would be sent: the sum, else the thing."""
    amount_minor, currency = sum_of(case.handoff)
    if amount_minor is not None and currency is not None:
        return format_money(amount_minor, currency)
    plan = plan_of(case.handoff)
    return f"the {thing_of(plan.operations[0])}" if plan else "this request"


def _cancel(case: Case) -> dict[str, Any] | None:
    first = first_effect(case)
    if not _legal(case, Choice.CANCEL) or first is None or first.outcome is not StepOutcome.PENDING:
        return None
    thing = thing_of(first.operation)
    asks = confirm(
        f"Cancel the {thing}?",
        f"{_amount(case)} will not be sent, and the approvals are taken back.",
        "Cancel it",
        "Keep it",
        style="danger",
    )
    spoken = f"Cancel the {thing} before it is sent"
    return button("Cancel", names.CANCEL, _value(case), spoken=spoken, style="danger", asks=asks)


def _retry(case: Case) -> dict[str, Any] | None:
    found = RETRY_LABELS.get(case.handoff.state)
    if found is None or not _legal(case, Choice.RETRY) or not case.handoff.ruling.can_be_looked_up:
        return None
    if case.handoff.state is State.UNKNOWN and not any(one.under_way for one in acts_of(case)):
        return None  # nothing can be looked up, so there is nothing to check
    label, spoken = found
    return button(label, names.RETRY, _value(case), spoken=spoken)


def _escalate(case: Case) -> dict[str, Any] | None:
    if not _legal(case, Choice.ESCALATE) or not case.handoff.ruling.escalation:
        return None
    spoken = "Escalate: hand it to somebody else, with a reason"
    return button("Escalate", names.ESCALATE, _value(case), spoken=spoken)


def _resend(case: Case) -> dict[str, Any] | None:
    if not can_resend(case):
        return None
    thing = thing_of(playbook_of(case.handoff).resend[0])
    spoken = f"Resend the {thing} to the address on record"
    return button("Resend", names.RESEND, _value(case), spoken=spoken)


def _more(case: Case) -> dict[str, Any]:
    rejects = _legal(case, Choice.REJECT)
    spoken = "More: reject, details, history" if rejects else "More: details and history"
    return button("More", names.MORE, _value(case), spoken=spoken)


def _attest(case: Case) -> dict[str, Any] | None:
    if not left_to_people(case):
        return None
    spoken = "Say what happened, where the provider does not tell: opens a form first"
    return button("Say what happened", names.ATTEST, _value(case), spoken=spoken)


_ROW = (_approve, _cancel, _retry, _attest, _escalate, _resend, _more)


# --- picking the payment ----------------------------------------------------------------------


def _candidates(case: Case) -> list[dict[str, Any]]:
    handoff = case.handoff
    if not _legal(case, Choice.PICK) or handoff.record is not None:
        return []
    by_id = {one.record_id: one for one in reversed(handoff.candidates)}
    options = [_candidate(case, one) for one in reversed(by_id.values())]
    fitting = [one for one in options if one]
    label = f"Pick the {noun_of(handoff)}"
    return [select(names.PICK, label, fitting)] if fitting else []


def _candidate(case: Case, record: Record) -> dict[str, Any] | None:
    label = " · ".join(part for part in (*_shown(record), EVIDENCE[record.found_by]) if part)
    value = names.pick_value(case.handoff.id, case.handoff.revision, record.record_id)
    return option(label, value, _description(record))


def _shown(record: Record) -> tuple[str | None, str | None]:
    """The sum, and when it was paid or how it stands."""
    known = record.amount_minor is not None and record.currency is not None
    amount = format_money(record.amount_minor or 0, record.currency or "") if known else None
    paid = day(record.paid_at) if record.paid_at else RECORD_STATUSES[record.status].lower()
    return amount, paid


def _description(record: Record) -> str:
    email = mask_email(record.customer_email) if record.customer_email else None
    parts = (record.invoice_number, email, vendor_title(record.vendor), record.record_id)
    return " · ".join(plain(part, 40) for part in parts if part)
