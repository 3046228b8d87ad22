"""Delivering message steps to Slack: drawn from the case as it is now, never posted twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.cards import draw_card, draw_public_notice
from bot.cards.notices import as_message
from bot.desk.deliver_alerts import is_answered, post_in_alert, sync_alert
from bot.desk.messages import (
    ANNOUNCE,
    CALL,
    NUDGE,
    POST_IN_ALERT,
    POST_IN_THREAD,
    REDRAW,
    SEND_DIRECT,
    SYNC_ALERT,
    SYNC_CARD,
    TELL,
    WRITE_TO,
)
from bot.desk.office import Office
from bot.desk.posting import case_of, mark_of, post_once, posted_before, usable_channel
from bot.desk.redraw import redraw
from bot.errors import Refused, Unavailable, VendorFailure
from bot.handoff.handoff import CardPlace, Case
from bot.handoff.people import Channel
from bot.handoff.states import UNDECIDED
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.ports import Message, Posted, Tx
from bot.redaction import redact

MISSING_CARD_WAIT = timedelta(seconds=2)


async def run_message(office: Office, step: Step) -> None:
    """Deliver one message step; what is down or can be mended only delays it. Raises LostLease."""
    try:
        outcome = await _DELIVERIES[step.operation](office, step)
    except Refused as refused:
        if refused.mendable:
            await _later(office, step, refused)
        else:
            await _finish(office, step, StepOutcome.REFUSED, refused.reason)
    except VendorFailure as failure:
        await _later(office, step, failure)
    else:
        await _finish(office, step, outcome, None)


async def _finish(office: Office, step: Step, outcome: StepOutcome, said: str | None) -> None:
    done = step.model_copy(
        update={
            "outcome": outcome,
            "said": redact(said) if said else None,
            "finished_at": office.clock(),
            "lease_until": None,
        }
    )
    await office.write(lambda tx: tx.steps.save(done, fence=step.fence))


async def _later(office: Office, step: Step, failure: VendorFailure) -> None:
    """Put the step back; a Retry-After holds the whole lane, so that order is kept."""
    now = office.clock()
    wait = office.pace.after(failure, step.tries - 1)
    again = step.model_copy(
        update={
            "outcome": StepOutcome.PENDING,
            "said": redact(failure.reason),
            "run_at": now + wait,
            "lease_until": None,
        }
    )
    await office.write(lambda tx: _put_back(tx, again, step.fence, now + wait))


def _put_back(tx: Tx, step: Step, fence: int, until: datetime) -> None:
    tx.steps.save(step, fence=fence)
    if step.lane is not None:
        tx.steps.pause_lane(step.lane, until=until)


async def _sync_card(office: Office, step: Step) -> StepOutcome:
    """Show the newest revision; an older step than what is drawn has nothing left to do."""
    case = await case_of(office, step)
    place, revision = case.place, case.handoff.revision
    forced = bool(step.args.get("again"))
    if place is not None and place.drawn_revision >= revision and not forced:
        return StepOutcome.SKIPPED
    channel = await usable_channel(office, case.handoff.ruling.channel_id)
    message = await _drawn(office, case, channel)
    posted = await _put_card(office, step, place, channel, message)
    shown = CardPlace(
        handoff_id=case.handoff.id,
        channel_id=posted.channel_id,
        ts=posted.ts,
        drawn_revision=revision if channel.is_private else 0,
    )
    await office.write(lambda tx: tx.cards.put(shown))
    return StepOutcome.DONE


async def _drawn(office: Office, case: Case, channel: Channel) -> Message:
    """Draw the card; a public channel gets one sentence without any content."""
    if not channel.is_private:
        return draw_public_notice()
    stops = await office.database.read(lambda tx: tx.stops.standing())
    return draw_card(case, now=office.clock(), stops=stops)


async def _put_card(
    office: Office, step: Step, place: CardPlace | None, channel: Channel, message: Message
) -> Posted:
    """Bring the one message up to date; what an earlier try posted may show an older revision."""
    if place is not None:
        at: Posted | None = Posted(channel_id=place.channel_id, ts=place.ts)
    else:
        at = await posted_before(office, step, channel.channel_id, None)
    if at is None:
        return await office.messenger.post(channel.channel_id, message, mark_of(step))
    await office.messenger.update(at, message, mark_of(step))
    return at


async def _post_in_thread(office: Office, step: Step) -> StepOutcome:
    case = await case_of(office, step)
    if _outdated(step, case):
        return StepOutcome.SKIPPED
    if case.place is None:
        raise Unavailable("the card is not posted yet", retry_after_s=2)
    message = as_message(str(step.args["text"]))
    await post_once(office, step, case.place.channel_id, message, case.place.ts)
    return StepOutcome.DONE


def _outdated(step: Step, case: Case) -> bool:
    """A reminder is dropped once somebody has decided."""
    return step.args.get("purpose") == NUDGE and case.handoff.state not in UNDECIDED


async def _send_direct(office: Office, step: Step) -> StepOutcome:
    if _outdated(step, await case_of(office, step)):
        return StepOutcome.SKIPPED
    if step.args.get("purpose") == CALL and await is_answered(office, step):
        return StepOutcome.SKIPPED
    return await _write_to(office, step)


async def _write_to(office: Office, step: Step) -> StepOutcome:
    channel_id = await office.messenger.direct_channel(str(step.args["user_id"]))
    await post_once(office, step, channel_id, as_message(str(step.args["text"])), None)
    return StepOutcome.DONE


async def _tell(office: Office, step: Step) -> StepOutcome:
    """Answer one person in the channel; when that is impossible, in their direct conversation."""
    case, user_id = await case_of(office, step), str(step.args["user_id"])
    message = as_message(str(step.args["text"]))
    where = step.args.get("channel") or (case.place.channel_id if case.place else None)
    if where is not None:
        try:
            await office.messenger.tell(str(where), user_id, message)
        except Refused:
            return await _send_direct(office, step)
        return StepOutcome.DONE
    return await _send_direct(office, step)


async def _announce(office: Office, step: Step) -> StepOutcome:
    """Say it in the channel; a public one gets nothing at all."""
    channel = await usable_channel(office, str(step.args["channel"]))
    if not channel.is_private:
        return StepOutcome.SKIPPED
    await post_once(office, step, channel.channel_id, as_message(str(step.args["text"])), None)
    return StepOutcome.DONE


_DELIVERIES: Mapping[str, Callable[[Office, Step], Awaitable[StepOutcome]]] = MappingProxyType(
    {
        SYNC_CARD: _sync_card,
        POST_IN_THREAD: _post_in_thread,
        SEND_DIRECT: _send_direct,
        TELL: _tell,
        WRITE_TO: _write_to,
        ANNOUNCE: _announce,
        REDRAW: redraw,
        SYNC_ALERT: sync_alert,
        POST_IN_ALERT: post_in_alert,
    }
)
