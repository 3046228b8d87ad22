"""What every operation asks of an order before it sends anything."""

from __future__ import annotations

from bot.errors import Refused, VendorFailure
from bot.money import format_money
from bot.vendors import Order
from providers.paystack.units import from_paystack, to_paystack


def subunits(order: Order, what: str) -> int:
    """The order's sum as Paystack counts it. Raises Refused unless it is above zero."""
    if order.amount_minor is None or order.currency is None or order.amount_minor <= 0:
        raise Refused(
            f"A {what} needs an amount above zero and a currency; nothing was sent.",
            code="no_amount",
        )
    return to_paystack(order.amount_minor, order.currency)


def filled_in(order: Order, *names: str) -> dict[str, str]:
    """The fields of these names that hold something."""
    found = {name: order.fields[name].strip() for name in names if name in order.fields}
    return {name: value for name, value in found.items() if value}


def filled_in_whole(order: Order, *names: str) -> dict[str, str]:
    """As above. Raises Refused where redaction took a part out: half a value is not kept."""
    found = filled_in(order, *names)
    if any("[" in value for value in found.values()):
        raise Refused(
            "Something in the form looked private and was taken out; nothing was sent.",
            code="redacted_field",
        )
    return found


def stated(amount: int, currency: str) -> tuple[int | None, str]:
    """Subunits as ISO minor units and in words: what exists is told even when it is inexact."""
    try:
        minor = from_paystack(amount, currency)
    except VendorFailure:
        return None, currency
    return minor, format_money(minor, currency)
