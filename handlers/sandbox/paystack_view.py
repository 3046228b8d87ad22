"""The local Paystack account as the page draws it: JSON, newest first."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from handlers.sandbox.paystack_books import PaystackBooks

SHOWN_REQUESTS: Final = 60


def view_of(books: PaystackBooks) -> dict[str, Any]:
    """Money as text for people beside the integers."""
    requests = books.requests[: -SHOWN_REQUESTS - 1 : -1]
    return {
        "transactions": [_transaction(one) for one in books.every("transaction")],
        "refunds": [_refund(books, one) for one in books.every("refund")],
        "disputes": [_dispute(one) for one in books.every("dispute")],
        "customers": [_customer(one) for one in books.every("customer")],
        "payment_requests": [_request(books, one) for one in books.every("payment_request")],
        "subscriptions": [_subscription(one) for one in books.every("subscription")],
        "mails": [asdict(one) | {"at": one.at.isoformat()} for one in reversed(books.mails)],
        "requests": [asdict(one) | {"at": one.at.isoformat()} for one in requests],
        "settings": {"reset_after_s": books.reset_after_s},
    }


def amount_text(subunits: int, currency: str) -> str:
    """For people, `12,500.00 NGN`; digits only, never through a float."""
    whole, rest = divmod(subunits, 100)
    return f"{whole:,}.{rest:02d} {currency}"


def _pick(item: Mapping[str, Any], *names: str) -> dict[str, Any]:
    text = amount_text(item["amount"], item["currency"])
    return {name: item[name] for name in ("id", "amount", "currency", "status", *names)} | {
        "amount_text": text
    }


def _transaction(item: Mapping[str, Any]) -> dict[str, Any]:
    return _pick(item, "reference", "paid_at") | {"customer_name": _name(item["customer"])}


def _refund(books: PaystackBooks, item: Mapping[str, Any]) -> dict[str, Any]:
    reference = books.get("transaction", item["transaction"])["reference"]
    return _pick(item, "merchant_note", "createdAt") | {"reference": reference}


def _dispute(item: Mapping[str, Any]) -> dict[str, Any]:
    about = {"reference": item["transaction"]["reference"]}
    names = ("id", "status", "resolution", "category", "dueAt", "evidence")
    return {name: item[name] for name in names} | about


def _name(item: Mapping[str, Any]) -> str:
    return f"{item['first_name'] or ''} {item['last_name'] or ''}".strip()


def _customer(item: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "customer_code", "email", "phone", "metadata")
    return {name: item[name] for name in names} | {"name": _name(item)}


def _request(books: PaystackBooks, item: Mapping[str, Any]) -> dict[str, Any]:
    names = ("request_code", "invoice_number", "description", "due_date", "notifications")
    more = {
        "customer_name": _name(books.get("customer", item["customer"])),
        "pending_text": amount_text(item["pending_amount"], item["currency"]),
        "archived": item["id"] in books.archived,
    }
    return _pick(item, *names) | more


def _subscription(item: Mapping[str, Any]) -> dict[str, Any]:
    shown = {**item, "currency": item["plan"]["currency"], "plan_name": item["plan"]["name"]}
    names = ("subscription_code", "plan_name", "next_payment_date")
    return _pick(shown, *names) | {"customer_name": _name(item["customer"])}
