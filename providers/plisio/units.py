"""Money as Plisio writes it, decimal text in major units, against ISO minor units: never floats."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from bot.errors import Refused
from bot.money import currency_or_none, to_major, to_minor
from bot.vendors import Order


def sum_of(order: Order) -> tuple[int, str]:
    """What is to be paid: minor units and ISO code. Raises Refused unless it is above zero."""
    iso = currency_or_none(order.currency)
    if order.amount_minor is None or order.amount_minor <= 0 or iso is None:
        raise Refused(
            "An invoice needs an amount above zero and a currency; nothing was sent.",
            code="no_amount",
        )
    return order.amount_minor, iso


def to_plisio(amount_minor: int, currency: str) -> str:
    """Write minor units of a known currency: `50.00`, `12000`, `1.250`."""
    return format(to_major(amount_minor, currency), "f")


def from_plisio(amount: str | None, currency: str | None) -> tuple[int, str] | None:
    """Read a sum of money exactly; None for one in coins, or finer than the minor unit."""
    iso, number = currency_or_none(currency), decimal_of(amount)
    minor = to_minor(number, iso) if number is not None and iso is not None else None
    return (minor, iso) if minor is not None and iso is not None else None


def decimal_of(text: str | None) -> Decimal | None:
    """A finite decimal, or None."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
