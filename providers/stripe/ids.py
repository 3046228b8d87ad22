"""Which sort of object an id of Stripe's names, told by its prefix alone."""

from __future__ import annotations

import re
from typing import Final

_REST: Final = r"[A-Za-z0-9_]{1,250}"
_CHARGE = re.compile(rf"(?:ch|py)_{_REST}")
_INTENT = re.compile(rf"pi_(?![A-Za-z0-9_]*_secret_){_REST}")
_INVOICE = re.compile(rf"in_{_REST}")
_SUBSCRIPTION = re.compile(rf"sub_{_REST}")
_CUSTOMER = re.compile(rf"cus_{_REST}")


def is_charge_id(text: str) -> bool:
    return _CHARGE.fullmatch(text) is not None


def is_intent_id(text: str) -> bool:
    """A client secret begins like an intent's id; it is none."""
    return _INTENT.fullmatch(text) is not None


def is_invoice_id(text: str) -> bool:
    return _INVOICE.fullmatch(text) is not None


def is_subscription_id(text: str) -> bool:
    return _SUBSCRIPTION.fullmatch(text) is not None


def is_customer_id(text: str) -> bool:
    return _CUSTOMER.fullmatch(text) is not None
