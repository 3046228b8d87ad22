"""Delivering announcements: what a channel is told that belongs to no single handoff."""

from __future__ import annotations

from datetime import datetime

from bot.cards.notices import as_message
from bot.desk import messages
from bot.desk.channels import fit, fit_or_wait, tell_operations
from bot.desk.office import Office
from bot.desk.posting import directory_of, post_once, posted_before
from bot.errors import Refused
from bot.handoff.people import Directory
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.policy import Policy
from bot.ports import Tx


async def announce(office: Office, step: Step) -> StepOutcome:
    """Say it in its channel, or have the fallback say it; a public one is told nothing at all."""
    own, directory = str(step.args["channel"]), await directory_of(office)
    channel = fit(directory, own)
    if channel is not None:
        await post_once(office, step, channel.channel_id, as_message(str(step.args["text"])), None)
        return StepOutcome.DONE
    fallback = office.rules.policy.fallback_channel
    fit_or_wait(directory, own, fallback)
    if await _was_posted(office, step, directory):
        return StepOutcome.DONE
    policy = office.rules.policy
    await office.write(lambda tx: _hand_over(tx, step, policy, directory, office.clock()))
    return StepOutcome.SKIPPED


async def _was_posted(office: Office, step: Step, directory: Directory | None) -> bool:
    """Tell whether an earlier try, whose answer was lost, had put it there before that closed."""
    listed = directory.channels.get(str(step.args["channel"])) if directory else None
    if listed is None:
        return False
    try:
        return await posted_before(office, step, listed.channel_id) is not None
    except Refused:
        return False


def _hand_over(
    tx: Tx, step: Step, policy: Policy, directory: Directory | None, now: datetime
) -> None:
    """The same words of one cause are said once there, from however many channels they come."""
    own, spare = str(step.args["channel"]), fit(directory, policy.fallback_channel)
    if policy.fallback_channel is None or spare is None:
        return
    text, cause = str(step.args["text"]), str(step.args.get("cause", step.id))
    tell_operations(tx, directory, policy, own, spare.channel_id, now)
    messages.announce(tx, step.handoff_id, policy.fallback_channel, text, now, cause=cause)
