"""Polygon.io as `bot.vendors.Vendor`: questions alone, no records and no writes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from bot.errors import Refused
from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.ports import Clock
from bot.vendor_settings import PolygonSettings
from bot.vendors import Look, Operation
from providers.http import READ_TIMEOUT_S, Sleep
from providers.polygon.client import PolygonClient, connect
from providers.polygon.filings import Filings
from providers.polygon.looks import Looks


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PolygonVendor:
    """One key of Polygon.io's. It holds nothing of anybody's account."""

    name = "polygon"

    def __init__(self, client: PolygonClient, *, clock: Clock = _utc_now) -> None:
        self._client = client
        self._looks = Looks(client, Filings(client, clock)).all()

    @property
    def operations(self) -> Mapping[str, Operation]:
        return MappingProxyType({})

    @property
    def looks(self) -> Mapping[str, Look]:
        return self._looks

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:  # noqa: ARG002 - the port names them
        return []

    async def observe(self, kind: RecordKind, record_id: str) -> Record:  # noqa: ARG002 - the port names them
        raise Refused("Polygon.io keeps no records of customers.", code="no_such_kind")

    async def aclose(self) -> None:
        await self._client.aclose()


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
