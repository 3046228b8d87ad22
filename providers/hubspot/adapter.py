"""HubSpot as `bot.vendors.Vendor`: told what was done elsewhere, and asked whose account it is."""

from __future__ import annotations

import asyncio

from bot.vendor_settings import HubSpotSettings
from providers.account import Account
from providers.http import READ_TIMEOUT_S, Sleep
from providers.hubspot.client import HubSpotClient, connect
from providers.hubspot.contacts import VENDOR, Contacts
from providers.hubspot.looks import OwnerLook, RenewalLook
from providers.hubspot.marks import Marks
from providers.hubspot.notes import CreateNote
from providers.hubspot.owners import HubSpotOwners
from providers.hubspot.tasks import CreateTask


class HubSpotVendor(Account):
    """One HubSpot account. It tells no test account from a live one: the token decides."""

    def __init__(self, client: HubSpotClient, *, renewal_pipeline: str | None = None) -> None:
        contacts, marks = Contacts(client), Marks(client)
        super().__init__(
            VENDOR,
            "HubSpot",
            client,
            operations=(CreateNote(contacts, marks), CreateTask(contacts, marks)),
            looks=(
                OwnerLook(client, contacts),
                RenewalLook(client, contacts, pipeline=renewal_pipeline),
            ),
            reads=(contacts,),
        )
        self.owners = HubSpotOwners(contacts)


def build(
    settings: HubSpotSettings, *, sleep: Sleep = asyncio.sleep, timeout_s: float = READ_TIMEOUT_S
) -> HubSpotVendor | None:
    """Open HubSpot as configured; None without a token.

    Raises ConfigurationError when the base address is not safe.
    """
    if settings.access_token is None or not settings.access_token.get_secret_value():
        return None
    client = connect(
        settings.access_token, base_url=settings.base_url, sleep=sleep, timeout_s=timeout_s
    )
    return HubSpotVendor(client, renewal_pipeline=settings.renewal_pipeline)
