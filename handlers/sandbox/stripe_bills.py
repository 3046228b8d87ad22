"""Shapes around invoices: drafts, cards on file, charges that came to nothing, credit notes."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import stripe_objects as shapes
from handlers.sandbox.stripe_store import StripeObject

DECLINED: Final = {"0002": "generic_decline", "9995": "insufficient_funds", "0069": "expired_card"}
WANTS_ACTION: Final = "3184"
"""The last four digits say what a card does, as with https://docs.stripe.com/testing."""


def card_on_file(object_id: str, owner_id: str, *, last4: str) -> StripeObject:
    """A payment method that a customer left for later charges."""
    details = shapes.card_details()
    return {
        "id": object_id,
        "object": "payment_method",
        "created": 0,
        "customer": owner_id,
        "livemode": False,
        "metadata": {},
        "type": "card",
        "card": details["card"] | {"last4": last4},
    }


def draft_of(open_invoice: StripeObject) -> StripeObject:
    """As it was before it was finalized: no number, no link, no due date that runs."""
    moments = dict.fromkeys(open_invoice["status_transitions"])
    return open_invoice | {
        "status": "draft",
        "number": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "status_transitions": moments,
    }


def failed_charge(charge: StripeObject, code: str, message: str) -> StripeObject:
    return charge | {
        "amount_captured": 0,
        "balance_transaction": None,
        "captured": False,
        "failure_code": code,
        "failure_message": message,
        "outcome": {"network_status": "declined_by_network", "type": "issuer_declined"},
        "paid": False,
        "receipt_url": None,
        "status": "failed",
    }


def credit_note(
    object_id: str, created: int, *, amount_minor: int, pre_payment: int, about: Mapping[str, Any]
) -> StripeObject:
    """An issued note of one line; `pre_payment` is the part that lowers what is still due."""
    post_payment = amount_minor - pre_payment
    kinds = {(True, True): "mixed", (True, False): "pre_payment"}
    line = {
        "id": object_id.replace("cn_", "cnli_", 1),
        "object": "credit_note_line_item",
        "amount": amount_minor,
        "description": f"Credit on {about['number']}",
        "livemode": False,
        "type": "custom_line_item",
    }
    return {
        "id": object_id,
        "object": "credit_note",
        "amount": amount_minor,
        "amount_shipping": 0,
        "created": created,
        "currency": about["currency"],
        "customer": about["customer"],
        "customer_balance_transaction": None,
        "discount_amount": 0,
        "discount_amounts": [],
        "effective_at": created,
        "invoice": about["id"],
        "lines": shapes.list_of([line], f"/v1/credit_notes/{object_id}/lines"),
        "livemode": False,
        "memo": None,
        "metadata": {},
        "number": f"{about['number']}-CN-01",
        "out_of_band_amount": None,
        "pdf": f"https://pay.stripe.com/credit_notes/EXAMPLE/{object_id}/pdf",
        "post_payment_amount": post_payment,
        "pre_payment_amount": pre_payment,
        "pretax_credit_amounts": [],
        "reason": None,
        "refunds": [],
        "status": "issued",
        "subtotal": amount_minor,
        "total": amount_minor,
        "type": kinds.get((pre_payment > 0, post_payment > 0), "post_payment"),
        "voided_at": None,
    }
