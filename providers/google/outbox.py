"""One mail of a step, sent once. Gmail has no key for a send: the draft is the key.

It is laid down first, and sending takes it away, so it cannot be sent twice:
https://developers.google.com/workspace/gmail/api/guides/drafts.
"""

from __future__ import annotations

from collections.abc import Awaitable
from email.message import EmailMessage

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.vendors import Order
from providers.google.errors import NOT_FOUND
from providers.google.mailbox import Mailbox


async def send_once(mailbox: Mailbox, order: Order, message: EmailMessage) -> str:
    """Send the step's draft, laid down now unless an earlier attempt did. Returns the mail's id.

    Nothing of the step was sent yet, as far as the mailbox shows. Raises Refused, Unavailable or
    OutcomeUnknown.
    """
    draft = await mailbox.draft(order) or await _unsent(mailbox.put_draft(message))
    try:
        return await mailbox.send_draft(draft)
    except Refused as refusal:
        if refusal.code != NOT_FOUND:
            raise
    return await _taken(mailbox, order)


async def _unsent(laying: Awaitable[str]) -> str:
    """A draft is no mail: whatever became of it, nothing went out."""
    try:
        return await laying
    except OutcomeUnknown as unknown:
        unsent = Unavailable(f"{unknown.reason} Nothing was sent.", code=unknown.code)
    raise unsent


async def _taken(mailbox: Mailbox, order: Order) -> str:
    """The draft is gone: it was sent, or somebody threw it away."""
    sent = await mailbox.sent(order)
    if sent is None:
        raise OutcomeUnknown(
            "The draft of the mail is gone from Gmail, and no sent mail shows it yet.",
            code="draft_gone",
        )
    return sent
