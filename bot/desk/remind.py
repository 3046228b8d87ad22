"""Reminders before a deadline: due rows become messages, once, and none after a decision."""

from __future__ import annotations

from datetime import datetime

from bot.cards import notices
from bot.desk.change import HANDOFF, audit
from bot.desk.messages import nudge, nudge_directly
from bot.handoff.approvals import members
from bot.handoff.handoff import Case, Nudge
from bot.handoff.states import UNDECIDED
from bot.ports import Tx

MAX_PEOPLE = 5


def remind(tx: Tx, now: datetime, *, limit: int = 100) -> int:
    """Turn due nudges into messages; how many handoffs were nudged.

    Several overdue reminders of one handoff are folded into one.
    """
    due = tx.nudges.claim_due(now=now, limit=limit)
    newest = {one.handoff_id: one for one in sorted(due, key=lambda one: one.run_at)}
    return sum(_remind_one(tx, one, now) for one in newest.values())


def _remind_one(tx: Tx, due: Nudge, now: datetime) -> bool:
    case = tx.handoffs.case(due.handoff_id)
    if case is None or case.handoff.state not in UNDECIDED or case.handoff.due_at != due.due_at:
        return False
    late = now >= due.due_at
    text = notices.overdue(case, now) if late else notices.nudge(case, now)
    nudge(tx, case.handoff, text, now, cause=due.id)
    for user_id in _people(tx, case):
        nudge_directly(tx, case.handoff, user_id, text, now, cause=due.id)
    audit(tx, case.handoff, now=now, actor=HANDOFF, action="nudged", details={"nudge": due.id})
    return True


def _people(tx: Tx, case: Case) -> tuple[str, ...]:
    """The owner; a role that owns it is reached through its first few members."""
    if case.handoff.owner:
        return (case.handoff.owner,)
    role = case.handoff.ruling.role(case.handoff.owner_role or "")
    directory = tx.directories.current()
    return members(role, directory)[:MAX_PEOPLE] if role and directory else ()
