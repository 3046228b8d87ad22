"""Sentences about what a provider's books show after it reported a change; plain, for notes too."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.cards.records import NOUNS
from bot.cards.words import RECORD_STATUSES, vendor_title
from bot.handoff.record import Record, RecordKind
from bot.money import format_money


def told(before: Record, now: Record) -> str | None:
    """What is news to whoever decides; None: nothing that changes what they know."""
    return dispute(before, now) or _status(before, now) or _left(before, now)


def dispute(before: Record, now: Record) -> str | None:
    """That a dispute was opened, has another due date, or is over; None: neither."""
    if not now.disputed:
        return over(now) if before.disputed else None
    same = before.disputed and before.evidence_due_at == now.evidence_due_at
    return None if same else standing(now)


def standing(record: Record) -> str:
    """That a dispute stands, and until when the bank takes an answer."""
    due_at = record.evidence_due_at if record.evidence_wanted else None
    by_when = f"; an answer is due by {_on(due_at)}" if due_at else ""
    return f"A dispute is open on this {_named(record)}{by_when}."


def over(record: Record) -> str:
    """That no dispute stands against the payment any more."""
    return f"The dispute on this {_named(record)} is over."


def _status(before: Record, now: Record) -> str | None:
    if before.status is now.status:
        return None
    shown = RECORD_STATUSES[now.status].lower()
    return f"The {_named(now)} was read again; it is {shown} now."


def _left(before: Record, now: Record) -> str | None:
    """What can still be refunded of a payment, or is still to be paid of anything else."""
    if now.currency is None or now.amount_minor is None or _rest(before) == _rest(now):
        return None
    amount = format_money(_rest(now), now.currency)
    what = "can still be refunded" if _is_payment(now) else "is still to be paid"
    return f"The {_named(now)} was read again; {amount} of it {what} now."


def _rest(record: Record) -> int:
    return record.refundable_minor if _is_payment(record) else record.remaining_minor


def _is_payment(record: Record) -> bool:
    return record.kind is RecordKind.PAYMENT


def _named(record: Record) -> str:
    return f"{NOUNS[record.kind]} at {vendor_title(record.vendor)}"


def _on(at: datetime) -> str:
    return f"{at.astimezone(UTC):%d %B %Y, %H:%M} UTC"
