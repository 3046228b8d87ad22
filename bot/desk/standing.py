"""A message that stands in Slack: brought up to date, moved to another channel, posted anew.

It is never there twice: what an earlier try of the same step may have posted is looked for first.
"""

from __future__ import annotations

import structlog

from bot.cards import draw_public_notice
from bot.desk.office import Office
from bot.desk.posting import posted_before
from bot.errors import Refused, VendorFailure
from bot.handoff.people import Channel
from bot.handoff.step import Step
from bot.ports import Mark, Message, Posted

GONE = frozenset({"message_not_found", "cant_update_message"})
"""What Slack says of a message that was deleted, or that another app of ours had posted."""

log = structlog.get_logger(__name__)


async def shown(
    office: Office,
    step: Step,
    at: Posted | None,
    channel: Channel,
    message: Message,
    mark: Mark,
) -> Posted:
    """Bring the one message up to date; what an earlier try posted may show an older version."""
    if at is not None and at.channel_id == channel.channel_id:
        if await _updated(office, at, message, mark):
            return at
    elif at is not None:
        await _leave(office, at, mark)
    before = await posted_before(office, step, channel.channel_id, mark=mark)
    if before is not None and await _updated(office, before, message, mark):
        return before
    return await office.messenger.post(channel.channel_id, message, mark)


async def _updated(office: Office, at: Posted, message: Message, mark: Mark) -> bool:
    """Update; False when the message is gone."""
    try:
        await office.messenger.update(at, message, mark)
    except Refused as refused:
        if refused.code not in GONE:
            raise
        log.warning("message_gone", handoff=mark.handoff_id, code=refused.code)
        return False
    return True


async def _leave(office: Office, at: Posted, mark: Mark) -> None:
    """Take the content out of the place it leaves, where that is possible: others may read there.

    An archived channel lets nobody write; what stands in it stays as it was, and its buttons still
    decide nothing that is out of date.
    """
    try:
        await office.messenger.update(at, draw_public_notice(), mark)
    except VendorFailure as failure:
        log.warning("old_message_left", handoff=mark.handoff_id, code=failure.code)
