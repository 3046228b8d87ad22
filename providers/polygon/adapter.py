"""Polygon.io as `bot.vendors.Vendor`: questions alone, no records and no writes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.ports import Clock
from bot.vendor_settings import PolygonSettings
from providers.account import Account
from providers.http import READ_TIMEOUT_S, Sleep
from providers.polygon.client import PolygonClient, connect
from providers.polygon.filings import Filings
from providers.polygon.looks import Looks


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PolygonVendor(Account):
    """One key of Polygon.io's. It holds nothing of anybody's account."""

    def __init__(self, client: PolygonClient, *, clock: Clock = _utc_now) -> None:
        super().__init__(
            "polygon", "Polygon.io", client, looks=Looks(client, Filings(client, clock)).all()
        )


def build(
    settings: PolygonSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> PolygonVendor | None:
    """Open Polygon.io as configured; None without a key.

    Raises ConfigurationError when the base address is not safe.
    """
    if settings.api_key is None or not settings.api_key.get_secret_value():
        return None
    client = connect(
        settings.api_key,
        base_url=settings.base_url,
        calls_a_minute=settings.calls_a_minute,
        clock=clock,
        sleep=sleep,
        timeout_s=timeout_s,
    )
    return PolygonVendor(client, clock=clock)
