"""One line of the review queue: who must look at what, without anything a caller may not see.

Addresses and phone numbers are left out: a sheet is shared more widely than a channel.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

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
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What begins a formula in a program that opens an exported file: https://owasp.org/www-community/attacks/CSV_Injection."""


def row_of(order: Order, matter: Matter, now: datetime) -> list[str]:
    """The cells, in the order of `HEADER`: text alone, amounts in major units, exactly."""
    call, record = matter.call, matter.record
    cells = (
        order.step_key,
        f"{now:%Y-%m-%d %H:%M:%S}",
        call.workflow.value.replace("_", " "),
        call.customer or "",
        _reference(call),
        _amount(call),
        call.currency or "",
        record.resource if record else "",
        call.urgency.value,
        order.note or call.summary or "",
        call.call_id,
        matter.handoff_id,
    )
    return [cell(text) for text in cells]


def _reference(call: BillingCall) -> str:
    named = (call.invoice_number, call.payment_id, call.subscription_id, call.order_ref)
    return next((one for one in named if one), "")


def _amount(call: BillingCall) -> str:
    if call.amount_minor is None or call.currency is None:
        return ""
    return f"{to_major(call.amount_minor, call.currency):f}"


def cell(text: str) -> str:
    """Keep a cell from ever being a formula, also in a file exported from the sheet."""
    short = text[:MOST]
    return f"'{short}" if short.startswith(_FORMULA) else short
