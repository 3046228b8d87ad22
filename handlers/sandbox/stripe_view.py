"""The local account as the page draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from handlers.sandbox.stripe_log import Mail, RecordedRequest
from handlers.sandbox.stripe_money import amount_text
from handlers.sandbox.stripe_store import ObjectStore
from handlers.sandbox.stripe_subscriptions import price_of

SHOWN_REQUESTS: Final = 60


def view_of_objects(books: ObjectStore) -> dict[str, Any]:
    """Money as text for people beside the integers; newest first."""
    return {
        "charges": [_charge(books, charge) for charge in books.every("charge")],
        "refunds": [_refund(refund) for refund in books.every("refund")],
        "invoices": [_invoice(invoice) for invoice in books.every("invoice")],
        "disputes": [_dispute(dispute) for dispute in books.every("dispute")],
        "subscriptions": [_subscription(plan) for plan in books.every("subscription")],
        "credit_notes": [_credit_note(note) for note in books.every("credit_note")],
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
    names = ("number", "status", "customer", "customer_name", "total", "currency", "due_date")
    return _pick(invoice, *names, "metadata") | {
        "amount_text": text,
        "remaining_text": amount_text(invoice["amount_remaining"], invoice["currency"]),
        "mailed_by_hand": invoice["collection_method"] == "send_invoice",
    }


def _subscription(plan: Mapping[str, Any]) -> dict[str, Any]:
    text = amount_text(price_of(plan), plan["currency"])
    names = ("status", "customer", "latest_invoice", "cancel_at_period_end", "metadata")
    return _pick(plan, *names) | {"amount_text": text}


def _credit_note(note: Mapping[str, Any]) -> dict[str, Any]:
    names = ("number", "invoice", "customer", "status", "amount", "currency", "metadata")
    return _pick(note, *names) | {"amount_text": amount_text(note["amount"], note["currency"])}


def _dispute(dispute: Mapping[str, Any]) -> dict[str, Any]:
    text = amount_text(dispute["amount"], dispute["currency"])
    return _pick(dispute, "charge", "status", "reason") | {
        "amount_text": text,
        "due_by": dispute["evidence_details"]["due_by"],
        "submission_count": dispute["evidence_details"]["submission_count"],
        "evidence": {k: v for k, v in dispute["evidence"].items() if isinstance(v, str)},
        "metadata": dispute["metadata"],
    }


def _customer(customer: Mapping[str, Any]) -> dict[str, Any]:
    return _pick(customer, "name", "email", "address", "balance", "metadata") | {
        "address_text": ", ".join(part for part in (customer["address"] or {}).values() if part),
    }
