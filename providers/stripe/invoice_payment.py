"""`stripe.pay_invoice`: Stripe charges the customer's card on file for an open invoice."""

from __future__ import annotations

from typing import Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.stripe.billing_models import Invoice
from providers.stripe.client import StripeClient
from providers.stripe.ids import is_subscription_id
from providers.stripe.invoices import Invoices
from providers.stripe.models import InvoicePayment, PaymentIntent
from providers.stripe.orders import (
    KEY_WINDOW,
    amount_of,
    check_currency,
    happened_since,
    minor_or_none,
    shown,
)
from providers.stripe.subscriptions import Subscriptions

FACTS: Final = OperationFacts(
    name="stripe.pay_invoice",
    writes=True,
    moves_money=True,
    requires=("record_id", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Charge for the invoice at Stripe",
    card_may_say="Stripe charged the card on file for the invoice.",
)

CAME_TO_NOTHING: Final = frozenset({"requires_payment_method", "requires_action", "canceled"})
"""Where an attempt stands that needs the customer: https://docs.stripe.com/api/payment_intents."""


class PayInvoice:
    """Implements `bot.ports.Operation`. A card's no is Refused, with the words of the decline.

    `order.record_id` is the invoice, or the subscription whose latest invoice is meant.
    """

    facts = FACTS

    def __init__(
        self, client: StripeClient, invoices: Invoices, subscriptions: Subscriptions
    ) -> None:
        self._client = client
        self._invoices = invoices
        self._subscriptions = subscriptions

    async def send(self, order: Order) -> Effect:
        """Charge exactly `order.amount_minor`, all that is left of the invoice."""
        invoice = await self._invoice(order)
        return await charge_for(self._client, invoice, order, wire_key=order.wire_key)

    async def find_effect(self, order: Order) -> Effect | None:
        """An invoice paid since the step was made. Stripe does not say by whom it was paid."""
        invoice = await self._invoice(order)
        if invoice.status != "paid" or not happened_since(invoice.paid_at, order):
            return None
        return effect_of(invoice, order, attributed=False)

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read the invoice again; a charge that takes days may still come to nothing."""
        invoice = await self._invoices.read(reference)
        failed = invoice.status != "paid" and await self._came_to_nothing(invoice)
        return effect_of(invoice, order, failed=failed)

    async def _invoice(self, order: Order) -> Invoice:
        if not is_subscription_id(order.record_id):
            return await self._invoices.read(order.record_id)
        plan = await self._subscriptions.read(order.record_id)
        return await self._invoices.read(plan.latest_invoice or "")

    async def _came_to_nothing(self, invoice: Invoice) -> bool:
        if invoice.status != "open":
            return True
        query = {"invoice": invoice.id}
        links = await self._client.newest("/v1/invoice_payments", InvoicePayment, query)
        intents = [link.payment.payment_intent for link in links if link.status == "open"]
        if not intents or intents[0] is None:
            return False
        intent = await self._client.get(
            "/v1/payment_intents/{id}", PaymentIntent, ids={"id": intents[0]}
        )
        return intent.status in CAME_TO_NOTHING


async def charge_for(
    client: StripeClient, invoice: Invoice, order: Order, *, wire_key: str
) -> Effect:
    """Pay one invoice by the card on file, when exactly the approved sum is left of it.

    A paid one is asked for as well: under this key Stripe repeats its first answer, under any
    other it refuses, and it never charges. Raises Refused, Unavailable or OutcomeUnknown.
    """
    amount = amount_of(order)
    check_currency(invoice.iso, order)
    _check_payable(invoice, amount)
    answer = await client.post(
        "/v1/invoices/{id}/pay", Invoice, ids={"id": invoice.id}, wire_key=wire_key, form={}
    )
    if answer.body.id != invoice.id:
        raise OutcomeUnknown("Stripe answered with another invoice.", code="other_invoice")
    return effect_of(answer.body, order, request_id=answer.request_id)


def _check_payable(invoice: Invoice, amount: int) -> None:
    if invoice.status == "paid":
        return
    if invoice.status != "open":
        raise Refused(
            f"The invoice is {invoice.status or 'in no known state'}, not open; "
            "nothing was charged.",
            code="invoice_not_open",
        )
    if invoice.amount_remaining != amount:
        left = shown(invoice.amount_remaining, invoice.iso)
        raise Refused(
            f"{left} is left to pay now, another amount than was approved; nothing was charged.",
            code="other_amount",
        )


def effect_of(
    invoice: Invoice,
    order: Order,
    *,
    attributed: bool = True,
    failed: bool = False,
    request_id: str | None = None,
) -> Effect:
    """What the invoice shows. `attributed` says that the charge is surely this step's own."""
    paid = invoice.status == "paid"
    return Effect(
        status="done" if paid else "failed" if failed else "accepted",
        reference=invoice.id,
        amount_minor=order.amount_minor,
        currency=invoice.iso,
        said=redact(_words(invoice, order, attributed=attributed, failed=failed)),
        facts={
            "status": invoice.status,
            "attributed": "yes" if attributed else "unknown",
            "paid_minor": minor_or_none(invoice.amount_paid, invoice.iso),
            "request_id": request_id,
        },
    )


def _words(invoice: Invoice, order: Order, *, attributed: bool, failed: bool) -> str:
    number = invoice.number or "The invoice"
    amount = shown(amount_of(order), invoice.iso)
    if failed:
        return f"{number}: the charge of {amount} came to nothing."
    if invoice.status != "paid":
        return f"{number}: Stripe took the charge of {amount}; the invoice is not paid yet."
    if attributed:
        return f"Stripe charged {amount}: {number} is paid."
    return f"{number} is paid; Stripe does not say whether by this step or by the customer."
