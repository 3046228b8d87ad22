"""What is written on a ticket: plain text, with the step's own word at its end."""

from __future__ import annotations

from bot.errors import Refused
from bot.money import format_money
from bot.vendors import Done, Order
from providers.zendesk.tickets import call_of, mark_of


def note_of(order: Order) -> str:
    """The operational summary. Raises Refused where there is nothing to note."""
    if not order.note:
        raise Refused("There is nothing to note; nothing was sent.", code="no_note")
    matter = order.matter
    lines = (
        str(order.note),
        _done(matter.done) if matter and matter.done else None,
        matter.record.record_url if matter and matter.record else None,
        f"ref {mark_of(order)}",
    )
    return "\n".join(line for line in lines if line)


def subject_of(order: Order) -> str:
    """What a ticket that is opened for the note is called."""
    return f"Billing call: {call_of(order).workflow.value.replace('_', ' ')}"


def reply_of(order: Order) -> str:
    """The words approved for the customer. Raises Refused where redaction cut into them."""
    said = str(order.fields.get("message") or "").strip()
    if not said or "[" in said:
        raise Refused(
            "There is no approved reply, or something in it looked private; nothing was sent.",
            code="no_reply",
        )
    return f"{said}\n\nRef {mark_of(order)}"


def _done(done: Done) -> str:
    """`Done: stripe.create_refund re_1, EUR 49.00`; on whose word, where nothing else tells."""
    has_sum = done.amount_minor is not None and done.currency is not None
    amount = format_money(done.amount_minor or 0, done.currency or "") if has_sum else None
    named = " ".join(part for part in (done.operation, done.reference) if part)
    return f"{done.how}: {', '.join(part for part in (named, amount) if part)}"
