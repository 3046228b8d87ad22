"""Skyfire as `bot.vendors.Vendor`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.ports import Clock
from bot.vendor_settings import SkyfireSettings
from bot.vendors import Look, Operation
from providers.http import READ_TIMEOUT_S, Sleep
from providers.skyfire.client import VENDOR, SkyfireClient, connect
from providers.skyfire.create_kya_token import CreateKyaToken
from providers.skyfire.seller import Seller, open_seller
from providers.skyfire.wallet import Wallet, WalletBalance


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SkyfireVendor:
    """One buyer agent. Tokens that pay are left out: no workflow has a payee."""

    name = VENDOR

    def __init__(
        self,
        client: SkyfireClient,
        *,
        clock: Clock = _utc_now,
        service_id: str = "",
        seller: Seller | None = None,
    ) -> None:
        self._client = client
        self._seller = seller
        self._wallet = Wallet(client, clock, has_seller=seller is not None)
        create = CreateKyaToken(client, clock, service_id=service_id, seller=seller)
        look = WalletBalance(client)
        self._operations = MappingProxyType({create.facts.name: create})
        self._looks = MappingProxyType({look.facts.name: look})

    @property
    def operations(self) -> Mapping[str, Operation]:
        return self._operations

    @property
    def looks(self) -> Mapping[str, Look]:
        return self._looks

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:  # noqa: ARG002 - the port's: there is one wallet
        return [await self._wallet.observe()] if kind is RecordKind.WALLET else []

    async def observe(self, kind: RecordKind, record_id: str) -> Record:  # noqa: ARG002 - as above
        return await self._wallet.observe(record_id)

    async def aclose(self) -> None:
        await self._client.aclose()
        if self._seller is not None:
            await self._seller.aclose()


def build(
    settings: SkyfireSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> SkyfireVendor | None:
    """Open Skyfire as configured; None without a key. Without a seller no token is made.

    Raises ConfigurationError when one of the addresses is not safe.
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
    return SkyfireVendor(
        client,
        clock=clock,
        service_id=settings.seller_service_id or "",
        seller=_seller(settings, sleep, timeout_s),
    )


def _seller(settings: SkyfireSettings, sleep: Sleep, timeout_s: float) -> Seller | None:
    if not (settings.seller_service_id and settings.receiver_url):
        return None
    return open_seller(settings.receiver_url, sleep=sleep, timeout_s=timeout_s)
