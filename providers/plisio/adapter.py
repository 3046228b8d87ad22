"""Plisio as `bot.vendors.Vendor`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx

from bot.handoff.record import RecordKind
from bot.ports import Clock
from bot.vendor_settings import PlisioSettings
from providers.account import Account
from providers.http import READ_TIMEOUT_S, Sleep, checked_base
from providers.plisio.client import VENDOR, PlisioClient, connect
from providers.plisio.create_invoice import CreateInvoice
from providers.plisio.invoices import Invoices
from providers.plisio.looks import Balances, InvoicesByEmail, Rates


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PlisioVendor(Account):
    """One shop. It has invoices and nothing else: no customers, no notes, no mail, no refunds.

    Withdrawals exist and are left out: they are plain GETs that send money to any address.
    """

    def __init__(
        self, client: PlisioClient, *, clock: Clock = _utc_now, callback_url: str | None = None
    ) -> None:
        invoices = Invoices(client, clock)
        super().__init__(
            VENDOR,
            "Plisio",
            client,
            shelves={RecordKind.INVOICE: invoices},
            operations=(CreateInvoice(client, invoices, callback_url=callback_url),),
            looks=(InvoicesByEmail(invoices), Balances(client), Rates(client)),
        )


def build(
    settings: PlisioSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> PlisioVendor | None:
    """Open Plisio as configured; None without a key. In a mode it has not, it refuses every call.

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
    return PlisioVendor(client, clock=clock, callback_url=_in_json(settings.callback_url))


def _in_json(callback_url: str | None) -> str | None:
    """Only the JSON form of a report is read, and Plisio sends it where the address asks for it."""
    if not callback_url:
        return None
    return str(httpx.URL(checked_base(callback_url)).copy_merge_params({"json": "true"}))
