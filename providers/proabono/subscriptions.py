"""Subscriptions: found by number or through the caller's customer, shown as records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.money import currency_or_none
from bot.ports import Clock
from providers.proabono.client import ProAbonoClient
from providers.proabono.customers import Customers, cleaned, whose
from providers.proabono.models import Customer, Subscription
from providers.proabono.names import VENDOR, number_in, subscription_name, subscription_of

MOST_RECORDS: Final = 10

_STATES: Mapping[str, RecordStatus] = MappingProxyType(
    {
        "SuspendedPaymentDue": RecordStatus.PAST_DUE,
        "SuspendedNoPaymentInfo": RecordStatus.PAST_DUE,
        "SuspendedAgent": RecordStatus.PAUSED,
    }
)
_STATUS: Mapping[str, RecordStatus] = MappingProxyType(
    {
        "Active": RecordStatus.ACTIVE,
        "Draft": RecordStatus.DRAFT,
        "Suspended": RecordStatus.PAUSED,
    }
)
"""A word that is not here counts as ended."""
_FIRST: Final = (
    RecordStatus.PAST_DUE,
    RecordStatus.PAUSED,
    RecordStatus.ACTIVE,
    RecordStatus.DRAFT,
    RecordStatus.ENDED,
)


class Subscriptions:
    """Raises Refused or Unavailable; a claim that leads nowhere is no error."""

    facts = reading(
        "proabono.read_subscription",
        "Subscription at ProAbono",
        "The subscription as ProAbono shows it now.",
        by=("subscription_id", "email"),
    )

    def __init__(self, client: ProAbonoClient, customers: Customers, clock: Clock) -> None:
        self._client = client
        self._customers = customers
        self._clock = clock

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """By a number that was named, else by the caller's address: what needs attention first."""
        named = number_in((claim.subscription_id or "").strip())
        if named:
            everyone = await self._all({})
            return [
                await self._shown(one, FoundBy.REFERENCE) for one in everyone if one.id == named
            ]
        found = [
            self._record(one, customer, FoundBy.EMAIL)
            for customer in await self._customers.by_email(claim.email or "")
            for one in await self.of_customer(customer.reference_customer)
        ]
        return sorted(found, key=lambda one: _FIRST.index(one.status))[:MOST_RECORDS]

    async def observe(self, record_id: str) -> Record:
        return await self._shown(await self.read(record_id), FoundBy.REFERENCE)

    async def read(self, record_id: str) -> Subscription:
        """Find by our name of it. Raises Refused when the customer has no such subscription."""
        named = subscription_of(record_id)
        if named is None:
            raise Refused("That is no subscription of ProAbono's.", code="not_a_subscription")
        number, reference = named
        for one in await self.of_customer(reference):
            if one.id == number:
                return one
        raise Refused("ProAbono has no such subscription.", code="not_found")

    async def of_customer(self, reference: str) -> list[Subscription]:
        """Every subscription that the customer holds."""
        found = await self._all({"ReferenceCustomer": reference})
        wanted = reference.casefold()
        return [one for one in found if one.reference_customer.casefold() == wanted]

    async def _all(self, query: Mapping[str, str]) -> list[Subscription]:
        segment = self._customers.segment
        asked = {**query, **({"ReferenceSegment": segment} if segment and not query else {})}
        return await self._client.all("/v1/Subscriptions", Subscription, asked)

    async def _shown(self, subscription: Subscription, found_by: FoundBy) -> Record:
        customer = await self._customers.by_reference(subscription.reference_customer)
        return self._record(subscription, customer, found_by)

    def _record(
        self, subscription: Subscription, customer: Customer | None, found_by: FoundBy
    ) -> Record:
        """What each renewal asks is the amount, in the currency of the customer's segment."""
        iso = currency_or_none(customer.currency if customer else None)
        status = subscription_status(subscription)
        return Record(
            vendor=VENDOR,
            kind=RecordKind.SUBSCRIPTION,
            record_id=subscription_name(subscription.id, subscription.reference_customer),
            found_by=found_by,
            **whose(customer),
            subscription_id=str(subscription.id),
            subscription_status=status,
            description=cleaned(subscription.reference_offer),
            amount_minor=subscription.amount_recurrence if iso else None,
            currency=iso if subscription.amount_recurrence is not None else None,
            status=status,
            livemode=self._client.mode == "live",
            due_at=subscription.date_next_billing,
            observed_at=self._clock(),
        )


def subscription_status(subscription: Subscription) -> RecordStatus:
    """Whether it runs, waits for money, was paused by a person, or is over."""
    status = _STATES.get(
        subscription.state_subscription,
        _STATUS.get(subscription.status, RecordStatus.ENDED),
    )
    capped = status is RecordStatus.ACTIVE and subscription.is_payment_capping_reached
    return RecordStatus.PAST_DUE if capped else status
