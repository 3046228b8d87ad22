"""The one card of a handoff: brought up to date where it stands, moved where it cannot stay.

One call shows everything that was planned so far. A card whose channel was archived, opened to
everybody or closed to the bot is posted once in the policy's fallback channel, and its old place is
forgotten; one that somebody deleted is posted again where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards import draw_card, draw_public_notice
from bot.desk.channels import NO_CHANNEL, NOT_USABLE, fit, tell_operations, usable
from bot.desk.messages import SYNC_CARD
from bot.desk.office import Office
from bot.desk.standing import shown
from bot.errors import Refused, Unavailable
from bot.handoff.gate import Gate
from bot.handoff.handoff import CardPlace, Case
from bot.handoff.people import Channel, Directory
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.ports import Mark, Message, Posted, Stop, Tx


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything a drawing is made of, as of one moment."""

    case: Case
    waiting: Sequence[Step]
    directory: Directory | None
    stops: Sequence[Stop]
    gates: Sequence[Gate]


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
    posted = await shown(office, step, _at(seen.case.place), channel, message, mark)
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
    place, own = seen.case.place, seen.case.handoff.ruling.channel_id
    fallback = office.rules.policy.fallback_channel
    private = fit(seen.directory, place.channel_id if place else None, own, fallback)
    channel = private or usable(seen.directory, own)
    if channel is None:
        raise Unavailable(NOT_USABLE.format(own), code=NO_CHANNEL)
    return channel


def _may_stay(seen: Seen, place: CardPlace) -> Channel | None:
    """Its channel, while only those read there who were meant to."""
    return fit(seen.directory, place.channel_id)


def _drawn(office: Office, seen: Seen, channel: Channel) -> Message:
    """Draw the card; a public channel gets one sentence without any content.

    Away from its channel it shows no more than any channel may see.
    """
    if not channel.is_private:
        return draw_public_notice()
    case = seen.case
    if channel != usable(seen.directory, case.handoff.ruling.channel_id):
        ruling = case.handoff.ruling.model_copy(update={"show_contacts": False})
        handoff = case.handoff.model_copy(update={"ruling": ruling})
        case = case.model_copy(update={"handoff": handoff})
    return draw_card(case, now=office.clock(), stops=seen.stops, gates=seen.gates)


def _at(place: CardPlace | None) -> Posted | None:
    return Posted(channel_id=place.channel_id, ts=place.ts) if place else None


def _remember(tx: Tx, office: Office, seen: Seen, place: CardPlace, now: datetime) -> None:
    """Keep the place; what was planned before this drawing has nothing left to do."""
    tx.cards.put(place)
    for one in seen.waiting:
        done = one.model_copy(update={"outcome": StepOutcome.SKIPPED, "finished_at": now})
        tx.steps.update(done, expected=StepOutcome.PENDING)
    before, own = seen.case.place, seen.case.handoff.ruling.channel_id
    if before is None or before.channel_id != place.channel_id:
        tell_operations(tx, seen.directory, office.rules.policy, own, place.channel_id, now)
