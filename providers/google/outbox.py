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
from bot.vendors import Order
from providers.google.errors import NOT_FOUND
from providers.google.mailbox import Mailbox

GONE: Final = "The draft of the mail is gone from Gmail, and no sent mail shows it yet."


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
