"""Shapes of the objects, API version 2026-10-28.endive (https://docs.stripe.com/api).

Field names are Stripe's; only fields that the state here can fill truthfully, or that the
published shape requires, are present.
"""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox.stripe_store import StripeObject

API_VERSION: Final = "2026-10-28.endive"
NO_ADDRESS: Final[dict[str, None]] = dict.fromkeys(
    ("city", "country", "line1", "line2", "postal_code", "state")
)


def list_of(items: list[StripeObject], url: str) -> dict[str, Any]:
    return {"object": "list", "data": items, "has_more": False, "url": url}


def _base(kind: str, object_id: str, created: int) -> StripeObject:
    return {"id": object_id, "object": kind, "created": created, "livemode": False, "metadata": {}}


def customer(object_id: str, created: int, *, name: str, email: str | None) -> StripeObject:
    return _base("customer", object_id, created) | {
        "name": name,
        "email": email,
        "phone": None,
        "description": None,
        "address": dict(NO_ADDRESS),
        "shipping": None,
        "balance": 0,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "discount": None,
        "invoice_prefix": object_id[-8:].upper(),
        "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None},
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
        "test_clock": None,
    }


def deleted_customer(object_id: str) -> StripeObject:
    """https://docs.stripe.com/api/customers/retrieve: only these three fields are left."""
    return {"id": object_id, "object": "customer", "deleted": True}


def payment_intent(object_id: str, charge: Mapping[str, Any]) -> StripeObject:
    paid = charge["status"] == "succeeded"
    return _base("payment_intent", object_id, charge["created"]) | {
        "amount": charge["amount"],
        "amount_capturable": 0,
        "amount_received": charge["amount_captured"],
        "capture_method": "automatic",
        "confirmation_method": "automatic",
        "currency": charge["currency"],
        "customer": charge["customer"],
        "description": charge["description"],
        "latest_charge": charge["id"],
        "payment_method": charge["payment_method"],
        "payment_method_types": ["card"],
        "receipt_email": charge["receipt_email"],
        "status": "succeeded" if paid else "requires_payment_method",
    }


def charge(
    object_id: str, created: int, *, amount_minor: int, currency: str, payer: Mapping[str, Any]
) -> StripeObject:
    """A card charge, captured at once."""
    return _base("charge", object_id, created) | {
        "amount": amount_minor,
        "amount_captured": amount_minor,
        "amount_refunded": 0,
        "balance_transaction": object_id.replace("ch_", "txn_", 1),
        "billing_details": {
            "address": dict(NO_ADDRESS),
            "email": payer["email"],
            "name": payer["name"],
            "phone": None,
            "tax_id": None,
        },
        "calculated_statement_descriptor": "QUILLHAVEN",
        "captured": True,
        "currency": currency,
        "customer": payer["id"],
        "description": None,
        "disputed": False,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "outcome": {"network_status": "approved_by_network", "type": "authorized"},
        "paid": True,
        "payment_intent": object_id.replace("ch_", "pi_", 1),
        "payment_method": object_id.replace("ch_", "pm_", 1),
        "payment_method_details": card_details(),
        "receipt_email": None,
        "receipt_number": None,
        "receipt_url": f"https://pay.stripe.com/receipts/EXAMPLE/{object_id}",
        "refunded": False,
        "review": None,
        "statement_descriptor": None,
        "status": "succeeded",
        "transfer_group": None,
    }


def card_details() -> dict[str, Any]:
    facts = {"brand": "visa", "country": "US", "exp_month": 8, "exp_year": 2031, "network": "visa"}
    return {"type": "card", "card": facts | {"funding": "credit", "last4": "4242"}}


