"""What is due before and after a deadline, as rows: written by whatever makes or moves it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.handoff.handoff import Handoff, Nudge
from bot.handoff.people import Directory
from bot.handoff.record import Record
from bot.handoff.states import UNDECIDED
from bot.handoff.words import NudgeKind
from bot.ports import Tx
from bot.timing import first_zone, planned_nudges, working_days_after

OF_DEADLINE = (NudgeKind.REMINDER, NudgeKind.SILENCE)
"""The rows that follow the deadline; calls of an alert do not."""


def plan_nudges(tx: Tx, handoff: Handoff, now: datetime) -> None:
    """Write all that follows from the deadline. What was handed out before is not repeated."""
    if handoff.due_at is None or handoff.state not in UNDECIDED:
        return
    for nudge in _reminders(tx, handoff, now):
        tx.nudges.add(nudge)
    _plan_silence(tx, handoff, handoff.due_at, now)


def replan_reminders(tx: Tx, handoff: Handoff, now: datetime) -> None:
    """Bring the reminders in line with owner and ruling; they stay where that moves none."""
    wanted = _reminders(tx, handoff, now)
    there = tx.nudges.waiting(handoff.id, NudgeKind.REMINDER)
    if there == {nudge.id: nudge.wanted_at for nudge in wanted}:
        return
    tx.nudges.drop(handoff.id, (NudgeKind.REMINDER,))
    for nudge in wanted:
        tx.nudges.add(nudge)


def _reminders(tx: Tx, handoff: Handoff, now: datetime) -> list[Nudge]:
    """The reminders in the owner's hours; their ids hold deadline and offset."""
    due_at = handoff.due_at
    if due_at is None or handoff.state not in UNDECIDED:
        return []
    ruling = handoff.ruling
    planned = planned_nudges(
        due_at,
        ruling.nudge_offsets,
        now,
        zone=zone_of(handoff, tx.directories.current()),
        hours=ruling.hours,
        is_vendors=is_vendors_deadline(handoff),
    )
    return [
        Nudge(
            id=f"{_of(handoff, due_at, 'nudge')}:{int(one.offset.total_seconds())}",
            handoff_id=handoff.id,
            run_at=one.run_at,
            wanted_at=one.run_at,
            due_at=due_at,
            any_hour=one.any_hour,
        )
        for one in planned
    ]


def _plan_silence(tx: Tx, handoff: Handoff, due_at: datetime, now: datetime) -> None:
    """Write what happens when nobody decides; a deadline that is over already gets a day more."""
    start = due_at if due_at > now else fresh_deadline(handoff, now)
    for rung, step in enumerate(handoff.ruling.on_silence):
        tx.nudges.add(
            Nudge(
                id=f"{_of(handoff, due_at, 'silence')}:{rung}",
                handoff_id=handoff.id,
                kind=NudgeKind.SILENCE,
                rung=rung,
                run_at=start + step.after,
                wanted_at=start + step.after,
                due_at=due_at,
                any_hour=True,
            )
        )


def _of(handoff: Handoff, due_at: datetime, kind: str) -> str:
    return f"{handoff.id}:{kind}:{int(due_at.timestamp())}"


def zone_of(handoff: Handoff, directory: Directory | None) -> ZoneInfo:
    """The owner's own zone where Slack knows it, else the policy's."""
    owner = directory.people.get(handoff.owner or "") if directory else None
    return first_zone(owner.tz if owner else None, handoff.ruling.deadline_zone)


def fresh_deadline(handoff: Handoff, now: datetime) -> datetime:
    """The end of the next working day: for what is opened or comes in after its deadline."""
    zone = first_zone(handoff.ruling.deadline_zone)
    return working_days_after(now, 1, zone, handoff.ruling.hours)


def is_vendors_deadline(handoff: Handoff) -> bool:
    """Tell whether the deadline is the provider's own, which nobody here can move."""
    record = handoff.record
    return record is not None and record.evidence_due_at == handoff.due_at is not None


def dated_by(handoff: Handoff, record: Record) -> dict[str, object]:
    """The provider's own deadline for an answer is the deadline; an earlier stated one stays."""
    vendors = record.evidence_due_at
    if vendors is None or not record.evidence_wanted:
        return {}
    stated = handoff.due_at if handoff.call.follow_up_deadline is not None else None
    if stated is not None and stated <= vendors:
        return {}
    return {"due": vendors, "due_at": vendors}
