"""What must hold before money may move: read before the offer and again before the write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handoff.record import PaymentStatus
from bot.money import format_money

if TYPE_CHECKING:
    from bot.handoff.billing_call import BillingCall
    from bot.handoff.record import PaymentRecord


def refund_obstacles(record: PaymentRecord, call: BillingCall) -> tuple[str, ...]:
    """List, as sentences, why nothing can be refunded on this record; empty when something can."""
    found = (
        _not_paid(record),
        _disputed(record),
        _nothing_left(record),
        _other_currency(record, call.currency),
    )
    return tuple(sentence for sentence in found if sentence)


def changed_since_approval(
    approved: PaymentRecord, fresh: PaymentRecord, amount_minor: int
) -> tuple[str, ...]:
    """List what a fresh look at the record shows against sending exactly the approved amount."""
    found = (
        _not_paid(fresh),
        _disputed(fresh),
        _too_much(fresh, amount_minor),
        _other_customer(approved, fresh),
        _other_currency(fresh, approved.currency),
    )
    return tuple(sentence for sentence in found if sentence)


def _not_paid(record: PaymentRecord) -> str | None:
    if record.status is PaymentStatus.PAID:
        return None
    return f"The payment is {record.status.value}, not paid."


def _disputed(record: PaymentRecord) -> str | None:
    return (
        "A dispute is open on this payment: a refund could pay twice." if record.disputed else None
    )


def _nothing_left(record: PaymentRecord) -> str | None:
    if record.refundable_minor > 0:
        return None
    given_back = format_money(record.amount_minor - record.refundable_minor, record.currency)
    return f"Nothing is left to refund: {given_back} was already given back."


def _too_much(record: PaymentRecord, amount_minor: int) -> str | None:
    if amount_minor <= record.refundable_minor:
        return None
    left = format_money(record.refundable_minor, record.currency)
    return f"Only {left} can still be refunded, less than was approved."


def _other_currency(record: PaymentRecord, currency: str | None) -> str | None:
    if currency is None or currency == record.currency:
        return None
    return f"The request is in {currency}, the payment in {record.currency}."


def _other_customer(approved: PaymentRecord, fresh: PaymentRecord) -> str | None:
    if approved.customer_id == fresh.customer_id:
        return None
    return "The payment now belongs to another customer than the one that was approved."
