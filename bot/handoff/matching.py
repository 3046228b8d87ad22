"""Which payment a call is about: a clear one, or candidates for a person to pick from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handoff.record import FoundBy, PaymentClaim, PaymentRecord
from bot.handoff.value import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.handoff.billing_call import BillingCall

_NAMED = frozenset({FoundBy.REFERENCE, FoundBy.INVOICE, FoundBy.PICKED})
MAX_CANDIDATES = 10


class Match(Value):
    """`record` is set when exactly one payment was named; `doubts` are sentences for the card."""

    record: PaymentRecord | None
    candidates: tuple[PaymentRecord, ...]
    doubts: tuple[str, ...]


def claim_of(call: BillingCall) -> PaymentClaim:
    """Take from a call what can identify a payment; several references may stand in one field."""
    references = (call.payment_id or "").replace(";", ",").replace(" ", ",").split(",")
    return PaymentClaim(
        payment_ids=tuple(reference for reference in references if reference)[:5],
        invoice_number=call.invoice_number,
        email=call.email,
        amount_minor=call.amount_minor,
        currency=call.currency,
    )


def match(call: BillingCall, found: Sequence[PaymentRecord]) -> Match:
    """Choose the payment only when it alone was named; anything weaker is for a person to pick."""
    named = [record for record in found if record.found_by in _NAMED]
    record = named[0] if len(named) == 1 else None
    candidates = tuple(found[:MAX_CANDIDATES])
    return Match(record=record, candidates=candidates, doubts=_doubts(call, record, candidates))


def _doubts(
    call: BillingCall, record: PaymentRecord | None, candidates: tuple[PaymentRecord, ...]
) -> tuple[str, ...]:
    if record is not None:
        return differences(call, record)
    if not candidates:
        return ("No payment was found for what the caller named.",)
    return ("The caller did not name one payment: pick the right one.",)


def differences(call: BillingCall, record: PaymentRecord) -> tuple[str, ...]:
    """Say where the claim and the record disagree, as sentences."""
    found = []
    if call.email and record.customer_email and _differ(call.email, record.customer_email):
        found.append("The caller's e-mail is not the one on the record.")
    if call.amount_minor is not None and call.amount_minor != record.amount_minor:
        found.append("The caller's amount is not the amount on the record.")
    return tuple(found)


def _differ(one: str, other: str) -> bool:
    return one.strip().casefold() != other.strip().casefold()
