"""Which invoices a claim could mean: the number that was named, else the caller's address."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import TypeAlias, TypeVar

from bot.errors import Refused
from bot.handoff.record import FoundBy, RecordClaim
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.errors import NO_SUCH_OBJECT
from providers.quickbooks.ids import INVOICE, number_or_none
from providers.quickbooks.models import Customer, Invoice
from providers.quickbooks.statements import Equals
from providers.quickbooks.units import minor_or_none

LONGEST_NUMBER = 21
"""Signs of a document number; nothing longer is one."""

Hit: TypeAlias = tuple[Invoice, FoundBy]
T = TypeVar("T")


class InvoiceSearch:
    """Raises Refused or Unavailable; a name that leads nowhere is no error."""

    def __init__(self, client: QuickBooksClient) -> None:
        self._client = client

    async def named(self, claim: RecordClaim) -> list[Hit]:
        """By number, wherever it was said. Numbers need not be unique: all of them are found."""
        said = (claim.invoice_number, *claim.payment_ids)
        names = dict.fromkeys(name.strip().lstrip("#") for name in said if name)
        found = [hit for name in names for hit in await self._of_name(name)]
        return list({invoice.Id: (invoice, found_by) for invoice, found_by in found}.values())

    async def of(self, customers: Sequence[Customer], claim: RecordClaim) -> list[Hit]:
        """Those of these customers, the claimed sum first, then what is still open."""
        found = [
            invoice
            for customer in customers
            for invoice in await self._client.query(Invoice, Equals("CustomerRef", customer.Id))
        ]
        hits = [(invoice, _evidence(invoice, claim)) for invoice in found]
        hits.sort(key=lambda hit: (hit[1] is FoundBy.EMAIL, hit[0].Balance == 0, -int(hit[0].Id)))
        return hits

    async def _of_name(self, name: str) -> list[Hit]:
        number = number_or_none(name, INVOICE)
        if number is not None:
            invoice = await none_if_missing(self._client.read(Invoice, number))
            return [(invoice, FoundBy.REFERENCE)] if invoice else []
        if not 0 < len(name) <= LONGEST_NUMBER:
            return []
        numbered = await self._client.query(Invoice, Equals("DocNumber", name))
        return [(invoice, FoundBy.INVOICE) for invoice in numbered]


def _evidence(invoice: Invoice, claim: RecordClaim) -> FoundBy:
    named = (claim.amount_minor, (claim.currency or "").upper())
    amount = minor_or_none(invoice.TotalAmt, invoice.iso)
    same = amount is not None and named == (amount, invoice.iso)
    return FoundBy.EMAIL_AND_AMOUNT if same else FoundBy.EMAIL


async def none_if_missing(reading: Awaitable[T]) -> T | None:
    """What was read; None where QuickBooks says that there is no such object."""
    try:
        return await reading
    except Refused as refusal:
        if refusal.code == NO_SUCH_OBJECT:
            return None
        raise
