"""Paystack as `bot.ports.Vendor`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.handoff.record import RecordKind
from bot.ports import Clock
from bot.vendor_settings import PaystackSettings
from providers.account import Account
from providers.http import READ_TIMEOUT_S, Sleep
from providers.paystack.card_link import MailCardLink
from providers.paystack.client import PaystackClient, connect
from providers.paystack.create_customer import CreateCustomer
from providers.paystack.customers import Customers
from providers.paystack.finalize_request import FinalizePaymentRequest
from providers.paystack.notify_request import NotifyPaymentRequest
from providers.paystack.owners import Owners
from providers.paystack.payer import VENDOR
from providers.paystack.payment_requests import PaymentRequests
from providers.paystack.payments import Payments
from providers.paystack.records import Records
from providers.paystack.refunds import CreateRefund
from providers.paystack.request_payment import CreatePaymentRequest
from providers.paystack.submit_evidence import SubmitEvidence
from providers.paystack.subscriptions import Subscriptions
from providers.paystack.update_customer import AddNote, UpdateCustomer


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PaystackVendor(Account):
    """One Paystack account. Amounts go in and out as ISO minor units.

    There is no receipt to resend: Paystack documents no call that mails one again.
    """

    def __init__(self, client: PaystackClient, *, clock: Clock = _utc_now) -> None:
        customers = Customers(client, clock)
        records = Records(client, clock)
        requests = PaymentRequests(client, customers, clock)
        subscriptions = Subscriptions(client, customers, clock)
        owners = Owners(customers, requests, subscriptions, records)
        super().__init__(
            VENDOR,
            "Paystack",
            client,
            shelves={
                RecordKind.PAYMENT: Payments(client, customers, records),
                RecordKind.INVOICE: requests,
                RecordKind.SUBSCRIPTION: subscriptions,
                RecordKind.CUSTOMER: customers,
            },
            operations=(
                CreateRefund(client, records),
                NotifyPaymentRequest(client, requests),
                FinalizePaymentRequest(client, requests),
                CreatePaymentRequest(client, owners, requests),
                MailCardLink(client, subscriptions),
                SubmitEvidence(client, records, owners),
                UpdateCustomer(customers),
                AddNote(customers, owners),
                CreateCustomer(client, customers),
            ),
        )


def build(
    settings: PaystackSettings,
    *,
    clock: Clock = _utc_now,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> PaystackVendor | None:
    """Open Paystack as configured; None without a key. A key of the wrong mode refuses every call.

    Raises ConfigurationError when the base address is not safe.
    """
    if settings.secret_key is None or not settings.secret_key.get_secret_value():
        return None
    client = connect(
        settings.secret_key,
        base_url=settings.base_url,
        mode=settings.mode,
        sleep=sleep,
        timeout_s=timeout_s,
    )
    return PaystackVendor(client, clock=clock)
