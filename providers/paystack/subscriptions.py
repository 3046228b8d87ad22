"""Subscriptions: found by code or address, shown as records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from providers.answers import none_if_missing
from providers.paystack.client import PaystackClient
from providers.paystack.customers import Customers
from providers.paystack.models import Subscription
from providers.paystack.payer import VENDOR, cleaned, payer_fields
from providers.paystack.units import expressible, from_paystack

CODE: Final = re.compile(r"SUB_[A-Za-z0-9]{1,60}")
MOST_RECORDS: Final = 10

_STATUS: Mapping[str, RecordStatus] = MappingProxyType(
    {
        "active": RecordStatus.ACTIVE,
        "non-renewing": RecordStatus.ACTIVE,  # paid for until its end
        "attention": RecordStatus.PAST_DUE,
    }
)
"""The full list is not published: a word that is not here counts as ended."""
_ORDER: Final = (RecordStatus.PAST_DUE, RecordStatus.ACTIVE, RecordStatus.ENDED)


class Subscriptions:
    """Raises Refused or Unavailable; a claim that leads nowhere is no error."""

    facts = reading(
        "paystack.read_subscription",
        "Subscription at Paystack",
        "The subscription as Paystack shows it now.",
        by=("subscription_id", "payment_ids", "invoice_number", "email"),
    )

    def __init__(self, client: PaystackClient, customers: Customers, clock: Clock) -> None:
        self._client = client
        self._customers = customers
        self._clock = clock

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """By a code that was named, else by the caller's address: what needs attention first."""
        names = (claim.subscription_id or "", *claim.payment_ids, claim.invoice_number or "")
        coded = dict.fromkeys(name.strip() for name in names if is_subscription_code(name.strip()))
        named = [await none_if_missing(self.read(code)) for code in coded]
        if any(named):
            return [self._record(one, FoundBy.REFERENCE) for one in named if one]
        found = [self._record(one, FoundBy.EMAIL) for one in await self._of_caller(claim)]
        return sorted(found, key=lambda one: _ORDER.index(one.status))[:MOST_RECORDS]

    async def observe(self, record_id: str) -> Record:
        return self._record(await self.read(record_id), FoundBy.REFERENCE)

    async def read(self, code: str) -> Subscription:
        """Fetch by `SUB_...`. Raises Refused when there is none."""
        if not is_subscription_code(code):
            raise Refused("That is no subscription of Paystack's.", code="not_a_subscription_code")
        found = await self._client.get(
            "/subscription/{id_or_code}", Subscription, ids={"id_or_code": code}
        )
        if found.subscription_code.casefold() != code.casefold():
            raise Refused("Paystack answered with another subscription.", code="other_subscription")
        return found

    async def _of_caller(self, claim: RecordClaim) -> list[Subscription]:
        customer = await self._customers.by_email(claim.email or "")
        if customer is None:
            return []
        found = await self._client.all("/subscription", Subscription, {"customer": customer.id})
        return [one for one in found if one.customer is None or one.customer.id == customer.id]

    def _record(self, subscription: Subscription, found_by: FoundBy) -> Record:
        """What each renewal asks is the amount; without a currency there is none to state."""
        plan = subscription.plan
        iso = plan.currency.upper() if plan and plan.currency else None
        stated = iso is not None and expressible(subscription.amount, iso)
        status = subscription_status(subscription)
        return Record(
            vendor=VENDOR,
            kind=RecordKind.SUBSCRIPTION,
            record_id=subscription.subscription_code,
            found_by=found_by,
            **payer_fields(subscription.customer),
            subscription_id=subscription.subscription_code,
            subscription_status=status,
            description=cleaned(plan.name if plan else None),
            amount_minor=from_paystack(subscription.amount, iso) if iso and stated else None,
            currency=iso if stated else None,
            status=status,
            livemode=subscription.domain == "live",
            observed_at=self._clock(),
        )


def is_subscription_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def subscription_status(subscription: Subscription) -> RecordStatus:
    return _STATUS.get(subscription.status, RecordStatus.ENDED)
