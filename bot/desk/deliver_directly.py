"""Delivering what is for one person: a direct message, or a notice that only they see.

Whatever is written to somebody about a handoff is also said where its card or its alert stands.
So when Slack says that there is nobody to write to, it is not sent elsewhere; the thread of the
card says once that this person cannot be reached. A private answer is for nobody else, and goes.
"""

from __future__ import annotations

from bot.cards import places
from bot.cards.notices import as_message
from bot.desk.deliver_alerts import is_answered
from bot.desk.messages import CALL, announce, say_in_thread
from bot.desk.office import Office
from bot.desk.posting import case_of, is_outdated, post_once
from bot.errors import Refused
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.ports import Tx

NOBODY = frozenset({"user_disabled", "user_not_found", "user_not_visible", "cannot_dm_bot"})
"""What Slack says of somebody to whom nothing can be written, whoever tries."""


async def send_direct(office: Office, step: Step) -> StepOutcome:
    """Write to somebody about a handoff, unless that is of the past by now."""
    if is_outdated(step, await case_of(office, step)):
        return StepOutcome.SKIPPED
    if step.args.get("purpose") == CALL and await is_answered(office, step):
        return StepOutcome.SKIPPED
    if await _written(office, step):
        return StepOutcome.DONE
    await office.write(lambda tx: _say_unreachable(tx, office, step))
    return StepOutcome.SKIPPED


async def write_to(office: Office, step: Step) -> StepOutcome:
    """Write to somebody about no single handoff; nobody there: the finance channel hears it."""
    if await _written(office, step):
        return StepOutcome.DONE
    channel = office.rules.policy.file.baseline.channel
    text = places.unreachable(str(step.args["user_id"]), str(step.args["text"]))
    chain, cause = step.handoff_id, f"unreachable:{step.id}"
    await office.write(lambda tx: announce(tx, chain, channel, text, office.clock(), cause=cause))
    return StepOutcome.SKIPPED


async def tell(office: Office, step: Step) -> StepOutcome:
    """Answer one person in the channel; when that is impossible, in their direct conversation."""
    case, user_id = await case_of(office, step), str(step.args["user_id"])
    where = step.args.get("channel") or (case.place.channel_id if case.place else None)
    if where is not None:
        try:
            await office.messenger.tell(str(where), user_id, as_message(str(step.args["text"])))
        except Refused:
            pass
        else:
            return StepOutcome.DONE
    return StepOutcome.DONE if await _written(office, step) else StepOutcome.SKIPPED


async def _written(office: Office, step: Step) -> bool:
    """Write into the direct conversation; False when there is nobody to write to."""
    try:
        channel_id = await office.messenger.direct_channel(str(step.args["user_id"]))
        await post_once(office, step, channel_id, as_message(str(step.args["text"])), None)
    except Refused as refused:
        if refused.code in NOBODY:
            return False
        raise
    return True


def _say_unreachable(tx: Tx, office: Office, step: Step) -> None:
    handoff, user_id = tx.handoffs.get(step.handoff_id), str(step.args["user_id"])
    if handoff is not None:
        text = places.unreachable(user_id)
        say_in_thread(tx, handoff, text, office.clock(), cause=f"unreachable:{user_id}")
