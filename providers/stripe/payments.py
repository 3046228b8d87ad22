"""Which payments a claim could mean: the id that was named, then the invoice, then the address."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from typing import Final

import structlog

from bot.errors import Refused
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordStatus
from providers.stripe.client import StripeClient
from providers.stripe.errors import NO_SUCH_OBJECT
from providers.stripe.models import Charge, Customer, Invoice, InvoicePayment
from providers.stripe.records import Hit, Records, is_charge_id, is_intent_id, status_of
from providers.stripe.units import from_stripe

MOST_RECORDS: Final = 10
MOST_CUSTOMERS: Final = 5  # that share one address
NOT_THERE: Final = frozenset({NO_SUCH_OBJECT, "no_charge"})

_INVOICE_ID = re.compile(r"in_[A-Za-z0-9_]{1,250}")
_log = structlog.get_logger(__name__)


class Finder:
    """Looks for payments. Raises Refused or Unavailable; an id that leads nowhere is no error."""

    def __init__(self, client: StripeClient, records: Records) -> None:
        self._client = client
        self._records = records

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """At most ten, best evidence first. The address is asked only when nothing else answers."""
        hits = [hit async for hit in self._named(claim)]
        if not hits and claim.email:
            hits = await self._by_email(claim, claim.email.strip())
        return [await self._records.record(hit) for hit in _unique(hits)[:MOST_RECORDS]]

    async def _named(self, claim: RecordClaim) -> AsyncIterator[Hit]:
        for record_id in claim.payment_ids:
            async for hit in self._by_id(record_id.strip()):
                yield hit
        if claim.invoice_number:
            async for hit in self._by_number(claim):
                yield hit

    # --- by an id of Stripe's ---

    async def _by_id(self, record_id: str) -> AsyncIterator[Hit]:
        if _INVOICE_ID.fullmatch(record_id):
            invoice = await self._invoice(record_id)
            for hit in await self._paid_by(invoice) if invoice else ():
                yield hit
        elif is_charge_id(record_id) or is_intent_id(record_id):
            charge = await self._charge(record_id)
            if charge:
                yield Hit(charge, FoundBy.REFERENCE, await self._invoice_of(charge))

    async def _charge(self, record_id: str) -> Charge | None:
        try:
            return await self._records.charge(record_id)
        except Refused as refusal:
            if refusal.code in NOT_THERE:
                return None
            raise

    async def _invoice(self, invoice_id: str) -> Invoice | None:
        try:
            return await self._client.get("/v1/invoices/{id}", Invoice, ids={"id": invoice_id})
        except Refused as refusal:
            if refusal.code in NOT_THERE:
                return None
            raise

    async def _invoice_of(self, charge: Charge) -> Invoice | None:
        """The invoice a charge paid, for the card; a key without that right shows none."""
        if charge.payment_intent is None:
            return None
        paid = {"type": "payment_intent", "payment_intent": charge.payment_intent}
        try:
            links = await self._client.newest(
                "/v1/invoice_payments", InvoicePayment, {"payment": paid}
            )
            ids = [link.invoice for link in links if link.invoice]
            return await self._invoice(ids[0]) if ids else None
        except Refused:
            return None

    # --- by an invoice's number ---

    async def _by_number(self, claim: RecordClaim) -> AsyncIterator[Hit]:
        for invoice in await self._numbered(claim):
            for hit in await self._paid_by(invoice):
                yield hit

    async def _numbered(self, claim: RecordClaim) -> list[Invoice]:
        """Search first; it lags and is not sold everywhere, so a list has the last word."""
        number = (claim.invoice_number or "").strip()
        found = _with_number(await self._searched(number), number)
        return found or _with_number(await self._listed(claim), number)

    async def _searched(self, number: str) -> list[Invoice]:
        try:
            return await self._client.newest(
                "/v1/invoices/search", Invoice, {"query": f"number:'{_escaped(number)}'"}
            )
        except Refused as refusal:
            _log.info("stripe_search_refused", code=refusal.code)
            return []

    async def _listed(self, claim: RecordClaim) -> list[Invoice]:
        """The newest invoices: of those who have the claimed address, or else of everybody."""
        customers = await self._customers(claim.email.strip()) if claim.email else []
        if not customers:
            return await self._client.newest("/v1/invoices", Invoice, {})
        lists = [
            await self._client.newest("/v1/invoices", Invoice, {"customer": customer.id})
            for customer in customers
        ]
        return [invoice for invoices in lists for invoice in invoices]

    async def _paid_by(self, invoice: Invoice) -> list[Hit]:
        """The charges an invoice was paid by, through its payments (since 2025-03-31.basil)."""
        links = await self._client.all(
            "/v1/invoice_payments", InvoicePayment, {"invoice": invoice.id}
        )
        ids = [link.payment.payment_intent or link.payment.charge for link in _standing(links)]
        charges = [await self._charge(record_id) for record_id in ids if record_id]
        return [Hit(charge, FoundBy.INVOICE, invoice) for charge in charges if charge]

    # --- by the customer's address ---

    async def _by_email(self, claim: RecordClaim, email: str) -> list[Hit]:
        charges = [
            charge
            for customer in await self._customers(email)
            for charge in await self._client.newest(
                "/v1/charges", Charge, {"customer": customer.id}
            )
            if status_of(charge) is RecordStatus.PAID and _minor(charge) is not None
        ]
        charges.sort(key=lambda charge: charge.created, reverse=True)
        same = [charge for charge in charges if _is_claimed(charge, claim)]
        found_by = FoundBy.EMAIL_AND_AMOUNT if same else FoundBy.EMAIL
        return [Hit(charge, found_by) for charge in same or charges]

    async def _customers(self, email: str) -> list[Customer]:
        """Customers with exactly this address. Stripe's filter minds capitals, so ask twice."""
        spellings = dict.fromkeys((email, email.lower()))
        found = [
            customer
            for spelling in spellings
            for customer in await self._client.newest(
                "/v1/customers", Customer, {"email": spelling}
            )
            if customer.email and customer.email.casefold() == email.casefold()
        ]
        return list({customer.id: customer for customer in found}.values())[:MOST_CUSTOMERS]


def _unique(hits: list[Hit]) -> list[Hit]:
    """One hit a charge: the first, which has the best evidence."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.charge.id, hit)
    return list(first.values())


def _standing(links: list[InvoicePayment]) -> list[InvoicePayment]:
    return [link for link in links if link.status != "canceled"]


def _with_number(invoices: list[Invoice], number: str) -> list[Invoice]:
    wanted = number.casefold()
    return [invoice for invoice in invoices if (invoice.number or "").casefold() == wanted]


def _escaped(text: str) -> str:
    r"""Quote for Stripe's search language: `\` and `'` get a backslash.

    https://docs.stripe.com/search#search-query-language
    """
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _minor(charge: Charge) -> int | None:
    """The amount in minor units; None where it cannot be expressed, so it equals no claim."""
    try:
        return from_stripe(charge.amount, charge.iso)
    except Refused:
        _log.warning("stripe_amount_not_expressible", currency=charge.iso)
        return None


def _is_claimed(charge: Charge, claim: RecordClaim) -> bool:
    return (_minor(charge), charge.iso) == (claim.amount_minor, claim.currency)
