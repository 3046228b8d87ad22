"""Stripe as `bot.ports.Vendor`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.handoff.record import RecordKind
from bot.ports import Clock
from bot.vendor_settings import StripeSettings
from bot.vendors import Matter, Paper
from providers.account import Account
from providers.http import READ_TIMEOUT_S, Sleep
from providers.papers import Link
from providers.stripe.addresses import UpdateCustomer
from providers.stripe.client import StripeClient, connect
from providers.stripe.credit_notes import CreateCreditNote
from providers.stripe.customers import Customers
from providers.stripe.evidence import SubmitEvidence
from providers.stripe.invoice_mail import SendInvoice
from providers.stripe.invoice_payment import PayInvoice
from providers.stripe.invoices import Invoices
from providers.stripe.lookups import Lookups
from providers.stripe.notes import AddNote
from providers.stripe.papers import HOSTS, StripePapers
from providers.stripe.payments import Payments
from providers.stripe.receipts import SendReceipt
from providers.stripe.records import VENDOR, Records
from providers.stripe.refunds import CreateRefund
from providers.stripe.resumption import ResumeSubscription
from providers.stripe.subscriptions import Subscriptions


def _utc_now() -> datetime:
    return datetime.now(UTC)


class StripeVendor(Account):
    """One Stripe account. Amounts go in and out as ISO minor units."""

    def __init__(self, client: StripeClient, link: Link, *, clock: Clock = _utc_now) -> None:
        self._papers = StripePapers(client, link)
        lookups = Lookups(client)
        records = Records(client, lookups, clock)
        invoices = Invoices(client, lookups, clock)
        subscriptions = Subscriptions(client, lookups, clock)
        customers = Customers(client, lookups, clock)
        super().__init__(
            VENDOR,
            "Stripe",
            client,
            shelves={
                RecordKind.PAYMENT: Payments(client, lookups, records),
                RecordKind.INVOICE: invoices,
                RecordKind.SUBSCRIPTION: subscriptions,
                RecordKind.CUSTOMER: customers,
            },
            operations=(
                CreateRefund(client, lookups),
                SendReceipt(client, lookups),
                CreateCreditNote(client, lookups),
                SubmitEvidence(client, lookups, clock),
                SendInvoice(client, lookups, invoices),
                PayInvoice(client, invoices, subscriptions),
                ResumeSubscription(client, invoices, subscriptions),
                UpdateCustomer(client, customers),
                AddNote(client, lookups),
            ),
            reads=(self._papers,),
        )

    async def paper(self, matter: Matter) -> Paper:
        return await self._papers.paper(matter)


def build(
    settings: StripeSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> StripeVendor | None:
    """Open Stripe as configured; None without a key. A key of the wrong mode refuses every call.

    Raises ConfigurationError when the base address is not safe.
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
    link = Link("Stripe", settings.base_url, HOSTS, timeout_s)
    return StripeVendor(client, link, clock=clock)
