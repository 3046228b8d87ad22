"""The documents of the books as QuickBooks prints them."""

from __future__ import annotations

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.vendors import Done, Matter, Paper
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.ids import INVOICE, VENDOR, number_or_none
from providers.quickbooks.models import CreditMemo, Document, Invoice, RefundReceipt

_MADE: dict[str, type[Document]] = {
    "quickbooks.create_credit_memo": CreditMemo,
    "quickbooks.record_credit": CreditMemo,
    "quickbooks.create_refund_receipt": RefundReceipt,
}


class QuickBooksPapers:
    """Implements `bot.vendors.Papers`."""

    facts = reading(
        "quickbooks.read_document",
        "PDF of an invoice, credit memo or refund receipt at QuickBooks",
        "Nothing: the file goes into a mail or a drive.",
        by=("record_id",),
    )

    def __init__(self, client: QuickBooksClient) -> None:
        self._client = client

    async def paper(self, matter: Matter) -> Paper:
        """The document of what was done, else of the invoice on record. Raises Refused for none."""
        model, number = _made(matter.done) or _recorded(matter)
        document = await self._client.read(model, number)
        name = f"{model.entity}-{_safe(document.DocNumber or number)}.pdf"
        return Paper(name, await self._client.pdf(model, number))


def _made(done: Done | None) -> tuple[type[Document], str] | None:
    model = _MADE.get(done.operation) if done else None
    return (model, done.reference) if model and done and done.reference else None


def _recorded(matter: Matter) -> tuple[type[Document], str]:
    record = matter.record
    number = number_or_none(record.record_id, INVOICE) if record else None
    if record is None or record.vendor != VENDOR or number is None:
        raise Refused("QuickBooks prints invoices, credits and refunds alone.", code="no_paper")
    return Invoice, number


def _safe(text: str) -> str:
    """Part of a file's name."""
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in text)
