"""What an order says about whom and what: read from the destination's record, never guessed."""

from __future__ import annotations

from html import escape

from bot.errors import Refused
from bot.money import format_money
from bot.vendors import Done, Matter, Order


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


def summary_of(order: Order) -> list[str]:
    """The lines of what is noted, as HTML: HubSpot shows it so, and a caller's words are no markup.

    Raises Refused where there is nothing to note.
    """
    if not order.note:
        raise Refused("There is nothing to note; nothing was sent.", code="no_note")
    done, record = matter_of(order).done, matter_of(order).record
    lines = (str(order.note), _done(done) if done else None, record.record_url if record else None)
    return [escape(line) for line in lines if line]


def _done(done: Done) -> str:
    """`Done: stripe.create_refund re_1, EUR 49.00`."""
    has_sum = done.amount_minor is not None and done.currency is not None
    amount = format_money(done.amount_minor or 0, done.currency or "") if has_sum else None
    named = " ".join(part for part in (done.operation, done.reference) if part)
    return f"{done.how}: {', '.join(part for part in (named, amount) if part)}"
