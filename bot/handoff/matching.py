"""Which payment a call is about: a clear one, or candidates for a person to pick from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handoff.record import FoundBy, Record, RecordClaim
from bot.handoff.value import Value
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.handoff.billing_call import BillingCall

_NAMED = frozenset({FoundBy.REFERENCE, FoundBy.INVOICE, FoundBy.PICKED})
_DOCUMENTS = frozenset({Workflow.INVOICE_RESEND, Workflow.RECEIPT_REQUEST})
MAX_CANDIDATES = 10
UNVERIFIED = "The caller's e-mail was not verified: pick the record that is meant."
UNCERTAIN = "It is not certain what the caller asks for: read the call, then pick the record."


class Match(Value):
    """`record` is set when exactly one payment was named; `doubts` are sentences for the card."""

    record: Record | None
    candidates: tuple[Record, ...]
    doubts: tuple[str, ...]


def claim_of(call: BillingCall) -> RecordClaim:
    """Take from a call what can identify a payment; several references may stand in one field."""
    references = (call.payment_id or "").replace(";", ",").replace(" ", ",").split(",")
    return RecordClaim(
        payment_ids=tuple(reference for reference in references if reference)[:5],
        invoice_number=call.invoice_number,
        subscription_id=call.subscription_id,
        email=call.email,
        phone=call.phone,
        amount_minor=call.amount_minor,
        currency=call.currency,
    )


def is_named(record: Record) -> bool:
    """Tell whether it was this record that was named, and not one that only fits."""
    return record.found_by in _NAMED


def match(call: BillingCall, found: Sequence[Record]) -> Match:
    """Choose the payment only when it alone was named; anything weaker is for a person to pick."""
    named = [record for record in found if is_named(record)]
    record = named[0] if len(named) == 1 and _why_a_person(call) is None else None
    candidates = tuple(found[:MAX_CANDIDATES])
    return Match(record=record, candidates=candidates, doubts=_doubts(call, record, candidates))


def _why_a_person(call: BillingCall) -> str | None:
    """Why even the one record that was named is for a person to pick; None: it is not.

    What is asked for may be in doubt; nothing is offered on a guess. And a document goes to the
    address on record; whose record that is, an unknown caller cannot say.
    """
    if not call.workflow_confident:
        return UNCERTAIN
    unknown = call.workflow in _DOCUMENTS and call.email_verified is not True
    return UNVERIFIED if unknown else None


def _doubts(
    call: BillingCall, record: Record | None, candidates: tuple[Record, ...]
) -> tuple[str, ...]:
    if record is not None:
        return differences(call, record)
    if not candidates:
        return ("No record was found for what the caller named.",)
    why = _why_a_person(call)
    return (why or "The caller did not name one record: pick the right one.",)


def differences(call: BillingCall, record: Record) -> tuple[str, ...]:
    """Say where the claim and the record disagree, as sentences."""
    found = []
    if call.email and record.customer_email and _differ(call.email, record.customer_email):
        found.append("The caller's e-mail is not the one on the record.")
    known = None not in {call.amount_minor, record.amount_minor}
    if known and call.amount_minor != record.amount_minor:
        found.append("The caller's amount is not the amount on the record.")
    return tuple(found)


def _differ(one: str, other: str) -> bool:
    return one.strip().casefold() != other.strip().casefold()