def invoice(
    object_id: str, created: int, *, number: str | None, amount_minor: int, currency: str,
    owner: Mapping[str, Any],
) -> StripeObject:  # fmt: skip
    """An open invoice; `pay` and `draft` states are made from it."""
    link = f"https://invoice.stripe.com/i/EXAMPLE/{object_id}"
    return _base("invoice", object_id, created) | _invoice_fixed(object_id) | {
        "number": number,
        "status": "open",
        "currency": currency,
        "customer": owner["id"],
        "customer_email": owner["email"],
        "customer_name": owner["name"],
        "amount_due": amount_minor,
        "amount_paid": 0,
        "amount_remaining": amount_minor,
        "subtotal": amount_minor,
        "total": amount_minor,
        "due_date": created + 30 * 86_400,
        "hosted_invoice_url": link,
        "invoice_pdf": f"{link}/pdf",
        "parent": None,
        "period_end": created,
        "period_start": created,
        "status_transitions": {
            "finalized_at": created,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
    }  # fmt: skip


def _invoice_fixed(object_id: str) -> dict[str, Any]:
    return {
        "amount_overpaid": 0,
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": False,
        "automatic_tax": {"enabled": False, "liability": None, "status": None},
        "billing_reason": "manual",
        "collection_method": "send_invoice",
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "issuer": {"type": "self"},
        "lines": list_of([], f"/v1/invoices/{object_id}/lines"),
        "payment_settings": {"default_mandate": None, "payment_method_options": None},
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "starting_balance": 0,
        "test_clock": None,
    }


def paid(open_invoice: StripeObject, at: int) -> StripeObject:
    total = open_invoice["total"]
    return open_invoice | {
        "status": "paid",
        "amount_paid": total,
        "amount_remaining": 0,
        "attempted": True,
        "attempt_count": 1,
        "status_transitions": open_invoice["status_transitions"] | {"paid_at": at},
    }


def invoice_payment(object_id: str, bill: Mapping[str, Any], intent_id: str) -> StripeObject:
    """How an invoice was paid; since basil the only link between the two."""
    item = _base("invoice_payment", object_id, bill["status_transitions"]["paid_at"])
    del item["metadata"]
    return item | {
        "amount_paid": bill["amount_paid"],
        "amount_requested": bill["total"],
        "currency": bill["currency"],
        "invoice": bill["id"],
        "is_default": True,
        "payment": {"type": "payment_intent", "payment_intent": intent_id},
        "status": "paid",
        "status_transitions": {"canceled_at": None, "paid_at": item["created"]},
    }


def refund(
    object_id: str, created: int, *, amount_minor: int, paid_by: Mapping[str, Any]
) -> StripeObject:
    """A succeeded card refund. The published shape has no `livemode`."""
    item = _base("refund", object_id, created)
    del item["livemode"]
    return item | {
        "amount": amount_minor,
        "balance_transaction": object_id.replace("re_", "txn_", 1),
        "charge": paid_by["id"],
        "currency": paid_by["currency"],
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "payment_intent": paid_by["payment_intent"],
        "reason": None,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def dispute(object_id: str, created: int, *, reason: str, about: Mapping[str, Any]) -> StripeObject:
    """A chargeback that waits for an answer for a week."""
    return _base("dispute", object_id, created) | {
        "amount": about["amount"] - about["amount_refunded"],
        "balance_transactions": [],
        "charge": about["id"],
        "currency": about["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": created + 7 * 86_400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": False,
        "payment_intent": about["payment_intent"],
        "payment_method_details": {
            "type": "card",
            "card": {"brand": "visa", "case_type": "chargeback", "network": "visa"},
        },
        "reason": reason,
        "status": "needs_response",
    }


def subscription(
    object_id: str, created: int, *, amount_minor: int, currency: str, owner: str
) -> StripeObject:
    item = {
        "id": object_id.replace("sub_", "si_", 1),
        "object": "subscription_item",
        "created": created,
        "current_period_start": created,
        "current_period_end": created + 30 * 86_400,
        "metadata": {},
        "price": {
            "id": object_id.replace("sub_", "price_", 1),
            "object": "price",
            "currency": currency,
            "unit_amount": amount_minor,
        },
        "quantity": 1,
        "subscription": object_id,
    }
    return _base("subscription", object_id, created) | {
        "automatic_tax": {"enabled": False, "liability": None},
        "billing_cycle_anchor": created,
        "billing_mode": {"type": "classic"},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "collection_method": "charge_automatically",
        "currency": currency,
        "customer": owner,
        "discounts": [],
        "invoice_settings": {"issuer": {"type": "self"}},
        "items": list_of([item], f"/v1/subscription_items?subscription={object_id}"),
        "latest_invoice": None,
        "start_date": created,
        "status": "active",
    }
