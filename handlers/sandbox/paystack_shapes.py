"""Paystack's objects as its API shows them: https://paystack.com/docs/api/."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

PaystackObject: TypeAlias = dict[str, Any]

INTEGRATION: Final = 9001
OPERATOR: Final = "ops@quillhaven.example"


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def customer(number: int, at: datetime, *, code: str, name: str, email: str) -> PaystackObject:
    first, _, last = name.partition(" ")
    return {
        "id": number,
        "domain": "test",
        "integration": INTEGRATION,
        "email": email,
        "customer_code": code,
        "first_name": first,
        "last_name": last,
        "phone": None,
        "metadata": None,
        "identified": False,
        "createdAt": instant(at),
        "updatedAt": instant(at),
    }


def transaction(
    number: int, at: datetime, *, reference: str, amount: int, currency: str,
    payer: Mapping[str, Any], status: str = "success",
) -> PaystackObject:  # fmt: skip
    """`amount` is in subunits."""
    shown = ("id", "email", "customer_code", "first_name", "last_name")
    paid = status in {"success", "reversed"}
    return {
        "id": number,
        "domain": "test",
        "status": status,
        "reference": reference,
        "receipt_number": None,
        "amount": amount,
        "message": None,
        "gateway_response": "Successful" if paid else "Declined",
        "paid_at": instant(at) if paid else None,
        "created_at": instant(at),
        "channel": "card",
        "currency": currency,
        "metadata": "",
        "fees": amount // 66,
        "customer": {name: payer[name] for name in shown},
        "requested_amount": amount,
    }


def refund(
    number: int, at: datetime, *, amount: int, note: str, paid_by: Mapping[str, Any]
) -> PaystackObject:
    """As listed and fetched: `transaction` is a number."""
    return {
        "id": number,
        "integration": INTEGRATION,
        "domain": "test",
        "transaction": paid_by["id"],
        "dispute": None,
        "settlement": None,
        "amount": amount,
        "deducted_amount": 0,
        "currency": paid_by["currency"],
        "channel": paid_by["channel"],
        "status": "pending",
        "fully_deducted": False,
        "refunded_by": OPERATOR,
        "refunded_at": None,
        "expected_at": instant(at + timedelta(days=8)),
        "customer_note": f"Refund for transaction {paid_by['reference']}",
        "merchant_note": note,
        "createdAt": instant(at),
        "updatedAt": instant(at),
    }


def created(made: Mapping[str, Any], paid_by: Mapping[str, Any]) -> PaystackObject:
    """The answer to a create: the transaction is the whole object there, dates are fewer."""
    names = ("id", "domain", "reference", "amount", "paid_at", "channel", "currency")
    short = {name: paid_by[name] for name in names}
    left_out = {"refunded_at", "dispute", "settlement"}
    return {name: value for name, value in made.items() if name not in left_out} | {
        "transaction": short,
        "channel": None,
    }


def dispute(
    number: int, at: datetime, *, category: str, about: Mapping[str, Any]
) -> PaystackObject:
    names = ("id", "reference", "amount", "currency", "status")
    return {
        "id": number,
        "domain": "test",
        "refund_amount": None,
        "currency": about["currency"],
        "status": "awaiting-merchant-feedback",
        "resolution": None,
        "category": category,
        "transaction": {name: about[name] for name in names},
        "customer": {name: about["customer"][name] for name in ("id", "email", "customer_code")},
        "bin": None,
        "last4": None,
        "dueAt": instant(at + timedelta(hours=16)),
        "resolvedAt": None,
        "evidence": None,
        "attachments": "[]",
        "note": None,
        "history": [{"status": "pending", "by": OPERATOR, "createdAt": instant(at)}],
        "messages": [],
        "createdAt": instant(at),
        "updatedAt": instant(at),
    }
