"""Skyfire as `bot.vendors.Vendor`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.handoff.record import RecordKind
from bot.ports import Clock
from bot.vendor_settings import SkyfireSettings
from providers.account import Account
from providers.http import READ_TIMEOUT_S, Sleep
from providers.skyfire.client import VENDOR, SkyfireClient, connect
from providers.skyfire.create_kya_token import CreateKyaToken
from providers.skyfire.introspection import Introspection
from providers.skyfire.seller import Seller, open_seller
from providers.skyfire.wallet import Wallet, WalletBalance


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SkyfireVendor(Account):
    """One buyer agent. Tokens that pay are left out: no workflow has a payee."""

    def __init__(
        self,
        client: SkyfireClient,
        *,
        clock: Clock = _utc_now,
        service_id: str = "",
        seller: Seller | None = None,
    ) -> None:
        introspection = Introspection(client)
        super().__init__(
            VENDOR,
            "Skyfire",
            client,
            shelves={RecordKind.WALLET: Wallet(client, clock, has_seller=seller is not None)},
            operations=(
                CreateKyaToken(client, introspection, clock, service_id=service_id, seller=seller),
            ),
            looks=(WalletBalance(client),),
            reads=(introspection,),
        )
        self._seller = seller

    async def aclose(self) -> None:
        await super().aclose()
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
