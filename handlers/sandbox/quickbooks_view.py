"""The local QuickBooks company as the page draws it: JSON, newest first."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from handlers.sandbox.quickbooks_books import QuickBooksBooks

SHOWN_REQUESTS: Final = 60


def view_of(books: QuickBooksBooks) -> dict[str, Any]:
    """Everything but the tokens."""
    requests = books.requests[: -SHOWN_REQUESTS - 1 : -1]
    return {
        "invoices": [_document(one) for one in reversed(books.every("Invoice"))],
        "credit_memos": [_document(one) for one in reversed(books.every("CreditMemo"))],
        "refund_receipts": [_document(one) for one in reversed(books.every("RefundReceipt"))],
        "customers": [_customer(one) for one in books.every("Customer")],
        "mails": [asdict(one) | {"at": one.at.isoformat()} for one in reversed(books.mails)],
        "requests": [asdict(one) | {"at": one.at.isoformat()} for one in requests],
        "renewals": books.grants.renewals,
    }


def _document(item: Mapping[str, Any]) -> dict[str, Any]:
    names = ("Id", "DocNumber", "TotalAmt", "Balance", "EmailStatus", "PrivateNote")
    shown = {name: item[name] for name in names if name in item}
    currency = item["CurrencyRef"]["value"]
    return shown | {"customer": item["CustomerRef"]["name"], "currency": currency}


def _customer(item: Mapping[str, Any]) -> dict[str, Any]:
    names = ("Id", "DisplayName", "Balance", "BillAddr", "Notes", "Active")
    return {name: item.get(name) for name in names}
