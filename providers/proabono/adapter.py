"""ProAbono as `bot.vendors.Vendor`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.errors import ConfigurationError
from bot.handoff.record import RecordKind
from bot.ports import Clock
from bot.vendor_settings import ProAbonoSettings
from bot.vendors import Matter, Paper
from providers.account import Account
from providers.http import READ_TIMEOUT_S, Sleep
from providers.papers import Link
from providers.proabono.add_note import AddNote
from providers.proabono.client import PAGE_SIZE, ProAbonoClient, connect
from providers.proabono.create_customer import CreateCustomer
from providers.proabono.customers import Customers
from providers.proabono.invoices import Invoices
from providers.proabono.looks import Looks
from providers.proabono.names import VENDOR
from providers.proabono.owners import Owners
from providers.proabono.papers import HOSTS, ProAbonoPapers
from providers.proabono.payment_settings import UpdatePaymentSettings
from providers.proabono.subscriptions import Subscriptions
from providers.proabono.update_customer import UpdateCustomer


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ProAbonoVendor(Account):
    """One ProAbono business. Amounts go in and out as ISO minor units.

    Its API gives nothing back, mails nothing and cancels nothing: those are done by people in the
    BackOffice. It has no payments as records of their own.
    """

    def __init__(
        self,
        client: ProAbonoClient,
        link: Link,
        *,
        clock: Clock = _utc_now,
        segment: str | None = None,
    ) -> None:
        customers = Customers(client, clock, segment)
        invoices = Invoices(client, customers, clock)
        subscriptions = Subscriptions(client, customers, clock)
        owners = Owners(customers, invoices, subscriptions)
        settings = UpdatePaymentSettings(client, owners, clock)
        self._papers = ProAbonoPapers(invoices, link)
        super().__init__(
            VENDOR,
            "ProAbono",
            client,
            shelves={
                RecordKind.INVOICE: invoices,
                RecordKind.SUBSCRIPTION: subscriptions,
                RecordKind.CUSTOMER: customers,
            },
            operations=(
                UpdateCustomer(client, owners),
                settings,
                CreateCustomer(client, customers),
                AddNote(customers, owners),
            ),
            looks=Looks(owners, invoices, subscriptions, settings).all(),
            reads=(self._papers,),
        )

    async def paper(self, matter: Matter) -> Paper:
        return await self._papers.paper(matter)


def build(
    settings: ProAbonoSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
    page_size: int = PAGE_SIZE,
) -> ProAbonoVendor | None:
    """Open ProAbono as configured; None without both keys.

    Raises ConfigurationError when there is no address, or it is not safe.
    """
    if not settings.agent_key or not (settings.api_key and settings.api_key.get_secret_value()):
        return None
    if not settings.base_url:
        raise ConfigurationError(
            "PROABONO_BASE_URL is missing: https://api-<business id>.proabono.com"
        )
    client = connect(
        settings.agent_key,
        settings.api_key,
        base_url=settings.base_url,
        mode=settings.mode,
        sleep=sleep,
        timeout_s=timeout_s,
        page_size=page_size,
    )
    link = Link("ProAbono", settings.base_url, HOSTS, timeout_s)
    return ProAbonoVendor(client, link, clock=clock, segment=settings.segment)
