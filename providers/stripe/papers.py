"""Stripe's own documents: the PDF of a credit note that was made, or of the invoice on record.

https://docs.stripe.com/api/invoices/object#invoice_object-invoice_pdf. The links open for whoever
holds them, so they go no further than the request that reads them.
"""

from __future__ import annotations

from typing import Final

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import RecordKind
from bot.vendors import Matter, Paper
from providers.papers import Link
from providers.stripe.client import StripeClient
from providers.stripe.models import StripeObject

HOSTS: Final = (".stripe.com", ".amazonaws.com")
"""Stripe's files lie at Amazon, one redirect away."""
CREDIT: Final = "stripe.create_credit_note"


class _InvoicePaper(StripeObject):
    number: str | None = None
    invoice_pdf: str | None = None


class _CreditPaper(StripeObject):
    number: str
    pdf: str


class StripePapers:
    """Implements `bot.vendors.Papers`."""

    facts = reading(
        "stripe.read_document",
        "PDF of an invoice or credit note at Stripe",
        "Nothing: the file goes into a mail or a drive, its link nowhere.",
        by=("record_id",),
    )

    def __init__(self, client: StripeClient, link: Link) -> None:
        self._client = client
        self._link = link

    async def paper(self, matter: Matter) -> Paper:
        """The credit note, where one was made; else the invoice on record."""
        done, record = matter.done, matter.record
        if done is not None and done.operation == CREDIT and done.reference:
            return await self._credit(done.reference)
        if record is not None and record.kind is RecordKind.INVOICE:
            return await self._invoice(record.record_id)
        raise Refused("Stripe has no document of that; nothing was read.", code="no_paper")

    async def _credit(self, credit_id: str) -> Paper:
        credit = await self._client.get(
            "/v1/credit_notes/{id}", _CreditPaper, ids={"id": credit_id}
        )
        return Paper(f"{credit.number}.pdf", await self._link.fetch(credit.pdf))

    async def _invoice(self, invoice_id: str) -> Paper:
        invoice = await self._client.get("/v1/invoices/{id}", _InvoicePaper, ids={"id": invoice_id})
        if not invoice.invoice_pdf:
            raise Refused("Stripe has drawn no document of this invoice yet.", code="no_paper")
        name = invoice.number or invoice.id
        return Paper(f"{name}.pdf", await self._link.fetch(invoice.invoice_pdf))
