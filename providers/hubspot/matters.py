"""What an order says about whom and what: read from the destination's record, never guessed."""

from __future__ import annotations

from bot.errors import Refused
from bot.vendors import Matter, Order


def matter_of(order: Order) -> Matter:
    """Raises Refused where a step was made without one."""
    if order.matter is None:
        raise Refused("There is nothing to tell HubSpot; nothing was sent.", code="no_matter")
    return order.matter


def address_of(order: Order) -> str:
    """The customer's address as the provider's record has it: what the caller says is a claim."""
    record = matter_of(order).record
    if record is None or not record.customer_email:
        raise Refused(
            "No provider's record states the customer's address, so the contact at HubSpot is not "
            "known; nothing was sent.",
            code="no_address",
        )
    return str(record.customer_email)


def note_of(order: Order) -> str:
    """The operational summary. Raises Refused where there is none."""
    if not order.note:
        raise Refused("There is nothing to note; nothing was sent.", code="no_note")
    return str(order.note)
