"""Paystack as `bot.ports.Vendor`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind
from bot.ports import Clock, Operation
from bot.settings import PaystackSettings
from providers.http import READ_TIMEOUT_S, Sleep
from providers.paystack.client import PaystackClient, connect
from providers.paystack.payments import Finder
from providers.paystack.records import VENDOR, Hit, Records
from providers.paystack.refunds import CreateRefund


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PaystackVendor:
    """One Paystack account. Amounts go in and out as ISO minor units.

    There is no receipt to resend: Paystack documents no call that mails one again.
    """

    name = VENDOR

    def __init__(self, client: PaystackClient, *, clock: Clock = _utc_now) -> None:
        self._client = client
        self._records = Records(client, clock)
        self._finder = Finder(client, self._records)
        refund = CreateRefund(client, self._records)
        self._operations: Mapping[str, Operation] = MappingProxyType({refund.facts.name: refund})

    @property
    def operations(self) -> Mapping[str, Operation]:
        return self._operations

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:
        if kind is not RecordKind.PAYMENT:
            return ()
        return await self._finder.find(claim)

    async def observe(self, kind: RecordKind, record_id: str) -> Record:  # noqa: ARG002 - one kind so far
        transaction = await self._records.transaction(record_id)
        return await self._records.record(Hit(transaction, FoundBy.REFERENCE))

    async def aclose(self) -> None:
        await self._client.aclose()


def build(
    settings: PaystackSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> PaystackVendor | None:
    """Open Paystack as configured; None without a key. A key of the wrong mode refuses every call.

    Raises ConfigurationError when the base address is not safe.
    """
    if settings.secret_key is None or not settings.secret_key.get_secret_value():
        return None
    client = connect(
        settings.secret_key,
        base_url=settings.base_url,
        mode=settings.mode,
        sleep=sleep,
        timeout_s=timeout_s,
    )
    return PaystackVendor(client, clock=clock)
