"""HubSpot as `bot.vendors.Vendor`: told what was done elsewhere, and asked whose account it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.errors import Refused
from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.vendor_settings import HubSpotSettings
from bot.vendors import Look, Operation
from providers.http import READ_TIMEOUT_S, Sleep
from providers.hubspot.client import HubSpotClient, connect
from providers.hubspot.contacts import VENDOR, Contacts
from providers.hubspot.looks import OwnerLook, RenewalLook
from providers.hubspot.marks import Marks
from providers.hubspot.notes import CreateNote
from providers.hubspot.owners import HubSpotOwners
from providers.hubspot.tasks import CreateTask


class HubSpotVendor:
    """One HubSpot account. It tells no test account from a live one: the token decides."""

    name = VENDOR

    def __init__(self, client: HubSpotClient, *, renewal_pipeline: str | None = None) -> None:
        self._client = client
        contacts, marks = Contacts(client), Marks(client)
        operations: tuple[Operation, ...] = (
            CreateNote(contacts, marks),
            CreateTask(contacts, marks),
        )
        looks: tuple[Look, ...] = (
            OwnerLook(client, contacts),
            RenewalLook(client, contacts, pipeline=renewal_pipeline),
        )
        self.owners = HubSpotOwners(contacts)
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
        raise Refused("HubSpot holds no record that a call is about.", code="no_records")

    async def aclose(self) -> None:
        await self._client.aclose()


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
