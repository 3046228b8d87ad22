"""The customer behind any record: a code, a payment request, a subscription or a payment."""

from __future__ import annotations

from bot.errors import Refused
from providers.paystack.customers import Customers, is_customer_code
from providers.paystack.models import Customer, Payer
from providers.paystack.payment_requests import PaymentRequests, is_request_code
from providers.paystack.records import Records
from providers.paystack.subscriptions import Subscriptions, is_subscription_code


class Owners:
    """Reads whose record it is. Raises Refused where nobody is."""

    def __init__(
        self,
        customers: Customers,
        requests: PaymentRequests,
        subscriptions: Subscriptions,
        records: Records,
    ) -> None:
        self._customers = customers
        self._requests = requests
        self._subscriptions = subscriptions
        self._records = records

    async def of(self, record_id: str) -> Customer:
        """The customer's own record, as it is now."""
        if is_customer_code(record_id):
            return await self._customers.by_code(record_id)
        payer = await self._payer(record_id)
        if payer is None or not payer.customer_code:
            raise Refused("Paystack shows no customer on that record.", code="no_customer")
        return await self._customers.by_code(payer.customer_code)

    async def _payer(self, record_id: str) -> Payer | None:
        if is_request_code(record_id):
            return (await self._requests.read(record_id)).customer
        if is_subscription_code(record_id):
            return (await self._subscriptions.read(record_id)).customer
        return (await self._records.transaction(record_id)).customer
