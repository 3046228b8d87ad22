"""Delivering message steps to Slack: drawn from the case as it is now, never posted twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.cards.notices import as_message
from bot.desk.crowding import note_crowding
from bot.desk.deliver_alerts import post_in_alert, sync_alert
from bot.desk.deliver_announcements import announce
from bot.desk.deliver_card import card_place, sync_card
from bot.desk.deliver_directly import send_direct, tell, write_to
from bot.desk.messages import (
    ANNOUNCE,
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
from bot.desk.posting import case_of, is_outdated, post_once, tried_in_vain
from bot.desk.redraw import redraw
from bot.errors import Refused, VendorFailure
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.ports import Tx
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
            **tried_in_vain(step, failure),
        }
    )

    def put_back(tx: Tx) -> None:
        tx.steps.save(again, fence=step.fence)
        if step.lane is not None:
            tx.steps.pause_lane(step.lane, until=again.run_at)
        note_crowding(tx, failure, now, until=again.run_at)

    await office.write(put_back)


async def _post_in_thread(office: Office, step: Step) -> StepOutcome:
    case = await case_of(office, step)
    if is_outdated(step, case):
        return StepOutcome.SKIPPED
    place = await card_place(office, step)
    if place is None:
        return StepOutcome.SKIPPED
    message = as_message(str(step.args["text"]))
    await post_once(office, step, place.channel_id, message, place.ts)
    return StepOutcome.DONE


_DELIVERIES: Mapping[str, Callable[[Office, Step], Awaitable[StepOutcome]]] = MappingProxyType(
    {
        SYNC_CARD: sync_card,
        POST_IN_THREAD: _post_in_thread,
        SEND_DIRECT: send_direct,
        TELL: tell,
        WRITE_TO: write_to,
        ANNOUNCE: announce,
        REDRAW: redraw,
        SYNC_ALERT: sync_alert,
        POST_IN_ALERT: post_in_alert,
    }
)
