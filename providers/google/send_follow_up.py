"""`gmail.send_follow_up`: one mail to the customer after an approved refund or credit."""

from __future__ import annotations

from typing import Final

from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.vendors import Effect, Order
from providers.google.follow_up import compose
from providers.google.outbox import MailedOnce, laid, send_once

FACTS: Final = OperationFacts(
    name="gmail.send_follow_up",
    writes=True,
    moves_money=False,
    requires=("customer_email",),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Follow-up mail through Gmail",
    card_may_say="Gmail took the follow-up mail for the address on the record.",
)


class SendFollowUp(MailedOnce):
    """Implements `bot.vendors.Operation`."""

    facts = FACTS

    async def make_id(self, order: Order) -> str:
        """Lay the draft down: its id is the step's key, and nothing is sent by it."""
        return await laid(self._mailbox, order, compose(order, self._sender, self._clock()))

    async def send(self, order: Order) -> Effect:
        """Send it, unless the mailbox shows that this step's mail went out."""
        message = compose(order, self._sender, self._clock())
        sent = await self._mailbox.sent(order)
        if sent is not None:
            return self._effect_of(sent)
        draft = order.made_id or await self.make_id(order)
        return self._effect_of(await send_once(self._mailbox, order, draft, message))
