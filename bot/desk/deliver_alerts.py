"""Delivering alerts: one message in the alert's channel, redrawn; calls below it.

An alert whose channel is gone, or is no place for it any more, stands in the fallback channel, as
a card does.
"""

from __future__ import annotations

from bot.cards.alerts import draw_alert
from bot.cards.notices import as_message
from bot.desk.channels import fit, fit_or_wait, tell_operations
from bot.desk.office import Office
from bot.desk.posting import case_of, directory_of, mark_of, post_once
from bot.desk.standing import shown
from bot.errors import Refused, Unavailable, VendorFailure
from bot.handoff.alert import Alert
from bot.handoff.handoff import Case
from bot.handoff.people import Directory
from bot.handoff.states import UNDECIDED
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.ports import Mark, Posted, Tx

WAITS_FOR_CARD = 3
"""So many tries for a card to link to; after that the alert goes out without a link."""


async def sync_alert(office: Office, step: Step) -> StepOutcome:
    """Show the alert as it is now; nothing of it is ever said in a public channel."""
    case, alert = await case_of(office, step), await _alert(office, step)
    directory = await directory_of(office)
    if alert.drawn_version >= step.ordinal and fit(directory, alert.channel_id) is not None:
        return StepOutcome.SKIPPED
    if case.place is None and step.tries <= WAITS_FOR_CARD:
        raise Unavailable("the card that the alert links to is not posted yet", retry_after_s=1)
    await _put(office, step, case, alert, directory, mark_of(step))
    return StepOutcome.DONE


async def _put(
    office: Office,
    step: Step,
    case: Case,
    alert: Alert,
    directory: Directory | None,
    mark: Mark,
) -> Posted:
    """Draw the alert where it belongs, and remember where that is. Raises as the messenger does."""
    own, policy = alert.rule.channel_id, office.rules.policy
    stays = fit(directory, alert.channel_id)
    channel = stays or fit_or_wait(directory, own, policy.fallback_channel)
    message = draw_alert(case, alert, now=office.clock(), permalink=await _permalink(office, case))
    place = await shown(office, step, _place(alert), channel, message, mark)

    def keep(tx: Tx) -> None:
        _keep(tx, step.handoff_id, place, alert.version)
        if place.channel_id != alert.channel_id:
            tell_operations(tx, directory, policy, own, place.channel_id, office.clock())

    await office.write(keep)
    return place


async def _alert(office: Office, step: Step) -> Alert:
    alert = await office.database.read(lambda tx: tx.alerts.get(step.handoff_id))
    if alert is None:
        raise Refused("the alert is gone")
    return alert


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
    place = await _standing(office, step, alert)
    message = as_message(str(step.args["text"]))
    await post_once(office, step, place.channel_id, message, place.ts)
    return StepOutcome.DONE


async def _standing(office: Office, step: Step, alert: Alert) -> Posted:
    """Where the alert is; one that has to leave is moved first, so that the call is below it."""
    place, directory = _place(alert), await directory_of(office)
    if place is None:
        raise Unavailable("the alert is not posted yet", retry_after_s=2)
    if fit(directory, place.channel_id) is not None:
        return place
    mark = Mark(handoff_id=step.handoff_id, step_id=f"{step.id}:alert")
    return await _put(office, step, await case_of(office, step), alert, directory, mark)


async def is_answered(office: Office, step: Step) -> bool:
    """Tell whether somebody has acknowledged the alert, or decided."""
    case, alert = await case_of(office, step), await _alert(office, step)
    return alert.acknowledged_by is not None or case.handoff.state not in UNDECIDED
