"""Delivering alerts: one message in the alert's channel, redrawn; calls below it."""

from __future__ import annotations

from bot.cards.alerts import draw_alert
from bot.cards.notices import as_message
from bot.desk.office import Office
from bot.desk.posting import case_of, mark_of, post_once, posted_before, usable_channel
from bot.errors import Refused, Unavailable, VendorFailure
from bot.handoff.alert import Alert
from bot.handoff.handoff import Case
from bot.handoff.people import Channel
from bot.handoff.states import UNDECIDED
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.ports import Posted, Tx

WAITS_FOR_CARD = 3
"""So many tries for a card to link to; after that the alert goes out without a link."""


async def sync_alert(office: Office, step: Step) -> StepOutcome:
    """Show the alert as it is now; nothing of it is ever said in a public channel."""
    case, alert = await case_of(office, step), await _alert(office, step)
    if alert.drawn_version >= step.ordinal:
        return StepOutcome.SKIPPED
    if case.place is None and step.tries <= WAITS_FOR_CARD:
        raise Unavailable("the card that the alert links to is not posted yet", retry_after_s=1)
    channel = await _private(office, alert.rule.channel_id)
    message = draw_alert(case, alert, now=office.clock(), permalink=await _permalink(office, case))
    at = _place(alert) or await posted_before(office, step, channel.channel_id, None)
    if at is None:
        at = await office.messenger.post(channel.channel_id, message, mark_of(step))
    else:
        await office.messenger.update(at, message, mark_of(step))
    place = at
    await office.write(lambda tx: _keep(tx, step.handoff_id, place, alert.version))
    return StepOutcome.DONE


async def _alert(office: Office, step: Step) -> Alert:
    alert = await office.database.read(lambda tx: tx.alerts.get(step.handoff_id))
    if alert is None:
        raise Refused("the alert is gone")
    return alert


async def _private(office: Office, wanted: str) -> Channel:
    channel = await usable_channel(office, wanted)
    if not channel.is_private:
        raise Unavailable(f"the channel {wanted} is public, so no alert is shown there")
    return channel


async def _permalink(office: Office, case: Case) -> str | None:
    """Where the card is; an alert without a link still says in which channel."""
    if case.place is None:
        return None
    try:
        return await office.messenger.permalink(
            Posted(channel_id=case.place.channel_id, ts=case.place.ts)
        )
    except VendorFailure:
        return None


def _place(alert: Alert) -> Posted | None:
    if alert.channel_id is None or alert.ts is None:
        return None
    return Posted(channel_id=alert.channel_id, ts=alert.ts)


def _keep(tx: Tx, handoff_id: str, place: Posted, version: int) -> None:
    alert = tx.alerts.get(handoff_id)
    if alert is not None:
        shown = {"channel_id": place.channel_id, "ts": place.ts, "drawn_version": version}
        tx.alerts.put(alert.model_copy(update=shown))


async def post_in_alert(office: Office, step: Step) -> StepOutcome:
    """Call people below the alert, unless somebody has it by now."""
    if await is_answered(office, step):
        return StepOutcome.SKIPPED
    alert = await _alert(office, step)
    if alert.channel_id is None or alert.ts is None:
        raise Unavailable("the alert is not posted yet", retry_after_s=2)
    message = as_message(str(step.args["text"]))
    await post_once(office, step, alert.channel_id, message, alert.ts)
    return StepOutcome.DONE


async def is_answered(office: Office, step: Step) -> bool:
    """Tell whether somebody has acknowledged the alert, or decided."""
    case, alert = await case_of(office, step), await _alert(office, step)
    return alert.acknowledged_by is not None or case.handoff.state not in UNDECIDED
