"""Stripe as `bot.ports.Vendor`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind
from bot.ports import Clock, Operation
from bot.settings import StripeSettings
from providers.http import READ_TIMEOUT_S, Sleep
from providers.stripe.client import StripeClient, connect
from providers.stripe.payments import Finder
from providers.stripe.receipts import SendReceipt
from providers.stripe.records import VENDOR, Hit, Records
from providers.stripe.refunds import CreateRefund


def _utc_now() -> datetime:
    return datetime.now(UTC)


class StripeVendor:
    """One Stripe account. Amounts go in and out as ISO minor units."""

    name = VENDOR

    def __init__(self, client: StripeClient, *, clock: Clock = _utc_now) -> None:
        self._client = client
        self._records = Records(client, clock)
        self._finder = Finder(client, self._records)
        operations = (
            CreateRefund(client, self._records),
            SendReceipt(client, self._records),
        )
        self._operations: Mapping[str, Operation] = MappingProxyType(
            {operation.facts.name: operation for operation in operations}
        )

    @property
    def operations(self) -> Mapping[str, Operation]:
        return self._operations

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:
        if kind is not RecordKind.PAYMENT:
            return ()
        return await self._finder.find(claim)

    async def observe(self, kind: RecordKind, record_id: str) -> Record:  # noqa: ARG002 - one kind so far
        charge = await self._records.charge(record_id)
        return await self._records.record(Hit(charge, FoundBy.REFERENCE))

    async def aclose(self) -> None:
        await self._client.aclose()


def build(
    settings: StripeSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> StripeVendor | None:
    """Open Stripe as configured; None without a key. A key of the wrong mode refuses every call.

    Raises ConfigurationError when the base address is not safe.
    """
    if settings.api_key is None or not settings.api_key.get_secret_value():
        return None
    client = connect(
        settings.api_key,
        base_url=settings.base_url,
        mode=settings.mode,
        sleep=sleep,
        timeout_s=timeout_s,
    )
    return StripeVendor(client, clock=clock)
