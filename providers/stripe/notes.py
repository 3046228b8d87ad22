"""`stripe.add_note`: the short summary as metadata of the object the call was about."""

from __future__ import annotations

from typing import Final

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.stripe.client import StripeClient
from providers.stripe.ids import (
    is_charge_id,
    is_customer_id,
    is_intent_id,
    is_invoice_id,
    is_subscription_id,
)
from providers.stripe.lookups import Lookups
from providers.stripe.models import Noted
from providers.stripe.orders import KEY_WINDOW, NOTE, note_of

FACTS: Final = OperationFacts(
    name="stripe.add_note",
    writes=True,
    moves_money=False,
    requires=("record_id", "note"),
    repeat_safety=RepeatSafety.NATURAL,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Note at Stripe",
    card_may_say="Stripe holds the summary in the metadata of the record.",
    summary_in="metadata `handoff_note` of the record",
)

NOTE_MARK: Final = "handoff_note_step"
"""The metadata key that says which step wrote the latest summary."""


class AddNote:
    """Implements `bot.ports.Operation`. A payment intent's note stands on its charge."""

    facts = FACTS

    def __init__(self, client: StripeClient, lookups: Lookups) -> None:
        self._client = client
        self._lookups = lookups

    async def send(self, order: Order) -> Effect:
        note = note_of(order)
        if not note:
            raise Refused("There is nothing to note; nothing was sent.", code="no_note")
        template, object_id = await self._place(order)
        answer = await self._client.post(
            template,
            Noted,
            ids={"id": object_id},
            wire_key=order.wire_key,
            form={"metadata": {NOTE: note, NOTE_MARK: order.step_key}},
        )
        return _effect(answer.body, answer.request_id)

    async def find_effect(self, order: Order) -> Effect | None:
        template, object_id = await self._place(order)
        noted = await self._client.get(template, Noted, ids={"id": object_id})
        ours = (noted.metadata or {}).get(NOTE_MARK) == order.step_key
        return _effect(noted, None) if ours else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the object again."""
        template, object_id = await self._place(order)
        return _effect(await self._client.get(template, Noted, ids={"id": object_id}), None)

    async def _place(self, order: Order) -> tuple[str, str]:
        """The address and id of the object. Raises Refused for ids of anything else."""
        record_id = order.record_id
        if is_intent_id(record_id):
            return "/v1/charges/{id}", (await self._lookups.charge(record_id)).id
        for is_one, template in _PLACES:
            if is_one(record_id):
                return template, record_id
        raise Refused("Stripe takes no note on that.", code="no_place")


_PLACES: Final = (
    (is_charge_id, "/v1/charges/{id}"),
    (is_invoice_id, "/v1/invoices/{id}"),
    (is_customer_id, "/v1/customers/{id}"),
    (is_subscription_id, "/v1/subscriptions/{id}"),
)


def _effect(noted: Noted, request_id: str | None) -> Effect:
    return Effect(
        status="done",
        reference=noted.id,
        said=literal("Stripe holds the summary in the metadata of the record."),
        facts={"request_id": request_id},
    )
