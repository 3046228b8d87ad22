"""Reading what may not be there: one object by its id, invoices by number, customers by address."""

from __future__ import annotations

from typing import Final, TypeVar

import structlog

from bot.errors import Refused
from bot.handoff.record import RecordClaim
from providers.stripe.billing_models import Invoice, Subscription
from providers.stripe.client import StripeClient
from providers.stripe.errors import NO_SUCH_OBJECT
from providers.stripe.ids import is_charge_id, is_intent_id
from providers.stripe.models import Charge, Customer, InvoicePayment, PaymentIntent, StripeObject

MOST_CUSTOMERS: Final = 5  # that share one address
NOT_THERE: Final = frozenset({NO_SUCH_OBJECT, "no_charge"})

S = TypeVar("S", bound=StripeObject)
_log = structlog.get_logger(__name__)


class Lookups:
    """Raises Refused or Unavailable; what is not there is None or an empty list."""

    def __init__(self, client: StripeClient) -> None:
        self._client = client

    # --- one object ---

    async def charge(self, record_id: str) -> Charge:
        """Read a charge by its own id or by its payment intent's. Raises Refused for others."""
        if is_intent_id(record_id):
            return await self._charge_of_intent(record_id)
        if is_charge_id(record_id):
            return await self._client.get("/v1/charges/{id}", Charge, ids={"id": record_id})
        raise Refused("That is no payment id of Stripe's.", code="not_a_payment_id")

    async def _charge_of_intent(self, intent_id: str) -> Charge:
        intent = await self._client.get(
            "/v1/payment_intents/{id}", PaymentIntent, ids={"id": intent_id}
        )
        if intent.latest_charge is None:
            raise Refused("Nothing was charged for that payment intent.", code="no_charge")
        return await self._client.get("/v1/charges/{id}", Charge, ids={"id": intent.latest_charge})

    async def charge_or_none(self, record_id: str) -> Charge | None:
        try:
            return await self.charge(record_id)
        except Refused as refusal:
            if refusal.code in NOT_THERE:
                return None
            raise

    async def invoice_or_none(self, invoice_id: str) -> Invoice | None:
        return await self._or_none("/v1/invoices/{id}", Invoice, invoice_id)

    async def subscription_or_none(self, subscription_id: str) -> Subscription | None:
        return await self._or_none("/v1/subscriptions/{id}", Subscription, subscription_id)

    async def customer_or_none(self, customer_id: str) -> Customer | None:
        return await self._or_none("/v1/customers/{id}", Customer, customer_id)

    async def _or_none(self, template: str, model: type[S], object_id: str) -> S | None:
        try:
            return await self._client.get(template, model, ids={"id": object_id})
        except Refused as refusal:
            if refusal.code in NOT_THERE:
                return None
            raise

    # --- what belongs together ---

    async def customer(self, customer_id: str | None) -> Customer | None:
        """The customer of an object; a guest's has none, a deleted one says so."""
        if customer_id is None:
            return None
        return await self._client.get("/v1/customers/{id}", Customer, ids={"id": customer_id})

    async def paid_invoice(self, charge: Charge) -> Invoice | None:
        """The invoice a charge paid. Raises Refused for a key without that right."""
        if charge.payment_intent is None:
            return None
        paid = {"type": "payment_intent", "payment_intent": charge.payment_intent}
        links = await self._client.newest("/v1/invoice_payments", InvoicePayment, {"payment": paid})
        ids = [link.invoice for link in links if link.invoice]
        return await self.invoice_or_none(ids[0]) if ids else None

    # --- by what a caller says ---

    async def customers(self, email: str) -> list[Customer]:
        """Customers with exactly this address. Stripe's filter minds capitals, so ask twice."""
        spellings = dict.fromkeys((email, email.lower()))
        found = [
            customer
            for spelling in spellings
            for customer in await self._client.newest(
                "/v1/customers", Customer, {"email": spelling}
            )
            if customer.email and customer.email.casefold() == email.casefold()
        ]
        return list({customer.id: customer for customer in found}.values())[:MOST_CUSTOMERS]

    async def numbered(self, claim: RecordClaim) -> list[Invoice]:
        """Search first; it lags and is not sold everywhere, so a list has the last word."""
        number = (claim.invoice_number or "").strip()
        if not number:
            return []
        found = _with_number(await self._searched(number), number)
        return found or _with_number(await self._listed(claim), number)

    async def _searched(self, number: str) -> list[Invoice]:
        try:
            return await self._client.newest(
                "/v1/invoices/search", Invoice, {"query": f"number:'{_escaped(number)}'"}
            )
        except Refused as refusal:
            _log.info("stripe_search_refused", code=refusal.code)
            return []

    async def _listed(self, claim: RecordClaim) -> list[Invoice]:
        """The newest invoices: of those who have the claimed address, or else of everybody."""
        customers = await self.customers(claim.email.strip()) if claim.email else []
        if not customers:
            return await self._client.newest("/v1/invoices", Invoice, {})
        lists = [
            await self._client.newest("/v1/invoices", Invoice, {"customer": customer.id})
            for customer in customers
        ]
        return [invoice for invoices in lists for invoice in invoices]


def _with_number(invoices: list[Invoice], number: str) -> list[Invoice]:
    wanted = number.casefold()
    return [invoice for invoice in invoices if (invoice.number or "").casefold() == wanted]


def _escaped(text: str) -> str:
    r"""Quote for Stripe's search language: `\` and `'` get a backslash.

    https://docs.stripe.com/search#search-query-language
    """
    return text.replace("\\", "\\\\").replace("'", "\\'")
