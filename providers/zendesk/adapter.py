"""Zendesk as `bot.vendors.Vendor`: told what was done elsewhere, and asked how a ticket stands."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.ports import Clock
from bot.vendor_settings import ZendeskSettings
from providers.account import Account
from providers.http import READ_TIMEOUT_S, Sleep
from providers.zendesk.add_note import AddInternalNote
from providers.zendesk.add_reply import AddPublicComment
from providers.zendesk.client import ZendeskClient, connect
from providers.zendesk.create_ticket import CreateTicket
from providers.zendesk.looks import TicketLook
from providers.zendesk.tickets import VENDOR, Tickets


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ZendeskVendor(Account):
    """One Zendesk account. A sandbox is another account with credentials of its own."""

    def __init__(self, client: ZendeskClient, tickets: Tickets, base_url: str) -> None:
        create = CreateTicket(client, tickets)
        super().__init__(
            VENDOR,
            "Zendesk",
            client,
            operations=(
                create,
                AddInternalNote(client, tickets, create),
                AddPublicComment(client, tickets),
            ),
            looks=(TicketLook(tickets, base_url),),
            reads=(tickets,),
        )


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
