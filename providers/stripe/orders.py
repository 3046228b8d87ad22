"""What every write at Stripe needs of its order: the exact sum, the mark, where a look starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.errors import Refused
from bot.money import format_money
from bot.vendors import Order
from providers.stripe.client import Params
from providers.stripe.units import from_stripe, to_stripe

MARK: Final = "handoff_step"
"""The metadata key under which Stripe's books hold the step key."""
NOTE: Final = "handoff_note"
"""The metadata key of the operational summary."""
LONGEST_NOTE: Final = 500  # https://docs.stripe.com/metadata
CLOCKS_DIFFER_BY: Final = timedelta(hours=1)
KEY_WINDOW: Final = timedelta(hours=24)
"""https://docs.stripe.com/api/idempotent_requests"""


def amount_of(order: Order) -> int:
    """The approved sum in Stripe's units. Raises Refused; Stripe would take more when none is."""
    if order.amount_minor is None or order.currency is None:
        raise Refused("An amount and a currency are needed; nothing was sent.", code="no_amount")
    if order.amount_minor <= 0:
        raise Refused("The amount must be above zero; nothing was sent.", code="no_amount")
    return to_stripe(order.amount_minor, order.currency)


def check_currency(iso: str, order: Order) -> None:
    """Raise Refused when the object is in another currency: Stripe takes its own, unsaid."""
    if iso != (order.currency or "").upper():
        raise Refused(
            f"The record is in {iso}, not in {order.currency}; nothing was sent.",
            code="other_currency",
        )


def is_ours(metadata: Mapping[str, str] | None, order: Order) -> bool:
    return (metadata or {}).get(MARK) == order.step_key


def note_of(order: Order) -> str:
    """The operational summary, as long as one metadata value may be."""
    return (order.note or "").strip()[:LONGEST_NOTE]


def marked(order: Order) -> Params:
    """The metadata of something new: the step it was made for, and why, for who reads the books."""
    note = note_of(order)
    return {MARK: order.step_key, **({NOTE: note} if note else {})}


def created_since(order: Order) -> Params:
    """The filter of a list that starts a little before the step was made."""
    if order.since is None:
        return {}
    return {"created": {"gte": int((order.since - CLOCKS_DIFFER_BY).timestamp())}}


def happened_since(at: datetime | None, order: Order) -> bool:
    """Tell whether something happened after the step was made, as far as two clocks can tell."""
    if at is None:
        return False
    return order.since is None or at >= order.since - CLOCKS_DIFFER_BY


def minor_or_none(amount: int, currency: str) -> int | None:
    """An effect that exists is reported even when its amount cannot be expressed."""
    try:
        return from_stripe(amount, currency)
    except Refused:
        return None


def shown(amount: int, currency: str) -> str:
    """A sum of Stripe's for people; the currency alone when it cannot be expressed."""
    amount_minor = minor_or_none(amount, currency)
    iso = currency.upper()
    return iso if amount_minor is None else format_money(amount_minor, iso)
