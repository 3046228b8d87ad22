"""Payments made twice: the same customer, sum and currency within three days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from providers.paystack.client import PaystackClient
from providers.paystack.models import Transaction

WINDOW: Final = timedelta(hours=72)
_UNDER_WAY: Final = timedelta(hours=24)
"""Lists are cut by when a payment began, which may be earlier than when it was paid."""


async def equals_before(client: PaystackClient, transaction: Transaction) -> list[Transaction]:
    """Equal successful payments shortly before this one, the nearest first."""
    payer, paid_at = transaction.customer, transaction.paid_at
    if payer is None or paid_at is None:
        return []
    found = await client.all(
        "/transaction",
        Transaction,
        {
            "customer": payer.id,
            "status": "success",
            "amount": transaction.amount,
            "from": _text(paid_at - WINDOW - _UNDER_WAY),
            "to": _text(paid_at),
        },
    )
    equals = [one for one in found if _is_equal(one, transaction) and _is_before(one, transaction)]
    return sorted(equals, key=_paid_at, reverse=True)


def _is_equal(one: Transaction, other: Transaction) -> bool:
    return _facts(one) == _facts(other)


def _facts(one: Transaction) -> tuple[object, ...]:
    return one.status, one.amount, one.iso, one.customer.id if one.customer else None


def _is_before(one: Transaction, other: Transaction) -> bool:
    """Two of the same instant: the one with the lower id came first."""
    if one.paid_at is None or other.paid_at is None or one.id == other.id:
        return False
    first = (one.paid_at, one.id) < (other.paid_at, other.id)
    return first and other.paid_at - one.paid_at <= WINDOW


def _paid_at(one: Transaction) -> tuple[datetime | None, int]:
    return one.paid_at, one.id


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
