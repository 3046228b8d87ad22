"""The customer behind any record: an invoice, a subscription, or their own."""

from __future__ import annotations

from bot.errors import Refused
from providers.proabono.customers import Customers
from providers.proabono.invoices import Invoices
from providers.proabono.models import Customer
from providers.proabono.names import customer_of, invoice_number_of, subscription_of
from providers.proabono.subscriptions import Subscriptions


class Owners:
    """Reads whose record it is. Raises Refused where nobody is."""

    def __init__(
        self, customers: Customers, invoices: Invoices, subscriptions: Subscriptions
    ) -> None:
        self._customers = customers
        self._invoices = invoices
        self._subscriptions = subscriptions

    async def of(self, record_id: str) -> Customer:
        """The customer's own record, as it is now."""
        return await self._customers.read(await self._reference(record_id))

    async def payer_of(self, record_id: str) -> Customer:
        """Who pays: a subscription's buyer may be another customer than its holder."""
        if subscription_of(record_id) is None:
            return await self.of(record_id)
        held = await self._subscriptions.read(record_id)
        return await self._customers.read(held.reference_customer_buyer or held.reference_customer)

    async def in_use(self, record_id: str) -> Customer:
        """As `of`. Raises Refused for a customer whom somebody has suspended."""
        return _in_use(await self.of(record_id))

    async def paying(self, record_id: str) -> Customer:
        """As `payer_of`. Raises Refused for a customer whom somebody has suspended."""
        return _in_use(await self.payer_of(record_id))

    async def _reference(self, record_id: str) -> str:
        if invoice_number_of(record_id) is not None:
            reference = (await self._invoices.read(record_id)).reference_customer
        elif subscription_of(record_id) is not None:
            reference = (await self._subscriptions.read(record_id)).reference_customer
        else:
            reference = customer_of(record_id)
        if not reference:
            raise Refused("ProAbono shows no customer on that record.", code="no_customer")
        return reference


def _in_use(customer: Customer) -> Customer:
    if customer.status != "Enabled":
        raise Refused("The customer is suspended at ProAbono; nothing was sent.", code="suspended")
    return customer
