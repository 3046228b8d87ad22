"""The customer of an object, as every kind of record shows them."""

from __future__ import annotations

from typing import Final, TypedDict

from bot.redaction import Redacted, redact
from providers.paystack.models import Payer

VENDOR: Final = "paystack"


class PayerFields(TypedDict):
    """Fields of `bot.handoff.record.Record`."""

    customer_id: str | None
    customer_name: Redacted | None
    customer_email: Redacted | None
    customer_phone: Redacted | None


def payer_fields(payer: Payer | None) -> PayerFields:
    """Whose record it is; the id is the customer's code."""
    known = payer or Payer(id=0)
    return {
        "customer_id": known.customer_code,
        "customer_name": cleaned(known.name),
        "customer_email": cleaned(known.email),
        "customer_phone": cleaned(known.phone),
    }


def cleaned(text: str | None) -> Redacted | None:
    """What a person wrote at Paystack, redacted; nothing stays nothing."""
    return redact(text) if text else None
