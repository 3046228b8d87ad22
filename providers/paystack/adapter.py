"""Paystack as `bot.ports.Vendor`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol

from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.ports import Clock
from bot.vendor_settings import PaystackSettings
from bot.vendors import Look, Operation
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


class _Shelf(Protocol):
    """Records of one kind."""

    async def find(self, claim: RecordClaim) -> Sequence[Record]: ...
    async def observe(self, record_id: str) -> Record: ...


class PaystackVendor:
    """One Paystack account. Amounts go in and out as ISO minor units.

    There is no receipt to resend: Paystack documents no call that mails one again.
    """

    name = VENDOR

    def __init__(self, client: PaystackClient, *, clock: Clock = _utc_now) -> None:
        self._client = client
        customers = Customers(client, clock)
        records = Records(client, clock)
        requests = PaymentRequests(client, customers, clock)
        subscriptions = Subscriptions(client, customers, clock)
        self._shelves: Mapping[RecordKind, _Shelf] = {
            RecordKind.PAYMENT: Payments(client, customers, records),
            RecordKind.INVOICE: requests,
            RecordKind.SUBSCRIPTION: subscriptions,
            RecordKind.CUSTOMER: customers,
        }
        owners = Owners(customers, requests, subscriptions, records)
        operations: tuple[Operation, ...] = (
            CreateRefund(client, records),
            NotifyPaymentRequest(client, requests),
            FinalizePaymentRequest(client, requests),
            CreatePaymentRequest(client, owners, requests),
            MailCardLink(client, subscriptions),
            SubmitEvidence(client, records, owners),
            UpdateCustomer(customers),
            AddNote(customers, owners),
            CreateCustomer(client, customers),
        )
        self._operations = MappingProxyType({one.facts.name: one for one in operations})

    @property
    def operations(self) -> Mapping[str, Operation]:
        return self._operations

    @property
    def looks(self) -> Mapping[str, Look]:
        return MappingProxyType({})

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:
        return await self._shelves[kind].find(claim)

    async def observe(self, kind: RecordKind, record_id: str) -> Record:
        return await self._shelves[kind].observe(record_id)

    async def aclose(self) -> None:
        await self._client.aclose()


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
