"""QuickBooks Online as `bot.vendors.Vendor`: one company's books."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

import httpx

from bot.handoff.record import RecordKind
from bot.ports import Clock
from bot.vault import Vault
from bot.vendor_settings import Mode, QuickBooksSettings
from bot.vendors import Matter, Paper
from providers.account import Account
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Sleep,
    VendorHttp,
    is_local,
    new_client,
)
from providers.quickbooks.add_note import AddNote
from providers.quickbooks.balance import BalanceLook
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.create_credit_memo import CreateCreditMemo
from providers.quickbooks.customers import Customers
from providers.quickbooks.grants import connect_grants
from providers.quickbooks.ids import VENDOR
from providers.quickbooks.invoice_search import InvoiceSearch
from providers.quickbooks.invoices import Invoices, Payments
from providers.quickbooks.papers import QuickBooksPapers
from providers.quickbooks.record_refund import Bookings, CreateRefundReceipt, RecordCredit
from providers.quickbooks.send_invoice import SendInvoice
from providers.quickbooks.tokens import Tokens
from providers.quickbooks.update_customer import UpdateCustomer

BASES: Final[Mapping[Mode, str]] = MappingProxyType(
    {
        "live": "https://quickbooks.api.intuit.com",
        "test": "https://sandbox-quickbooks.api.intuit.com",
    }
)
"""The host alone tells a sandbox company from a live one; tokens look the same."""
TOKEN_URL: Final = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"  # noqa: S105 - an address


def _utc_now() -> datetime:
    return datetime.now(UTC)


class QuickBooksVendor(Account):
    """One company. Amounts go in and out as ISO minor units; there are no subscriptions."""

    def __init__(
        self, client: QuickBooksClient, settings: QuickBooksSettings, *, clock: Clock = _utc_now
    ) -> None:
        self._papers = QuickBooksPapers(client)
        search = InvoiceSearch(client)
        customers, invoices = Customers(client, search, clock), Invoices(client, search, clock)
        bookings = Bookings(client, search, item_id=settings.item_id)
        super().__init__(
            VENDOR,
            "QuickBooks",
            client,
            shelves={
                RecordKind.PAYMENT: Payments(client, search, clock),
                RecordKind.INVOICE: invoices,
                RecordKind.CUSTOMER: customers,
            },
            operations=(
                CreateCreditMemo(client, invoices, item_id=settings.item_id),
                SendInvoice(client, invoices),
                UpdateCustomer(customers),
                AddNote(customers, invoices),
                CreateRefundReceipt(client, bookings, account_id=settings.refund_account_id),
                RecordCredit(client, bookings),
            ),
            looks=(BalanceLook(client),),
            reads=(self._papers,),
        )

    async def paper(self, matter: Matter) -> Paper:
        """The document of a matter as PDF. Raises Refused or Unavailable."""
        return await self._papers.paper(matter)


def build(
    settings: QuickBooksSettings,
    vault: Vault,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> QuickBooksVendor | None:
    """Open QuickBooks as configured; None without an app and a company.

    A host of the other mode refuses every call. Raises ConfigurationError when an address is not
    safe.
    """
    if not (settings.client_id and settings.client_secret and settings.realm_id):
        return None
    base_url = settings.base_url or BASES[settings.mode]
    grants = connect_grants(
        settings.token_url or _token_url(base_url),
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        sleep=sleep,
        timeout_s=timeout_s,
    )
    tokens = Tokens(
        vault,
        grants,
        name=f"{VENDOR}:{settings.realm_id}",
        seed=settings.refresh_token,
        clock=clock,
        sleep=sleep,
        new_holder=lambda: str(uuid.uuid4()),
    )
    line = new_client(base_url, read_timeout_s=timeout_s, request_id_header="intuit_tid")
    http = VendorHttp(
        "QuickBooks", line, deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s), sleep=sleep
    )
    client = QuickBooksClient(
        http,
        tokens,
        realm_id=settings.realm_id,
        mode=settings.mode,
        host_mode=_mode_of(base_url),
    )
    return QuickBooksVendor(client, settings, clock=clock)


def _token_url(base_url: str) -> str:
    """A server on this machine stands in for all of Intuit."""
    base = httpx.URL(base_url)
    return f"{base_url.rstrip('/')}{httpx.URL(TOKEN_URL).path}" if is_local(base) else TOKEN_URL


def _mode_of(base_url: str) -> Mode | None:
    hosts: dict[str, Mode] = {httpx.URL(base).host: mode for mode, base in BASES.items()}
    return hosts.get(httpx.URL(base_url).host)
