"""What every operation asks of an order before it sends anything."""

from __future__ import annotations

from bot.errors import Refused
from bot.vendors import Order


def filled_in_whole(order: Order, *names: str) -> dict[str, str]:
    """The fields of these names that hold something.

    Raises Refused where redaction took a part out: half a value is not kept.
    """
    found = {name: order.fields[name].strip() for name in names if name in order.fields}
    filled = {name: value for name, value in found.items() if value}
    if any("[" in value for value in filled.values()):
        raise Refused(
            "Something in the form looked private and was taken out; nothing was sent.",
            code="redacted_field",
        )
    return filled
