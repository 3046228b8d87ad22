"""`paystack.notify_payment_request`: Paystack mails a payment request to its customer once more.

Every accepted call is another mail and there is no key, so the list of notifications is read
before and after: https://paystack.com/docs/api/payment-request/#send-notification.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.errors import Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.record import RecordStatus
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.paystack.client import PaystackClient
from providers.paystack.models import PaymentRequest
from providers.paystack.payment_requests import PaymentRequests, request_status

FACTS: Final = OperationFacts(
    name="paystack.notify_payment_request",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Payment request by Paystack's mail",
    card_may_say="Paystack mailed the payment request to the address on its record.",
)


class NotifyPaymentRequest:
    """Implements `bot.ports.Operation`. `order.record_id` is the request's code."""

    facts = FACTS

    def __init__(self, client: PaystackClient, requests: PaymentRequests) -> None:
        self._client = client
        self._requests = requests

    async def send(self, order: Order) -> Effect:
        """Mail it, unless Paystack lists a mail that is newer than the step."""
        request = await self._requests.read(order.record_id)
        if _sent_since(request, _since(order)):
            return _effect(request, order)
        _check(request)
        await self._client.tell("/paymentrequest/notify/{code}", ids={"code": request.request_code})
        return _effect(await self._requests.read_on(request), order)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for a notification that is newer than the step."""
        request = await self._requests.read(order.record_id)
        return _effect(request, order) if _sent_since(request, _since(order)) else None

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read the request's notifications again; `reference` is its code."""
        return _effect(await self._requests.read(reference), order)


def _since(order: Order) -> datetime:
    """Paystack may state whole seconds. Raises Unavailable where no look is possible."""
    if order.since is None:
        raise Unavailable(
            "Without the step's own time, its mail cannot be told from others.", code="no_since"
        )
    return order.since.replace(microsecond=0)


def _sent_since(request: PaymentRequest, since: datetime) -> bool:
    return request.last_sent_at is not None and request.last_sent_at >= since


def _check(request: PaymentRequest) -> None:
    status = request_status(request)
    if status is not RecordStatus.OPEN:
        raise Refused(
            f"The payment request is {status.value}, not open; nothing was sent.", code="not_open"
        )
    if request.customer is None or not request.customer.email:
        raise Refused("The customer's record at Paystack has no e-mail address.", code="no_email")


def _effect(request: PaymentRequest, order: Order) -> Effect:
    sent = _sent_since(request, _since(order))
    words = "mailed" if sent else "took the order to mail"
    return Effect(
        status="done" if sent else "accepted",
        reference=request.request_code,
        said=redact(
            f"Paystack {words} payment request {request.request_code} to the address on its record."
        ),
        facts={"status": request.status},
    )
