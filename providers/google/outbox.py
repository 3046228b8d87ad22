"""One mail of a step, sent once. Gmail has no key for a send: the draft is the key.

Its id is kept with the step before anything is sent; sending takes the draft away, so it cannot be
sent twice, and while it lies there nothing was sent, whatever a search knows by then:
https://developers.google.com/workspace/gmail/api/guides/drafts. What goes out is written anew with
the sending, so that a draft of an earlier decision carries nothing of that one.
"""

from __future__ import annotations

from collections.abc import Awaitable
from email.message import EmailMessage
from typing import Final

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import OperationFacts
from bot.ports import Clock
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.google.errors import NOT_FOUND
from providers.google.mailbox import Mailbox

GONE: Final = "The draft of the mail is gone from Gmail, and no sent mail shows it yet."


class MailedOnce:
    """What an operation that sends one mail does alike once that is sent."""

    facts: OperationFacts

    def __init__(self, mailbox: Mailbox, sender: str, clock: Clock) -> None:
        self._mailbox = mailbox
        self._sender = sender
        self._clock = clock

    async def find_effect(self, order: Order) -> Effect | None:
        """Look among what was sent, and for the draft."""
        sent = await sent_of(self._mailbox, order)
        return None if sent is None else self._effect_of(sent)

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Handed to Gmail is all that Gmail says; what bounces comes back as mail."""
        return self._effect_of(reference)

    def _effect_of(self, message_id: str) -> Effect:
        return Effect(status="done", reference=message_id, said=redact(self.facts.card_may_say))


async def laid(mailbox: Mailbox, order: Order, message: EmailMessage) -> str:
    """The id of the step's draft, laid down now unless an earlier attempt did.

    Of a mail that went out already it is the mail's. Raises Refused or Unavailable.
    """
    return (
        await mailbox.sent(order)
        or await mailbox.draft(order)
        or await _unsent(mailbox.put_draft(message))
    )


async def send_once(mailbox: Mailbox, order: Order, draft_id: str, message: EmailMessage) -> str:
    """Send the step's draft with these words. Returns the mail's id.

    Nothing of the step was sent yet, as far as a search shows. Raises Refused, Unavailable or
    OutcomeUnknown.
    """
    try:
        return await mailbox.send_draft(draft_id, message)
    except Refused as refusal:
        if refusal.code != NOT_FOUND:
            raise
    sent = await mailbox.sent(order)
    if sent is None:
        raise OutcomeUnknown(GONE, code="draft_gone")
    return sent


async def sent_of(mailbox: Mailbox, order: Order) -> str | None:
    """The id of the step's mail; None: its draft lies there still, so nothing was sent.

    Raises Unavailable where the draft is gone and the search shows no mail: it was sent and the
    search lags, or somebody threw it away.
    """
    sent = await mailbox.sent(order)
    if sent is not None or order.made_id is None or await mailbox.holds(order.made_id):
        return sent
    raise Unavailable(GONE, code="draft_gone")


async def _unsent(laying: Awaitable[str]) -> str:
    """A draft is no mail: whatever became of it, nothing went out."""
    try:
        return await laying
    except OutcomeUnknown as unknown:
        unsent = Unavailable(f"{unknown.reason} Nothing was sent.", code=unknown.code)
    raise unsent
