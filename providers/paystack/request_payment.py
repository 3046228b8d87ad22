"""`paystack.create_payment_request`: the customer is asked, by Paystack's mail, to pay a sum.

There is no key: the step key stands in the description, and the customer's requests are read for
it before anything is sent: https://paystack.com/docs/api/payment-request/#create.
"""

from __future__ import annotations

from typing import Final

from bot.errors import OutcomeUnknown, Refused, VendorFailure
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.paystack.client import PaystackClient
from providers.paystack.models import Customer, PaymentRequest
from providers.paystack.orders import stated, subunits
from providers.paystack.owners import Owners
from providers.paystack.payment_requests import PaymentRequests

FACTS: Final = OperationFacts(
    name="paystack.create_payment_request",
    writes=True,
    moves_money=False,
    requires=("record_id", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Payment request at Paystack",
    card_may_say="Paystack made a payment request; it is mailed once Paystack lists its mail.",
)


class CreatePaymentRequest:
    """Implements `bot.ports.Operation`. `order.record_id` is a customer, or a record of theirs."""

    facts = FACTS

    def __init__(self, client: PaystackClient, owners: Owners, requests: PaymentRequests) -> None:
        self._client = client
        self._owners = owners
        self._requests = requests

    async def send(self, order: Order) -> Effect:
        """Ask for exactly `order.amount_minor`, unless the books hold this step's request."""
        amount = subunits(order, "payment request")
        customer = await self._owners.of(order.record_id)
        made = await self._made(customer, order)
        if made is not None:
            return effect_of(made)
        return effect_of(await self._with_mail(await self._post(customer, order, amount)))

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for the step key among the descriptions of the customer's requests."""
        made = await self._made(await self._owners.of(order.record_id), order)
        return effect_of(made) if made else None

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read the request again; `reference` is its code."""
        request = await self._requests.read(reference)
        if request.description != description_of(order):
            raise Refused("That request was not made for this step.", code="other_request")
        return effect_of(request)

    async def _made(self, customer: Customer, order: Order) -> PaymentRequest | None:
        requests = await self._requests.of_customer(customer, archived=True)
        ours = [one for one in requests if one.description == description_of(order)]
        return max(ours, key=lambda one: one.id, default=None)

    async def _post(self, customer: Customer, order: Order, amount: int) -> PaymentRequest:
        iso = (order.currency or "").upper()
        request = await self._client.post(
            "/paymentrequest",
            PaymentRequest,
            {
                "customer": customer.customer_code,
                "amount": amount,
                "currency": iso,
                "description": description_of(order),
                "send_notification": True,
            },
        )
        payer = request.customer.id if request.customer else None
        made = (request.amount, request.iso, request.domain, request.description, payer)
        if made != (amount, iso, self._client.mode, description_of(order), customer.id):
            raise OutcomeUnknown(
                "Paystack answered with another payment request than the one asked for.",
                code="other_request",
            )
        return request

    async def _with_mail(self, request: PaymentRequest) -> PaymentRequest:
        """The answer to a create lists no mail yet; a failure to read on says nothing."""
        try:
            return await self._requests.read(request.request_code)
        except VendorFailure:
            return request


def description_of(order: Order) -> str:
    """What the customer reads, and what the step is found by."""
    return f"Payment link. Reference: {order.step_key}"


def effect_of(request: PaymentRequest) -> Effect:
    """What one request shows: made is seen, mailed only when a mail is listed."""
    amount_minor, amount = stated(request.amount, request.iso)
    mailed = request.last_sent_at is not None
    mail = "mailed it to the address on its record" if mailed else "lists no mail of it yet"
    return Effect(
        status="done" if mailed else "accepted",
        reference=request.request_code,
        amount_minor=amount_minor,
        currency=request.iso,
        said=redact(
            f"Paystack made payment request {request.request_code} over {amount} and {mail}."
        ),
        facts={"status": request.status},
    )
