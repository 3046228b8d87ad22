"""Zendesk as `bot.vendors.Vendor`: told what was done elsewhere, and asked how a ticket stands."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from bot.errors import Refused
from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.ports import Clock
from bot.vendor_settings import ZendeskSettings
from bot.vendors import Look, Operation
from providers.http import READ_TIMEOUT_S, Sleep
from providers.zendesk.add_note import AddInternalNote
from providers.zendesk.add_reply import AddPublicComment
from providers.zendesk.client import ZendeskClient, connect
from providers.zendesk.create_ticket import CreateTicket
from providers.zendesk.looks import TicketLook
from providers.zendesk.tickets import VENDOR, Tickets


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ZendeskVendor:
    """One Zendesk account. A sandbox is another account with credentials of its own."""

    name = VENDOR

    def __init__(self, client: ZendeskClient, tickets: Tickets, base_url: str) -> None:
        self._client = client
        create = CreateTicket(client, tickets)
        operations: tuple[Operation, ...] = (
            create,
            AddInternalNote(client, tickets, create),
            AddPublicComment(client, tickets),
        )
        looks: tuple[Look, ...] = (TicketLook(tickets, base_url),)
        self._operations = MappingProxyType({one.facts.name: one for one in operations})
        self._looks = MappingProxyType({one.facts.name: one for one in looks})

    @property
    def operations(self) -> Mapping[str, Operation]:
        return self._operations

    @property
    def looks(self) -> Mapping[str, Look]:
        return self._looks

    async def find_records(
        self,
        claim: RecordClaim,  # noqa: ARG002 - the port names it
        kind: RecordKind,  # noqa: ARG002 - the port names it
    ) -> Sequence[Record]:
        """None: what a call is about is held elsewhere."""
        return ()

    async def observe(self, kind: RecordKind, record_id: str) -> Record:  # noqa: ARG002 - the port names it
        """Raises Refused: there are no such records here."""
        raise Refused("Zendesk holds no record that a call is about.", code="no_records")

    async def aclose(self) -> None:
        await self._client.aclose()


def build(
    settings: ZendeskSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> ZendeskVendor | None:
    """Open Zendesk as configured; None without a client, its secret and an address.

    Raises ConfigurationError when the base address is not safe.
    """
    secret, base_url = settings.client_secret, settings.base_url
    if not settings.client_id or secret is None or not secret.get_secret_value() or not base_url:
        return None
    client = connect(
        settings.client_id,
        secret,
        base_url=base_url,
        clock=clock,
        sleep=sleep,
        timeout_s=timeout_s,
    )
    hosts = (urlsplit(base_url).hostname or "", *settings.link_hosts)
    return ZendeskVendor(client, Tickets(client, hosts), base_url)
