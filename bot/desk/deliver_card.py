"""The one card of a handoff: brought up to date where it stands, moved where it cannot stay.

One call shows everything that was planned so far. A card whose channel was archived, opened to
everybody or closed to the bot is posted once in the policy's fallback channel, and its old place is
forgotten; one that somebody deleted is posted again where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.cards import draw_card, draw_public_notice, places
from bot.desk.messages import SYNC_CARD, announce
from bot.desk.office import Office
from bot.desk.posting import NOT_USABLE, may_be_posted
from bot.errors import Refused, Unavailable, VendorFailure
from bot.handoff.gate import Gate
from bot.handoff.handoff import CardPlace, Case
from bot.handoff.people import Channel, Directory
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.ports import Mark, Message, Posted, Stop, Tx

CHAIN = "channels"
GONE = frozenset({"message_not_found", "cant_update_message"})
"""What Slack says of a message that was deleted, or that another app of ours had posted."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything a drawing is made of, as of one moment."""

    case: Case
    waiting: Sequence[Step]
    directory: Directory | None
    stops: Sequence[Stop]
    gates: Sequence[Gate]

    def channel(self, name: str | None) -> Channel | None:
        """A channel, by name or id, that can be written to; None when none is known."""
        listed = self.directory.channels if self.directory else {}
        for key, one in listed.items():
            if name in {key, one.channel_id} and one.has_bot and not one.is_archived:
                return one
        return None


async def sync_card(office: Office, step: Step) -> StepOutcome:
    """Show the newest revision; an older step than what is drawn has nothing left to do."""
    seen = await look(office, step)
    place, forced = seen.case.place, bool(step.args.get("again"))
    is_drawn = place is not None and place.drawn_revision >= seen.case.handoff.revision
    if is_drawn and not forced and place is not None and _may_stay(seen, place) is not None:
        return StepOutcome.SKIPPED
    await put_card(office, step, seen, Mark(handoff_id=step.handoff_id, step_id=step.id))
    return StepOutcome.DONE


async def look(office: Office, step: Step) -> Seen:
    """Read what there is to draw, and which other steps this drawing is good for."""

    def read(tx: Tx) -> Seen | None:
        case = tx.handoffs.case(step.handoff_id)
        if case is None:
            return None
        return Seen(
            case=case,
            waiting=tx.steps.waiting_messages(step.handoff_id, SYNC_CARD),
            directory=tx.directories.current(),
            stops=tx.stops.standing(),
            gates=tx.gates.all(),
        )

    seen = await office.database.read(read)
    if seen is None:
        raise Refused("the handoff is gone")
    return seen


async def put_card(office: Office, step: Step, seen: Seen, mark: Mark) -> CardPlace:
    """Draw the card where it belongs, and remember where that is. Raises as the messenger does."""
    channel = choose_channel(office, seen)
    message = _drawn(office, seen, channel)
    posted = await _shown(office, step, seen.case.place, channel, message, mark)
    place = CardPlace(
        handoff_id=seen.case.handoff.id,
        channel_id=posted.channel_id,
        ts=posted.ts,
        drawn_revision=seen.case.handoff.revision if channel.is_private else 0,
    )
    await office.write(lambda tx: _remember(tx, office, seen, place, office.clock()))
    return place


async def card_place(office: Office, step: Step) -> CardPlace | None:
    """Where the thread of a card is, once it stands where it may; None: nothing may be said there.

    A card that has to leave is moved first: what follows in its lane belongs under the new one.
    """
    seen = await look(office, step)
    place = seen.case.place
    if place is None:
        raise Unavailable("the card is not posted yet", retry_after_s=2)
    if _may_stay(seen, place) is not None:
        return place
    mark = Mark(handoff_id=step.handoff_id, step_id=f"{step.id}:card")
    moved = await put_card(office, step, seen, mark)
    return moved if moved.drawn_revision else None


# --- where to ---------------------------------------------------------------------------------


