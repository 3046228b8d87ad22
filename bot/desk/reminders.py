"""Reminders as rows, written by whatever makes a deadline or opens a handoff again."""

from __future__ import annotations

from datetime import datetime

from bot.handoff.handoff import Handoff, Nudge
from bot.handoff.states import UNDECIDED
from bot.ports import Tx
from bot.timing import WorkingHours, first_zone, planned_nudges


def plan_nudges(tx: Tx, handoff: Handoff, now: datetime) -> None:
    """Write the reminders before the deadline as rows; their ids hold the deadline they are for."""
    if handoff.due_at is None or handoff.state not in UNDECIDED:
        return
    zone = first_zone(handoff.ruling.deadline_zone)
    for one in planned_nudges(
        handoff.due_at, handoff.ruling.nudge_offsets, now, zone=zone, hours=WorkingHours()
    ):
        run_at, seconds_before = one.run_at, int(one.offset.total_seconds())
        tx.nudges.add(
            Nudge(
                wanted_at=run_at,
                id=f"{handoff.id}:nudge:{int(handoff.due_at.timestamp())}:{seconds_before}",
                handoff_id=handoff.id,
                run_at=run_at,
                due_at=handoff.due_at,
            )
        )
