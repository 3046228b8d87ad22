"""Invoices as records, and which of them a claim could mean."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import structlog

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from providers.stripe.billing_models import Invoice, Subscription
from providers.stripe.client import StripeClient
from providers.stripe.ids import is_charge_id, is_intent_id, is_invoice_id, is_subscription_id
from providers.stripe.lookups import Lookups
from providers.stripe.models import moment
from providers.stripe.payments import MOST_RECORDS
from providers.stripe.records import VENDOR, clean, dashboard_url
from providers.stripe.status import subscription_status
from providers.stripe.units import from_stripe

STATUS: Final[Mapping[str, RecordStatus]] = MappingProxyType(
    {
        "draft": RecordStatus.DRAFT,
        "open": RecordStatus.OPEN,
        "paid": RecordStatus.PAID,
        "void": RecordStatus.VOID,
        "uncollectible": RecordStatus.VOID,
    }
)
"""https://docs.stripe.com/invoicing/overview; a word we do not know allows nothing: void."""

_SHOWN = frozenset({RecordStatus.OPEN, RecordStatus.PAID})
_log = structlog.get_logger(__name__)


class Invoices:
    """Looks for invoices. Raises Refused or Unavailable; an id that leads nowhere is no error."""

    facts = reading(
        "stripe.read_invoice",
        "Invoice at Stripe",
        "The invoice as Stripe shows it now.",
        by=("invoice_number", "payment_ids", "subscription_id", "email"),
    )

    def __init__(self, client: StripeClient, lookups: Lookups, clock: Clock) -> None:
        self._client = client
        self._lookups = lookups
        self._clock = clock

    async def read(self, invoice_id: str) -> Invoice:
        """Raises Refused for an id that is no invoice's, or leads nowhere."""
        if not is_invoice_id(invoice_id):
            raise Refused("That is no invoice id of Stripe's.", code="not_an_invoice_id")
        return await self._client.get("/v1/invoices/{id}", Invoice, ids={"id": invoice_id})

    async def observe(self, record_id: str) -> Record:
        return await self._record(await self.read(record_id), FoundBy.REFERENCE)

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """At most ten: by id and number, else by subscription, else by the caller's address."""
        hits = [hit async for hit in self._named(claim)] or await self._otherwise(claim)
        first: dict[str, tuple[Invoice, FoundBy]] = {}
        for hit in hits:
            first.setdefault(hit[0].id, hit)
        return [await self._record(*hit) for hit in list(first.values())[:MOST_RECORDS]]

    async def _otherwise(self, claim: RecordClaim) -> list[tuple[Invoice, FoundBy]]:
        """A subscription that was named and is there leaves the address unasked."""
        plans = [plan async for plan in self._plans(claim)]
        if plans:
            lists = [await self._of_plan(plan) for plan in plans]
            return [(invoice, FoundBy.REFERENCE) for found in lists for invoice in found]
        return await self._by_email(claim, claim.email.strip()) if claim.email else []

    async def _named(self, claim: RecordClaim) -> AsyncIterator[tuple[Invoice, FoundBy]]:
        for named in claim.payment_ids:
            invoice = await self._by_id(named.strip())
            if invoice is not None:
                yield invoice, FoundBy.REFERENCE
        for invoice in await self._lookups.numbered(claim):
            yield invoice, FoundBy.INVOICE

    async def _by_id(self, named: str) -> Invoice | None:
        """An invoice by its own id, or by the payment that settled it."""
        if is_invoice_id(named):
            return await self._lookups.invoice_or_none(named)
        if not (is_charge_id(named) or is_intent_id(named)):
            return None
        charge = await self._lookups.charge_or_none(named)
        return await self._lookups.paid_invoice(charge) if charge else None

    async def _plans(self, claim: RecordClaim) -> AsyncIterator[Subscription]:
        named = (claim.subscription_id or "", *claim.payment_ids)
        for subscription_id in dict.fromkeys(text.strip() for text in named):
            if is_subscription_id(subscription_id):
                plan = await self._lookups.subscription_or_none(subscription_id)
                if plan is not None:
                    yield plan

    async def _of_plan(self, plan: Subscription) -> list[Invoice]:
        """Its open invoices, else its latest; for a paused one only the subscription can tell."""
        query = {"subscription": plan.id}
        invoices = await self._client.newest("/v1/invoices", Invoice, query)
        shown = [invoice for invoice in invoices if status_of(invoice) in _SHOWN]
        still_open = [one for one in shown if status_of(one) is RecordStatus.OPEN]
        is_paused = subscription_status(plan.status) is RecordStatus.PAUSED
        return still_open or ([] if is_paused else shown[:1])

    async def _by_email(self, claim: RecordClaim, email: str) -> list[tuple[Invoice, FoundBy]]:
        """Open ones first, and of those only the ones of the claimed sum when there are any."""
        invoices = [
            invoice
            for customer in await self._lookups.customers(email)
            for invoice in await self._client.newest(
                "/v1/invoices", Invoice, {"customer": customer.id}
            )
            if status_of(invoice) in _SHOWN and _minor(invoice, invoice.asked) is not None
        ]
        invoices.sort(key=lambda one: (status_of(one) is not RecordStatus.OPEN, -one.created))
        same = [invoice for invoice in invoices if _is_claimed(invoice, claim)]
        if same and status_of(same[0]) is RecordStatus.OPEN:
            return [(invoice, FoundBy.EMAIL_AND_AMOUNT) for invoice in same]
        return [(invoice, _evidence(invoice, claim)) for invoice in invoices]

    async def _record(self, invoice: Invoice, found_by: FoundBy) -> Record:
        """Complete an invoice. Raises Refused when its amounts cannot be expressed exactly."""
        customer = await self._lookups.customer(invoice.customer)
        settled = invoice.asked - invoice.amount_remaining
        return Record(
            vendor=VENDOR,
            kind=RecordKind.INVOICE,
            record_id=invoice.id,
            found_by=found_by,
            customer_id=invoice.customer,
            customer_name=clean((customer.name if customer else None) or invoice.customer_name),
            customer_email=clean(customer.email if customer else None),
            customer_phone=clean(customer.phone if customer else None),
            invoice_id=invoice.id,
            invoice_number=clean(invoice.number),
            subscription_id=invoice.subscription,
            subscription_status=await self._subscription_status(invoice),
            description=clean(invoice.description),
            amount_minor=from_stripe(invoice.asked, invoice.iso),
            currency=invoice.iso,
            paid_minor=from_stripe(settled, invoice.iso),
            status=status_of(invoice),
            livemode=invoice.livemode,
            paid_at=invoice.paid_at,
            due_at=moment(invoice.due_date),
            mailable=invoice.collection_method == "send_invoice",
            record_url=dashboard_url("invoices", invoice.id, livemode=invoice.livemode),
            observed_at=self._clock(),
        )

    async def _subscription_status(self, invoice: Invoice) -> RecordStatus | None:
        """How the subscription stands; a key without that right leaves it open."""
        if invoice.subscription is None:
            return None
        try:
            plan = await self._lookups.subscription_or_none(invoice.subscription)
        except Refused:
            return None
        return subscription_status(plan.status) if plan else None


def status_of(invoice: Invoice) -> RecordStatus:
    return STATUS.get(invoice.status or "", RecordStatus.VOID)


def _evidence(invoice: Invoice, claim: RecordClaim) -> FoundBy:
    return FoundBy.EMAIL_AND_AMOUNT if _is_claimed(invoice, claim) else FoundBy.EMAIL


def _is_claimed(invoice: Invoice, claim: RecordClaim) -> bool:
    """The whole sum or what is left of it: callers name either."""
    if claim.amount_minor is None or claim.currency != invoice.iso:
        return False
    sums = (_minor(invoice, invoice.asked), _minor(invoice, invoice.amount_remaining))
    return claim.amount_minor in sums


def _minor(invoice: Invoice, amount: int) -> int | None:
    """The amount in minor units; None where it cannot be expressed, so it equals no claim."""
    try:
        return from_stripe(amount, invoice.iso)
    except Refused:
        _log.warning("stripe_amount_not_expressible", currency=invoice.iso)
        return None
