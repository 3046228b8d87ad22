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
    payer = item["customer"]
    name = f"{payer['first_name']} {payer['last_name']}".strip()
    return _pick(item, "reference", "paid_at") | {"customer_name": name}


def _refund(books: PaystackBooks, item: Mapping[str, Any]) -> dict[str, Any]:
    reference = books.get("transaction", item["transaction"])["reference"]
    return _pick(item, "merchant_note", "createdAt") | {"reference": reference}


def _dispute(item: Mapping[str, Any]) -> dict[str, Any]:
    about = {"reference": item["transaction"]["reference"]}
    names = ("id", "status", "resolution", "category", "dueAt")
    return {name: item[name] for name in names} | about
