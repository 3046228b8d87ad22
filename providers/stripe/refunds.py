"""`stripe.create_refund`: money goes back along the charge it came by."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final, Literal

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.money import format_money
from bot.redaction import Redacted, redact
from bot.vendors import Effect, Order
from providers.stripe.client import Answered, Params, StripeClient
from providers.stripe.ids import is_intent_id
from providers.stripe.lookups import Lookups
from providers.stripe.models import Refund
from providers.stripe.orders import (
    amount_of,
    check_currency,
    created_since,
    is_ours,
    marked,
    minor_or_none,
)

FACTS: Final = OperationFacts(
    name="stripe.create_refund",
    writes=True,
    moves_money=True,
    requires=("record_id", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=timedelta(hours=24),  # https://docs.stripe.com/api/idempotent_requests
    can_look_up=True,
    title="Refund at Stripe",
    card_may_say="Stripe took the refund; it is settled once Stripe reports it succeeded.",
    summary_in="metadata `handoff_note` of the refund",
)

_STATUS: MappingProxyType[str, Literal["done", "accepted", "failed"]] = MappingProxyType(
    {
        "succeeded": "done",
        "pending": "accepted",
        "requires_action": "accepted",
        "failed": "failed",
        "canceled": "failed",
    }
)
"""https://docs.stripe.com/api/refunds/object; a word we do not know is taken, not settled."""


class CreateRefund:
    """Implements `bot.ports.Operation`."""

    facts = FACTS

    def __init__(self, client: StripeClient, lookups: Lookups) -> None:
        self._client = client
        self._lookups = lookups

    async def send(self, order: Order) -> Effect:
        """Refund exactly `order.amount_minor`. Stripe keeps no livemode on refunds: the charge has.

        The charge's currency is read first, because a refund is always in it, unsaid.
        """
        amount = amount_of(order)
        charge = await self._lookups.charge(order.record_id)
        check_currency(charge.iso, order)
        answer = await self._client.post(
            "/v1/refunds",
            Refund,
            wire_key=order.wire_key,
            form={
                **_target(order),
                "amount": amount,
                "reason": "requested_by_customer",
                "metadata": marked(order),
            },
        )
        if not is_ours(answer.body.metadata, order) or answer.body.amount != amount:
            raise OutcomeUnknown(
                "Stripe answered with another refund than the one asked for.",
                code="other_refund",
            )
        return _effect_of(answer)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look through all refunds of the payment since `order.since`, never through search."""
        refunds = await self._client.all(
            "/v1/refunds", Refund, {**_target(order), **created_since(order)}
        )
        ours = [refund for refund in refunds if is_ours(refund.metadata, order)]
        ours.sort(key=lambda refund: _status(refund) == "failed")  # one that lives speaks first
        return effect_of(ours[0]) if ours else None

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read the refund again; `succeeded` may still become `failed` later."""
        refund = await self._client.get("/v1/refunds/{id}", Refund, ids={"id": reference})
        if not is_ours(refund.metadata, order):
            raise Refused("That refund was not made for this step.", code="other_refund")
        return effect_of(refund)


def _target(order: Order) -> Params:
    kind = "payment_intent" if is_intent_id(order.record_id) else "charge"
    return {kind: order.record_id}


def _status(refund: Refund) -> Literal["done", "accepted", "failed"]:
    return _STATUS.get(refund.status or "succeeded", "accepted")


def _effect_of(answer: Answered[Refund]) -> Effect:
    return effect_of(answer.body, request_id=answer.request_id)


def effect_of(refund: Refund, *, request_id: str | None = None) -> Effect:
    """What one refund object shows."""
    currency = refund.currency.upper()
    amount_minor = minor_or_none(refund.amount, currency)
    return Effect(
        status=_status(refund),
        reference=refund.id,
        amount_minor=amount_minor,
        currency=currency,
        said=_said(refund, amount_minor),
        facts={
            "status": refund.status,
            "charge": refund.charge,
            "failure_reason": refund.failure_reason,
            "pending_reason": refund.pending_reason,
            "created": refund.created,
            "request_id": request_id,
        },
    )


_WORDS = MappingProxyType(
    {
        "done": "Stripe refunded {amount}.",
        "accepted": "Stripe took the refund of {amount}; it is {state}.",
        "failed": "The refund of {amount} did not arrive; it is {state}.",
    }
)


def _said(refund: Refund, amount_minor: int | None) -> Redacted:
    currency = refund.currency.upper()
    amount = currency if amount_minor is None else format_money(amount_minor, currency)
    return redact(_WORDS[_status(refund)].format(amount=amount, state=_state(refund)))


def _state(refund: Refund) -> str:
    """Stripe's words for where it stands and why: `pending (insufficient funds)`."""
    why = refund.failure_reason or refund.pending_reason
    words = f"{refund.status} ({why})" if why else f"{refund.status}"
    return words.replace("_", " ")