def choose_channel(office: Office, seen: Seen) -> Channel:
    """Where the card is, while it may stay there; else where it belongs; else the fallback.

    A public channel is taken only when there is nothing better: it gets a sentence without content.
    """
    place, wanted = seen.case.place, seen.channel(seen.case.handoff.ruling.channel_id)
    stays = _may_stay(seen, place) if place is not None else None
    fallback = seen.channel(office.rules.policy.fallback_channel)
    for channel in (stays, wanted, fallback):
        if channel is not None and channel.is_private:
            return channel
    if wanted is None:
        raise Unavailable(NOT_USABLE.format(seen.case.handoff.ruling.channel_id))
    return wanted


def _may_stay(seen: Seen, place: CardPlace) -> Channel | None:
    """Its channel, while only those read there who were meant to."""
    channel = seen.channel(place.channel_id)
    return channel if channel is not None and channel.is_private else None


def _drawn(office: Office, seen: Seen, channel: Channel) -> Message:
    """Draw the card; a public channel gets one sentence without any content.

    Away from its channel it shows no more than any channel may see.
    """
    if not channel.is_private:
        return draw_public_notice()
    case = seen.case
    if channel != seen.channel(case.handoff.ruling.channel_id):
        ruling = case.handoff.ruling.model_copy(update={"show_contacts": False})
        handoff = case.handoff.model_copy(update={"ruling": ruling})
        case = case.model_copy(update={"handoff": handoff})
    return draw_card(case, now=office.clock(), stops=seen.stops, gates=seen.gates)


# --- putting it there -------------------------------------------------------------------------


async def _shown(
    office: Office,
    step: Step,
    place: CardPlace | None,
    channel: Channel,
    message: Message,
    mark: Mark,
) -> Posted:
    """Bring the one message up to date; what an earlier try posted may show an older revision."""
    if place is not None and place.channel_id == channel.channel_id:
        at = Posted(channel_id=place.channel_id, ts=place.ts)
        if await _updated(office, at, message, mark):
            return at
    elif place is not None:
        await _leave(office, Posted(channel_id=place.channel_id, ts=place.ts), mark)
    before = await _posted_before(office, step, channel, mark)
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
        log.warning("card_gone", handoff=mark.handoff_id, code=refused.code)
        return False
    return True


async def _posted_before(office: Office, step: Step, channel: Channel, mark: Mark) -> Posted | None:
    if not may_be_posted(step):
        return None
    return await office.messenger.find_posted(channel.channel_id, mark, since=step.created_at)


async def _leave(office: Office, at: Posted, mark: Mark) -> None:
    """Take the content out of the place it leaves, where that is possible: others may read there.

    An archived channel lets nobody write; the card in it stays as it was, and its buttons still
    decide nothing that is out of date.
    """
    try:
        await office.messenger.update(at, draw_public_notice(), mark)
    except VendorFailure as failure:
        log.warning("old_card_left", handoff=mark.handoff_id, code=failure.code)


def _remember(tx: Tx, office: Office, seen: Seen, place: CardPlace, now: datetime) -> None:
    """Keep the place; what was planned before this drawing has nothing left to do."""
    tx.cards.put(place)
    for one in seen.waiting:
        done = one.model_copy(update={"outcome": StepOutcome.SKIPPED, "finished_at": now})
        tx.steps.update(done, expected=StepOutcome.PENDING)
    fallback = office.rules.policy.fallback_channel
    at_fallback = seen.channel(fallback)
    wanted = seen.case.handoff.ruling.channel_id
    moved = seen.case.place is None or seen.case.place.channel_id != place.channel_id
    is_there = at_fallback is not None and at_fallback.channel_id == place.channel_id
    if fallback and moved and is_there and seen.channel(wanted) != at_fallback:
        text, cause = places.moved(wanted), f"{wanted}:{now.date().isoformat()}"
        announce(tx, CHAIN, fallback, text, now, cause=cause)
