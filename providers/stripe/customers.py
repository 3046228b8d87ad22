"""Customers as records, and which of them a claim could mean."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from providers.stripe.client import StripeClient
from providers.stripe.ids import is_customer_id
from providers.stripe.lookups import Lookups
from providers.stripe.models import Customer
from providers.stripe.records import VENDOR, clean, dashboard_url


class Customers:
    """Looks for customers. Raises Refused or Unavailable; an id that leads nowhere is no error."""

    facts = reading(
        "stripe.read_customer",
        "Customer at Stripe",
        "The customer record as Stripe shows it now.",
        by=("payment_ids", "email"),
    )

    def __init__(self, client: StripeClient, lookups: Lookups, clock: Clock) -> None:
        self._client = client
        self._lookups = lookups
        self._clock = clock

    async def read(self, customer_id: str) -> Customer:
        """Raises Refused for an id that is no customer's, or leads nowhere. May be deleted."""
        if not is_customer_id(customer_id):
            raise Refused("That is no customer id of Stripe's.", code="not_a_customer_id")
        return await self._client.get("/v1/customers/{id}", Customer, ids={"id": customer_id})

    async def observe(self, record_id: str) -> Record:
        return self._record(await self.read(record_id), FoundBy.REFERENCE)

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """By the customer's own id, else by exactly this address."""
        named = [customer async for customer in self._named(claim)]
        if named:
            return [self._record(customer, FoundBy.REFERENCE) for customer in named]
        email = (claim.email or "").strip()
        found = await self._lookups.customers(email) if email else []
        return [self._record(customer, FoundBy.EMAIL) for customer in found]

    async def _named(self, claim: RecordClaim) -> AsyncIterator[Customer]:
        for named in dict.fromkeys(text.strip() for text in claim.payment_ids):
            if is_customer_id(named):
                customer = await self._lookups.customer_or_none(named)
                if customer is not None:
                    yield customer

    def _record(self, customer: Customer, found_by: FoundBy) -> Record:
        """A deleted customer has nothing but its id; its mode is the key's."""
        livemode = self._client.mode == "live"
        return Record(
            vendor=VENDOR,
            kind=RecordKind.CUSTOMER,
            record_id=customer.id,
            found_by=found_by,
            customer_id=customer.id,
            customer_name=clean(customer.name),
            customer_email=clean(customer.email),
            customer_phone=clean(customer.phone),
            status=RecordStatus.ENDED if customer.deleted else RecordStatus.ACTIVE,
            livemode=livemode,
            record_url=dashboard_url("customers", customer.id, livemode=livemode),
            observed_at=self._clock(),
        )
