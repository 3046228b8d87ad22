"""What a document of ours is known by in QuickBooks' books, where a request id cannot be asked for.

`DocNumber` can be looked for and takes 21 signs; `PrivateNote` cannot, and staff alone see it.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final, TypeVar

from bot.vendors import Order
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.models import Document
from providers.quickbooks.statements import Equals

LONGEST_NOTE: Final = 4000
_BEGINS: Final = "[Handoff "

D = TypeVar("D", bound=Document)


def short_of(step_key: str) -> str:
    """19 signs that stand for one step."""
    return f"HO-{hashlib.sha256(step_key.encode()).hexdigest()[:16]}"


def note_of(order: Order, invoice_number: str | None) -> str:
    """The summary and the mark; the number is QuickBooks' own of the invoice that it is about."""
    invoice = f"; {_of(invoice_number)}" if invoice_number else ""
    mark = f"{_BEGINS}{order.step_key}{invoice}]"
    return f"{(order.note or '')[: LONGEST_NOTE - len(mark) - 1]} {mark}".strip()


def is_ours(document: Document, order: Order) -> bool:
    """By the private note alone: a document number may be anybody's."""
    return re.match(rf"{re.escape(order.step_key)}[;\]]", _mark_in(document)) is not None


def gives_back_of(document: Document, invoice_number: str) -> bool:
    """Tell whether its mark names this invoice."""
    return _of(invoice_number) in _mark_in(document)


def _of(invoice_number: str) -> str:
    return f"invoice {invoice_number} in QuickBooks"


def _mark_in(document: Document) -> str:
    """What stands in the last brackets: words of a caller may come before them, never after."""
    return (document.PrivateNote or "").rpartition(_BEGINS)[2]


async def find_ours(
    client: QuickBooksClient, model: type[D], order: Order, customer: str
) -> D | None:
    """By number, else among all of the customer's: a company may number for itself."""
    numbered = await client.query(model, Equals("DocNumber", short_of(order.step_key)))
    ours = [one for one in numbered if is_ours(one, order)]
    if not ours:
        everything = await client.query(model, Equals("CustomerRef", customer))
        ours = [one for one in everything if is_ours(one, order)]
    return ours[0] if ours else None
