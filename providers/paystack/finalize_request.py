"""`paystack.finalize_payment_request`: a draft becomes a request to pay, and is mailed.

It works once, on a draft: https://paystack.com/docs/api/payment-request/#finalize. A request that
is no draft any more was finalized, by this step or by somebody else; it is the same end state.
"""

from __future__ import annotations

from typing import Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.record import RecordStatus
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.paystack.client import PaystackClient
from providers.paystack.models import PaymentRequest
from providers.paystack.payment_requests import PaymentRequests, request_status

FACTS: Final = OperationFacts(
    name="paystack.finalize_payment_request",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Payment request issued at Paystack",
    card_may_say="Paystack shows the payment request as issued.",
)


class FinalizePaymentRequest:
    """Implements `bot.ports.Operation`. `order.record_id` is the draft's code."""

    facts = FACTS

    def __init__(self, client: PaystackClient, requests: PaymentRequests) -> None:
        self._client = client
        self._requests = requests

    async def send(self, order: Order) -> Effect:
        """Issue the draft and have it mailed, unless it is issued already."""
        request = await self._requests.read(order.record_id)
        if request_status(request) is not RecordStatus.DRAFT:
            return _effect(request)
        await self._client.post(
            "/paymentrequest/finalize/{code}",
            PaymentRequest,
            {"send_notification": True},
            ids={"code": request.request_code},
        )
        issued = await self._requests.read_on(request)
        if request_status(issued) is RecordStatus.VOID:
            raise OutcomeUnknown(
                f"Paystack took the order to issue {issued.request_code} and shows it as "
                f"{redact(issued.status)}.",
                code="odd_status",
            )
        return _effect(issued)

    async def find_effect(self, order: Order) -> Effect | None:
        """A draft has not been finalized; anything else has."""
        request = await self._requests.read(order.record_id)
        return None if request_status(request) is RecordStatus.DRAFT else _effect(request)

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the request again; `reference` is its code."""
        return _effect(await self._requests.read(reference))


def _effect(request: PaymentRequest) -> Effect:
    status = request_status(request)
    if status is RecordStatus.VOID:
        raise Refused("The payment request is not in use any more.", code="not_in_use")
    issued = status is not RecordStatus.DRAFT
    return Effect(
        status="done" if issued else "accepted",
        reference=request.request_code,
        said=redact(
            f"Paystack {'shows' if issued else 'took the order to issue'} payment request "
            f"{request.request_code}{' as issued' if issued else ''}."
        ),
        facts={"status": request.status},
    )
