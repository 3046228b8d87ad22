"""`gmail.send_follow_up`: one mail to the customer after an approved refund or credit.

Gmail has no key for a send. The draft is the key: it is laid down first, and sending takes it away,
so it cannot be sent twice: https://developers.google.com/workspace/gmail/api/guides/drafts.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Final

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.ports import Clock
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.google.errors import NOT_FOUND
from providers.google.follow_up import compose
from providers.google.mailbox import Mailbox

FACTS: Final = OperationFacts(
    name="gmail.send_follow_up",
    writes=True,
    moves_money=False,
    requires=("customer_email",),
    repeat_safety=RepeatSafety.LOOK_UP,
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

    async def send(self, order: Order) -> Effect:
        """Send it, unless the mailbox shows that this step's mail went out."""
        message = compose(order, self._sender, self._clock())
        sent = await self._mailbox.sent(order)
        if sent is not None:
            return effect_of(sent)
        draft = await self._mailbox.draft(order)
        if draft is None:
            draft = await _unsent(self._mailbox.put_draft(message))
        return effect_of(await self._send(order, draft))

    async def _send(self, order: Order, draft: str) -> str:
        try:
            return await self._mailbox.send_draft(draft)
        except Refused as refusal:
            if refusal.code != NOT_FOUND:
                raise
        return await self._taken(order)

    async def _taken(self, order: Order) -> str:
        """The draft is gone: it was sent, or somebody threw it away."""
        sent = await self._mailbox.sent(order)
        if sent is None:
            raise OutcomeUnknown(
                "The draft of the mail is gone from Gmail, and no sent mail shows it yet.",
                code="draft_gone",
            )
        return sent

    async def find_effect(self, order: Order) -> Effect | None:
        """Look among what was sent."""
        sent = await self._mailbox.sent(order)
        return None if sent is None else effect_of(sent)

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Handed to Gmail is all that Gmail says; what bounces comes back as mail."""
        return effect_of(reference)


async def _unsent(laying: Awaitable[str]) -> str:
    """A draft is no mail: whatever became of it, nothing went out."""
    try:
        return await laying
    except OutcomeUnknown as unknown:
        unsent = Unavailable(f"{unknown.reason} Nothing was sent.", code=unknown.code)
    raise unsent


def effect_of(message_id: str) -> Effect:
    """What one sent message shows."""
    return Effect(
        status="done",
        reference=message_id,
        said=redact("Gmail took the follow-up mail for the address on the record."),
    )
