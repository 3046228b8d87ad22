"""QuickBooks' decimals of the major unit against ISO minor units: exact, or a refusal in words."""

from __future__ import annotations

from decimal import Decimal

from bot.errors import Refused
from bot.money import currency_or_none, format_money, to_major, to_minor


def to_books(amount_minor: int, currency: str) -> float:
    """Express minor units as the JSON number QuickBooks takes. Raises Refused when inexact.

    JSON has one kind of number; it is written with the digits of the decimal, which is checked.
    """
    major = to_major(amount_minor, _known(currency))
    number = float(major)
    if Decimal(str(number)) != major:
        raise Refused("The amount is too large to be written exactly; nothing was sent.")
    return number


def from_books(amount: Decimal, currency: str) -> int:
    """Convert to minor units. Raises Refused when it cannot be exact."""
    minor = to_minor(amount, _known(currency))
    if minor is None:
        raise Refused(f"QuickBooks shows {currency} {amount}: look at it there.", code="inexact")
    return minor


def minor_or_none(amount: Decimal, currency: str | None) -> int | None:
    """The same where what exists is told even when its amount cannot be expressed."""
    try:
        return None if currency is None else from_books(amount, currency)
    except Refused:
        return None


def shown(amount: Decimal, currency: str | None) -> str:
    """A sum of QuickBooks' for people."""
    minor = minor_or_none(amount, currency)
    return (
        f"{currency or ''} {amount}".strip()
        if minor is None
        else format_money(minor, currency or "")
    )


def _known(currency: str) -> str:
    iso = currency_or_none(currency)
    if iso is None:
        raise Refused("That currency is not known, so no amount in it is handled.")
    return iso
