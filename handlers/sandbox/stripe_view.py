"""The local account as the page draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from handlers.sandbox.stripe_log import Mail, RecordedRequest
from handlers.sandbox.stripe_money import amount_text
from handlers.sandbox.stripe_store import ObjectStore

SHOWN_REQUESTS: Final = 60


def view_of_objects(books: ObjectStore) -> dict[str, Any]:
    """Money as text for people beside the integers; newest first."""
    return {
        "charges": [_charge(books, charge) for charge in books.every("charge")],
        "refunds": [_refund(refund) for refund in books.every("refund")],
        "invoices": [_invoice(invoice) for invoice in books.every("invoice")],
        "disputes": [_dispute(dispute) for dispute in books.every("dispute")],
        "customers": [_customer(customer) for customer in books.every("customer")],
    }


def view_of_mails(mails: Sequence[Mail]) -> list[dict[str, Any]]:
    return [asdict(mail) | {"at": mail.at.isoformat()} for mail in reversed(mails)]


def view_of_requests(
    requests: Sequence[RecordedRequest], statuses: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The latest requests; `status` is null while one is still running."""
    return [
        asdict(sent) | {"at": sent.at.isoformat(), "status": statuses.get(sent.request_id)}
        for sent in requests[: -SHOWN_REQUESTS - 1 : -1]
    ]


def _pick(item: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: item[name] for name in ("id", "created", *names)}


def _charge(books: ObjectStore, charge: Mapping[str, Any]) -> dict[str, Any]:
    customer = books.find("customer", charge["customer"]) or {}
    money = ("amount", "amount_captured", "amount_refunded", "currency")
    return _pick(charge, *money, "status", "refunded", "disputed", "description", "customer") | {
        "customer_name": customer.get("name"),
        "amount_text": amount_text(charge["amount"], charge["currency"]),
        "refunded_text": amount_text(charge["amount_refunded"], charge["currency"]),
    }


def _refund(refund: Mapping[str, Any]) -> dict[str, Any]:
    text = amount_text(refund["amount"], refund["currency"])
    names = ("amount", "currency", "charge", "status", "reason", "metadata")
    return _pick(refund, *names) | {"amount_text": text}


def _invoice(invoice: Mapping[str, Any]) -> dict[str, Any]:
    text = amount_text(invoice["total"], invoice["currency"])
    names = ("number", "status", "customer", "customer_name", "total", "currency")
    return _pick(invoice, *names) | {"amount_text": text}


def _dispute(dispute: Mapping[str, Any]) -> dict[str, Any]:
    text = amount_text(dispute["amount"], dispute["currency"])
    return _pick(dispute, "charge", "status", "reason") | {
        "amount_text": text,
        "due_by": dispute["evidence_details"]["due_by"],
    }


def _customer(customer: Mapping[str, Any]) -> dict[str, Any]:
    return _pick(customer, "name", "email")
