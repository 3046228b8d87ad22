"""Paystack's objects as its API shows them: https://paystack.com/docs/api/."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

PaystackObject: TypeAlias = dict[str, Any]

INTEGRATION: Final = 9001
OPERATOR: Final = "ops@quillhaven.example"
PAYER: Final = ("id", "email", "customer_code", "first_name", "last_name", "phone")
"""What other objects show of a customer."""


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def customer(
    number: int, at: datetime, *, code: str, name: str, email: str, phone: str | None = None
) -> PaystackObject:
    first, _, last = name.partition(" ")
    return {
        "id": number,
        "domain": "test",
        "integration": INTEGRATION,
        "email": email,
        "customer_code": code,
        "first_name": first,
        "last_name": last,
        "phone": phone,
        "metadata": None,
        "risk_action": "default",
        "identified": False,
        "createdAt": instant(at),
        "updatedAt": instant(at),
    }


def transaction(
    number: int, at: datetime, *, reference: str, amount: int, currency: str,
    payer: Mapping[str, Any], status: str = "success",
) -> PaystackObject:  # fmt: skip
    """`amount` is in subunits."""
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
        "customer": {name: payer[name] for name in PAYER},
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


def refund_report(made: Mapping[str, Any], paid_by: Mapping[str, Any]) -> PaystackObject:
    """As reported: no id but where attention is needed, and the amount is text."""
    report = {
        "status": made["status"],
        "transaction_reference": paid_by["reference"],
        "refund_reference": None,
        "amount": str(made["amount"]),
        "currency": made["currency"],
        "processor": "local_processor",
        "customer": {name: paid_by["customer"][name] for name in PAYER},
        "integration": INTEGRATION,
        "domain": "test",
    }
    return report | ({"id": str(made["id"])} if made["status"] == "needs-attention" else {})


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


def evidence(
    number: int, at: datetime, *, dispute: int, given: Mapping[str, Any]
) -> PaystackObject:
    return {
        "id": number,
        "dispute": dispute,
        "delivery_address": None,
        "delivery_date": None,
        **given,
        "createdAt": instant(at),
        "updatedAt": instant(at),
    }


# --- payment requests ---


def payment_request(
    number: int, at: datetime, *, code: str, payer_id: int, amount: int, given: Mapping[str, Any],
    invoice_number: int | None,
) -> PaystackObject:  # fmt: skip
    """As the books keep it: `customer` is a number. `given` holds the fields of a create."""
    return {
        "id": number,
        "domain": "test",
        "amount": amount,
        "currency": given.get("currency", "NGN"),
        "due_date": _midnight(given.get("due_date")),
        "has_invoice": invoice_number is not None,
        "invoice_number": invoice_number,
        "description": given.get("description"),
        "pdf_url": None,
        "line_items": given.get("line_items", []),
        "tax": given.get("tax", []),
        "request_code": code,
        "status": "draft" if given.get("draft") else "pending",
        "paid": False,
        "paid_at": None,
        "metadata": None,
        "notifications": [],
        "offline_reference": f"{INTEGRATION}{number % 10_000:04d}",
        "customer": payer_id,
        "created_at": instant(at),
        "pending_amount": amount,
    }


def _midnight(given: str | None) -> str | None:
    return instant(datetime.fromisoformat(given)) if given else None


def request_created(made: Mapping[str, Any]) -> PaystackObject:
    """The answer to a create: its mail is under way, so no notification is listed yet."""
    left_out = {"pdf_url", "paid_at", "pending_amount"}
    shown = {name: value for name, value in made.items() if name not in left_out}
    return shown | {"notifications": []}


def request_shown(made: Mapping[str, Any], payer: Mapping[str, Any]) -> PaystackObject:
    """As fetched and verified: the customer is an object."""
    return {**made, "customer": _debtor(payer)}


def request_listed(made: Mapping[str, Any], payer: Mapping[str, Any]) -> PaystackObject:
    """As listed: without what is still to be paid."""
    shown = {name: value for name, value in made.items() if name != "pending_amount"}
    return shown | {"customer": _debtor(payer)}


def _debtor(payer: Mapping[str, Any]) -> PaystackObject:
    names = (*PAYER, "metadata", "risk_action")
    return {name: payer[name] for name in names} | {"international_format_phone": None}


# --- subscriptions ---


def subscription(
    number: int, at: datetime, *, code: str, payer: Mapping[str, Any], plan: Mapping[str, Any],
    status: str,
) -> PaystackObject:  # fmt: skip
    """As listed and fetched; `plan` is what `plan` below makes."""
    return {
        "id": number,
        "domain": "test",
        "status": status,
        "subscription_code": code,
        "email_token": f"localtoken{number}",
        "amount": plan["amount"],
        "quantity": 1,
        "cron_expression": f"0 0 {at.day} * *",
        "next_payment_date": instant(at + timedelta(days=61)) if status == "active" else None,
        "open_invoice": f"INV_local{number}" if status == "attention" else None,
        "start": int(at.timestamp()),
        "integration": INTEGRATION,
        "customer": {name: payer[name] for name in PAYER},
        "plan": dict(plan),
        "createdAt": instant(at),
        "updatedAt": instant(at),
    }


def plan(number: int, *, code: str, name: str, amount: int, currency: str) -> PaystackObject:
    """A monthly plan of `amount` subunits."""
    return {
        "id": number,
        "plan_code": code,
        "name": name,
        "amount": amount,
        "interval": "monthly",
        "currency": currency,
    }
