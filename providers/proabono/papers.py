"""ProAbono's own documents: the PDF of an invoice, read through its link and handed on as a file.

The link opens for whoever holds it and runs out, so it goes no further than the request that reads
it: https://docs.proabono.com/api/#invoices.
"""

from __future__ import annotations

from typing import Final

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import RecordKind
from bot.vendors import Matter, Paper
from providers.papers import Link
from providers.proabono.invoices import Invoices
from providers.proabono.looks import document_link

HOSTS: Final = (".proabono.com",)


class ProAbonoPapers:
    """Implements `bot.vendors.Papers`."""

    facts = reading(
        "proabono.read_document",
        "PDF of an invoice at ProAbono",
        "Nothing: the file goes into a mail or a drive, its link nowhere.",
        by=("record_id",),
    )

    def __init__(self, invoices: Invoices, link: Link) -> None:
        self._invoices = invoices
        self._link = link

    async def paper(self, matter: Matter) -> Paper:
        """The invoice on record; drafts and just-issued ones have no document yet."""
        record = matter.record
        if record is None or record.kind is not RecordKind.INVOICE:
            raise Refused("ProAbono has no document of that; nothing was read.", code="no_paper")
        invoice = await self._invoices.read(record.record_id)
        link = document_link(invoice)
        if link is None:
            raise Refused("ProAbono has made no document of this invoice yet.", code="no_paper")
        content = await self._link.fetch(link.get_secret_value())
        return Paper(f"{invoice.full_number or invoice.id}.pdf", content)
