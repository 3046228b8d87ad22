"""One line of the review queue: who must look at what, without anything a caller may not see.

Addresses and phone numbers are masked: a sheet is shared more widely than a channel.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.cards.masks import mask_contacts
from bot.handoff.billing_call import BillingCall
from bot.money import to_major
from bot.vendors import Matter, Order

HEADER: Final = (
    "Key",
    "Listed at (UTC)",
    "Request",
    "Customer",
    "Named reference",
    "Amount",
    "Currency",
    "Record",
    "Urgency",
    "Summary",
    "Call",
    "Handoff",
)
MOST: Final = 1000
"""Characters of a cell; Sheets itself takes 50,000."""
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula in a program that opens an exported file, wide letters too, whatever blanks
stand before it: https://owasp.org/www-community/attacks/CSV_Injection.
"""
_BLANK_FIRST: Final = ("\t", "\r", "\n")


def row_of(order: Order, matter: Matter, now: datetime) -> list[str]:
    """The cells, in the order of `HEADER`: text alone, amounts in major units, exactly."""
    call, record = matter.call, matter.record
    cells = (
        order.step_key,
        f"{now:%Y-%m-%d %H:%M:%S}",
        call.workflow.value.replace("_", " "),
        _customer(call),
        _reference(call),
        _amount(call),
        call.currency or "",
        record.resource if record else "",
        call.urgency.value,
        _summary(order, call),
        call.call_id,
        matter.handoff_id,
    )
    return [cell(text) for text in cells]


def _customer(call: BillingCall) -> str:
    return "" if call.unsafe else mask_contacts(call.customer or "")


def _reference(call: BillingCall) -> str:
    """As it was named; a number in it is no phone's."""
    named = (call.invoice_number, call.payment_id, call.subscription_id, call.order_ref)
    found = next((one for one in named if one), "")
    return mask_contacts(found) if "@" in found else found


def _summary(order: Order, call: BillingCall) -> str:
    """What a promise or a summary says may hold an address: a card masks it as well."""
    said = order.note or (None if call.unsafe else call.summary)
    return mask_contacts(said or "")


def _amount(call: BillingCall) -> str:
    if call.amount_minor is None or call.currency is None:
        return ""
    return f"{to_major(call.amount_minor, call.currency):f}"


def cell(text: str) -> str:
    """Keep a cell from ever being a formula, also in a file exported from the sheet."""
    short = text[:MOST]
    risky = short.startswith(_BLANK_FIRST) or short.lstrip().startswith(_FORMULA)
    return f"'{short}" if risky else short
