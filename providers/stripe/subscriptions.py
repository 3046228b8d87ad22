"""Subscriptions as records, and which of them a claim could mean."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from providers.stripe.billing_models import Invoice, Subscription
from providers.stripe.client import StripeClient
from providers.stripe.ids import is_subscription_id
from providers.stripe.invoices import status_of
from providers.stripe.lookups import Lookups
from providers.stripe.models import moment
from providers.stripe.payments import MOST_RECORDS
from providers.stripe.records import VENDOR, clean, dashboard_url
from providers.stripe.status import subscription_status
from providers.stripe.units import from_stripe

_TROUBLED_FIRST: Final = (RecordStatus.PAST_DUE, RecordStatus.PAUSED, RecordStatus.ACTIVE)


class Subscriptions:
    """Looks for subscriptions. Raises Refused or Unavailable; an id that leads nowhere is none."""

    facts = reading(
        "stripe.read_subscription",
        "Subscription at Stripe",
        "The subscription as Stripe shows it now.",
        by=("subscription_id", "payment_ids", "email"),
    )

    def __init__(self, client: StripeClient, lookups: Lookups, clock: Clock) -> None:
        self._client = client
        self._lookups = lookups
        self._clock = clock

    async def read(self, subscription_id: str) -> Subscription:
        """Raises Refused for an id that is no subscription's, or leads nowhere."""
        if not is_subscription_id(subscription_id):
            raise Refused("That is no subscription id of Stripe's.", code="not_a_subscription_id")
        return await self._client.get(
            "/v1/subscriptions/{id}", Subscription, ids={"id": subscription_id}
        )

    async def open_invoice(self, plan: Subscription) -> Invoice | None:
        """The latest invoice, when it waits to be paid."""
        if plan.latest_invoice is None:
            return None
        invoice = await self._lookups.invoice_or_none(plan.latest_invoice)
        still_open = invoice is not None and status_of(invoice) is RecordStatus.OPEN
        return invoice if still_open else None

    async def observe(self, record_id: str) -> Record:
        return await self._record(await self.read(record_id), FoundBy.REFERENCE)

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """At most ten, best evidence first, among those of one address the troubled ones."""
        named = [plan async for plan in self._named(claim)]
        if named:
            return [await self._record(plan, FoundBy.REFERENCE) for plan in named[:MOST_RECORDS]]
        return await self._by_email(claim) if claim.email else ()

    async def _named(self, claim: RecordClaim) -> AsyncIterator[Subscription]:
        named = (claim.subscription_id or "", *claim.payment_ids)
        for subscription_id in dict.fromkeys(text.strip() for text in named):
            if is_subscription_id(subscription_id):
                plan = await self._lookups.subscription_or_none(subscription_id)
                if plan is not None:
                    yield plan

    async def _by_email(self, claim: RecordClaim) -> list[Record]:
        """Without ended ones: a list leaves them out until it is asked for them."""
        plans = [
            plan
            for customer in await self._lookups.customers((claim.email or "").strip())
            for plan in await self._client.newest(
                "/v1/subscriptions", Subscription, {"customer": customer.id}
            )
            if subscription_status(plan.status) in _TROUBLED_FIRST
        ]
        plans.sort(key=_trouble)
        found = [await self._record(plan, FoundBy.EMAIL) for plan in plans[:MOST_RECORDS]]
        same = [record for record in found if _is_claimed(record, claim)]
        marked = [one.model_copy(update={"found_by": FoundBy.EMAIL_AND_AMOUNT}) for one in same]
        return marked or found

    async def _record(self, plan: Subscription, found_by: FoundBy) -> Record:
        """Complete a subscription. Raises Refused when amounts cannot be expressed exactly."""
        customer = await self._lookups.customer(plan.customer)
        bill = await self.open_invoice(plan)
        status = subscription_status(plan.status)
        amount = _amount(plan, bill)
        settled = bill.asked - bill.amount_remaining if bill else 0
        return Record(
            vendor=VENDOR,
            kind=RecordKind.SUBSCRIPTION,
            record_id=plan.id,
            found_by=found_by,
            customer_id=plan.customer,
            customer_name=clean(customer.name if customer else None),
            customer_email=clean(customer.email if customer else None),
            customer_phone=clean(customer.phone if customer else None),
            invoice_id=bill.id if bill else None,
            invoice_number=clean(bill.number if bill else None),
            subscription_id=plan.id,
            subscription_status=status,
            amount_minor=None if amount is None else from_stripe(amount, plan.iso),
            currency=plan.iso,
            paid_minor=from_stripe(settled, plan.iso),
            status=status,
            livemode=plan.livemode,
            due_at=moment(bill.due_date) if bill else None,
            mailable=False,
            record_url=dashboard_url("subscriptions", plan.id, livemode=plan.livemode),
            observed_at=self._clock(),
        )


def _amount(plan: Subscription, bill: Invoice | None) -> int | None:
    """What the open invoice asks; a paused one without any will be billed its price."""
    if bill is not None:
        return bill.asked
    return price_of(plan) if plan.status == "paused" else None


def price_of(plan: Subscription) -> int | None:
    """One period in Stripe's units; None where discounts, tax, tiers or meters have a say."""
    items = plan.items
    if items.has_more or plan.discounts or plan.default_tax_rates or plan.automatic_tax.enabled:
        return None
    total = 0
    for item in items.data:
        if item.price is None or item.price.unit_amount is None or item.quantity is None:
            return None
        total += item.price.unit_amount * item.quantity
    return total


def _trouble(plan: Subscription) -> tuple[int, int]:
    return _TROUBLED_FIRST.index(subscription_status(plan.status)), -plan.created


def _is_claimed(record: Record, claim: RecordClaim) -> bool:
    if claim.amount_minor is None:
        return False
    return (record.amount_minor, record.currency) == (claim.amount_minor, claim.currency)
