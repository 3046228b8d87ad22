"""Putting messages into Slack's channels: where to, under which mark, and never twice."""

from __future__ import annotations

from bot.desk.messages import NUDGE
from bot.desk.office import Office
from bot.errors import OutcomeUnknown, Refused, VendorFailure
from bot.handoff.handoff import Case
from bot.handoff.people import Directory
from bot.handoff.states import UNDECIDED
from bot.handoff.step import Step
from bot.ports import Mark, Message, Posted


async def directory_of(office: Office) -> Directory | None:
    return await office.database.read(lambda tx: tx.directories.current())


async def case_of(office: Office, step: Step) -> Case:
    case = await office.database.read(lambda tx: tx.handoffs.case(step.handoff_id))
    if case is None:
        raise Refused("the handoff is gone")
    return case


def is_outdated(step: Step, case: Case) -> bool:
    """A reminder is dropped once somebody has decided."""
    return step.args.get("purpose") == NUDGE and case.handoff.state not in UNDECIDED


def mark_of(step: Step) -> Mark:
    return Mark(handoff_id=step.handoff_id, step_id=step.id)


def may_be_posted(step: Step) -> bool:
    """Tell whether an earlier try may have left its message there.

    `attempt` is the next try for as long as every try is known to have left none; after one whose
    answer was lost, or that was cut off, it stays behind. Looking costs a read of the channel.
    """
    return step.tries > step.attempt


def tried_in_vain(step: Step, failure: VendorFailure) -> dict[str, int]:
    """What to remember of a try that failed."""
    is_known = step.tries == step.attempt and not isinstance(failure, OutcomeUnknown)
    return {"attempt": step.tries + 1} if is_known else {}


async def posted_before(
    office: Office,
    step: Step,
    channel_id: str,
    *,
    mark: Mark | None = None,
    thread_ts: str | None = None,
) -> Posted | None:
    """What an earlier try of this very step has posted, when its answer was lost.

    `mark` is what it bore, where that is not the step's own.
    """
    if not may_be_posted(step):
        return None
    return await office.messenger.find_posted(
        channel_id, mark or mark_of(step), since=step.created_at, thread_ts=thread_ts
    )


async def post_once(
    office: Office, step: Step, channel_id: str, message: Message, thread_ts: str | None
) -> None:
    """Post, unless an earlier try of this very step has posted it already."""
    if await posted_before(office, step, channel_id, thread_ts=thread_ts) is None:
        await office.messenger.post(channel_id, message, mark_of(step), thread_ts=thread_ts)
