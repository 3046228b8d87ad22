"""`gmail.send_follow_up`: one mail to the customer after an approved refund or credit."""

from __future__ import annotations

from typing import Final

from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.ports import Clock
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.google.follow_up import compose
from providers.google.mailbox import Mailbox
from providers.google.outbox import laid, send_once, sent_of

FACTS: Final = OperationFacts(
    name="gmail.send_follow_up",
    writes=True,
    moves_money=False,
    requires=("customer_email",),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Follow-up mail through Gmail",
    card_may_say="Gmail took the mail for the address on the record.",
)


class SendFollowUp:
    """Implements `bot.vendors.Operation`."""

    facts = FACTS

    def __init__(self, mailbox: Mailbox, sender: str, clock: Clock) -> None:
        self._mailbox = mailbox
        self._sender = sender
        self._clock = clock

    async def make_id(self, order: Order) -> str:
        """Lay the draft down: its id is the step's key, and nothing is sent by it."""
        return await laid(self._mailbox, order, compose(order, self._sender, self._clock()))

    async def send(self, order: Order) -> Effect:
        """Send it, unless the mailbox shows that this step's mail went out."""
        message = compose(order, self._sender, self._clock())
        sent = await self._mailbox.sent(order)
        if sent is not None:
            return effect_of(sent)
        draft = order.made_id or await self.make_id(order)
        return effect_of(await send_once(self._mailbox, order, draft, message))

    async def find_effect(self, order: Order) -> Effect | None:
        """Look among what was sent, and for the draft."""
        sent = await sent_of(self._mailbox, order)
        return None if sent is None else effect_of(sent)

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Handed to Gmail is all that Gmail says; what bounces comes back as mail."""
        return effect_of(reference)


def effect_of(message_id: str) -> Effect:
    """What one sent message shows."""
    return Effect(
        status="done",
        reference=message_id,
        said=redact("Gmail took the follow-up mail for the address on the record."),
    )
