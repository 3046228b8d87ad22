"""Which payments a claim could mean: the id that was named, then the invoice, then the address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Final

import structlog

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordStatus
from providers.stripe.billing_models import Invoice
from providers.stripe.client import StripeClient
from providers.stripe.ids import is_charge_id, is_intent_id, is_invoice_id
from providers.stripe.lookups import Lookups
from providers.stripe.models import Charge, InvoicePayment
from providers.stripe.records import Hit, Records, status_of
from providers.stripe.units import from_stripe

MOST_RECORDS: Final = 10

_log = structlog.get_logger(__name__)


class Payments:
    """Looks for payments. Raises Refused or Unavailable; an id that leads nowhere is no error."""

    facts = reading(
        "stripe.read_payment",
        "Payment at Stripe",
        "The charge as Stripe shows it now, with what was given back or is disputed.",
        by=("payment_ids", "invoice_number", "email"),
    )

    def __init__(self, client: StripeClient, lookups: Lookups, records: Records) -> None:
        self._client = client
        self._lookups = lookups
        self._records = records

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """At most ten, best evidence first. The address is asked only when nothing else answers."""
        hits = [hit async for hit in self._named(claim)]
        if not hits and claim.email:
            hits = await self._by_email(claim, claim.email.strip())
        return [await self._records.record(hit) for hit in _unique(hits)[:MOST_RECORDS]]

    async def observe(self, record_id: str) -> Record:
        """One payment as it is now. Raises Refused when there is none."""
        charge = await self._lookups.charge(record_id)
        return await self._records.record(Hit(charge, FoundBy.REFERENCE))

    async def _named(self, claim: RecordClaim) -> AsyncIterator[Hit]:
        for record_id in claim.payment_ids:
            async for hit in self._by_id(record_id.strip()):
                yield hit
        for invoice in await self._lookups.numbered(claim):
            for hit in await self._paid_by(invoice):
                yield hit

    async def _by_id(self, record_id: str) -> AsyncIterator[Hit]:
        if is_invoice_id(record_id):
            invoice = await self._lookups.invoice_or_none(record_id)
            for hit in await self._paid_by(invoice) if invoice else ():
                yield hit
        elif is_charge_id(record_id) or is_intent_id(record_id):
            charge = await self._lookups.charge_or_none(record_id)
            if charge:
                yield Hit(charge, FoundBy.REFERENCE)

    async def _paid_by(self, invoice: Invoice) -> list[Hit]:
        """The charges an invoice was paid by, through its payments (since 2025-03-31.basil)."""
        links = await self._client.all(
            "/v1/invoice_payments", InvoicePayment, {"invoice": invoice.id}
        )
        ids = [link.payment.payment_intent or link.payment.charge for link in _standing(links)]
        charges = [await self._lookups.charge_or_none(record_id) for record_id in ids if record_id]
        return [Hit(charge, FoundBy.INVOICE, invoice) for charge in charges if charge]

    async def _by_email(self, claim: RecordClaim, email: str) -> list[Hit]:
        charges = [
            charge
            for customer in await self._lookups.customers(email)
            for charge in await self._client.newest(
                "/v1/charges", Charge, {"customer": customer.id}
            )
            if status_of(charge) is RecordStatus.PAID and _minor(charge) is not None
        ]
        charges.sort(key=lambda charge: charge.created, reverse=True)
        same = [charge for charge in charges if _is_claimed(charge, claim)]
        found_by = FoundBy.EMAIL_AND_AMOUNT if same else FoundBy.EMAIL
        return [Hit(charge, found_by) for charge in same or charges]


def _unique(hits: list[Hit]) -> list[Hit]:
    """One hit a charge: the first, which has the best evidence."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.charge.id, hit)
    return list(first.values())


def _standing(links: list[InvoicePayment]) -> list[InvoicePayment]:
    return [link for link in links if link.status != "canceled"]


def _minor(charge: Charge) -> int | None:
    """The amount in minor units; None where it cannot be expressed, so it equals no claim."""
    try:
        return from_stripe(charge.amount, charge.iso)
    except Refused:
        _log.warning("stripe_amount_not_expressible", currency=charge.iso)
        return None


def _is_claimed(charge: Charge, claim: RecordClaim) -> bool:
    return (_minor(charge), charge.iso) == (claim.amount_minor, claim.currency)
