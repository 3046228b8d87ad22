"""Invoices as records: as what is to be sent or paid, and as what was paid and may be credited.

QuickBooks keeps the books, not the cards: what stands for a payment here is the settled part of an
invoice, less the credits and refunds that say they are of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.customers import MOST_RECORDS, clean, customers_at
from providers.quickbooks.ids import INVOICE, VENDOR, number_of, page_of, record_id
from providers.quickbooks.invoice_search import InvoiceSearch
from providers.quickbooks.marks import gives_back_of
from providers.quickbooks.models import CreditMemo, Customer, Document, Invoice, RefundReceipt
from providers.quickbooks.statements import Equals
from providers.quickbooks.units import from_books, minor_or_none


class Invoices:
    """Looks for invoices. Raises Refused or Unavailable."""

    kind = RecordKind.INVOICE
    facts = reading(
        "quickbooks.read_invoice",
        "Invoice at QuickBooks",
        "The invoice as the books hold it now.",
        by=("invoice_number", "payment_ids", "email"),
    )

    def __init__(self, client: QuickBooksClient, search: InvoiceSearch, clock: Clock) -> None:
        self._client = client
        self._search = search
        self._clock = clock

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """By number, else by exactly the caller's address; at most ten."""
        hits = await self._search.named(claim)
        if not hits and claim.email:
            customers = await customers_at(self._client, claim.email)
            hits = await self._search.of(customers, claim)
        fitting = [hit for hit in hits if self._fits(hit[0])]
        return [await self.record(*hit) for hit in fitting[:MOST_RECORDS]]

    async def observe(self, name: str) -> Record:
        """One invoice by the name of its record."""
        return await self.record(await self.read(name), FoundBy.REFERENCE)

    async def read(self, name: str) -> Invoice:
        """The invoice itself. Raises Refused for the name of anything else."""
        return await self._client.read(Invoice, number_of(name, INVOICE))

    async def customer_of(self, invoice: Invoice) -> Customer | None:
        """Who it was made out to."""
        ref = invoice.CustomerRef
        return await self._client.read(Customer, ref.value) if ref else None

    async def record(self, invoice: Invoice, found_by: FoundBy) -> Record:
        """Complete an invoice. Raises Refused when its amounts cannot be expressed exactly."""
        customer = await self.customer_of(invoice)
        mode = self._client.mode
        due = invoice.DueDate
        return Record(
            vendor=VENDOR,
            kind=self.kind,
            record_id=record_id(INVOICE, invoice.Id),
            found_by=found_by,
            customer_id=customer.Id if customer else None,
            customer_name=clean(customer.DisplayName if customer else None),
            customer_email=clean(mailbox_of(invoice, customer)),
            invoice_id=invoice.Id,
            invoice_number=clean(invoice.DocNumber),
            currency=invoice.iso,
            **await self._sums(invoice),
            status=status_of(invoice),
            livemode=mode == "live",
            due_at=datetime.combine(due, time.min, UTC) if due else None,
            last_sent_at=invoice.sent_at,
            record_url=page_of(INVOICE, invoice.Id, mode),
            observed_at=self._clock(),
        )

    def _fits(self, invoice: Invoice) -> bool:
        """One whose sum cannot be expressed is left out of a list, and told when it is named."""
        return invoice.iso is None or minor_or_none(invoice.TotalAmt, invoice.iso) is not None

    async def _sums(self, invoice: Invoice) -> dict[str, int | None]:
        """Without a currency nothing is known of the sums."""
        if invoice.iso is None:
            return {"amount_minor": None, "paid_minor": 0}
        return {
            "amount_minor": from_books(invoice.TotalAmt, invoice.iso),
            "paid_minor": from_books(paid(invoice), invoice.iso),
        }


class Payments(Invoices):
    """The same invoices as what was paid, and what of that was not given back yet."""

    kind = RecordKind.PAYMENT
    facts = reading(
        "quickbooks.read_payment",
        "Paid invoice at QuickBooks",
        "What the books show as paid, and as given back.",
        by=("invoice_number", "payment_ids", "email"),
    )

    async def _sums(self, invoice: Invoice) -> dict[str, int | None]:
        if invoice.iso is None:
            return {"amount_minor": None}
        return {
            "amount_minor": from_books(paid(invoice), invoice.iso),
            "refunded_minor": from_books(await self._given_back(invoice), invoice.iso),
        }

    async def _given_back(self, invoice: Invoice) -> Decimal:
        """All credits and refunds of the customer that are of this invoice, in major units."""
        if invoice.CustomerRef is None:
            raise Refused("The invoice in QuickBooks has no customer.", code="no_customer")
        theirs = Equals("CustomerRef", invoice.CustomerRef.value)
        memos = await self._client.query(CreditMemo, theirs)
        refunds = await self._client.query(RefundReceipt, theirs)
        return total_of(invoice, [*memos, *refunds])


def total_of(invoice: Invoice, documents: Iterable[Document]) -> Decimal:
    """What these documents give back of an invoice: ours say so, others may be tied to it."""
    return sum((one.TotalAmt for one in documents if _is_of(one, invoice)), Decimal(0))


def _is_of(document: Document, invoice: Invoice) -> bool:
    tied = any((one.TxnType, one.TxnId) == ("Invoice", invoice.Id) for one in document.LinkedTxn)
    return tied or gives_back_of(document, invoice.Id)


def paid(invoice: Invoice) -> Decimal:
    """The settled part."""
    return invoice.TotalAmt - invoice.Balance


def status_of(invoice: Invoice) -> RecordStatus:
    """A voided invoice stays in the books with nothing on it."""
    if not invoice.TotalAmt:
        return RecordStatus.VOID
    return RecordStatus.OPEN if invoice.Balance else RecordStatus.PAID


def mailbox_of(invoice: Invoice, customer: Customer | None) -> str | None:
    """Where QuickBooks mails this invoice: its own address, else the customer's."""
    own = (invoice.BillEmail.Address or "").strip() if invoice.BillEmail else ""
    return own or ((customer.email or "").strip() if customer else "") or None
