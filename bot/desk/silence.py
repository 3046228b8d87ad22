"""What the policy does when nobody decides: escalate, reassign or expire, at its time, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.cards import silence as words
from bot.desk.change import HANDOFF, audit, change
from bot.desk.delegating import not_away, stand_in
from bot.desk.messages import say_directly, say_in_thread
from bot.handoff.approvals import members
from bot.handoff.handoff import Case, Handoff, Nudge
from bot.handoff.people import Directory
from bot.handoff.ruling import SilenceStep
from bot.handoff.states import UNDECIDED
from bot.handoff.words import Choice, SilenceAct
from bot.ports import Tx

MAX_DIRECT_MESSAGES = 10

ACTIONS = {
    SilenceAct.ESCALATE: "silence_escalated",
    SilenceAct.REASSIGN: "silence_reassigned",
    SilenceAct.EXPIRE: "silence_expired",
}


def act_on_silence(tx: Tx, due: Nudge, now: datetime) -> bool:
    """Do what the frozen policy says; False when somebody has decided or the deadline moved."""
    case = tx.handoffs.case(due.handoff_id)
    if case is None or case.handoff.state not in UNDECIDED or case.handoff.due_at != due.due_at:
        return False
    steps = case.handoff.ruling.on_silence
    if due.rung >= len(steps):
        return False
    step = steps[due.rung]
    if step.act is SilenceAct.EXPIRE:
        _expire(tx, case, step, due, now)
    else:
        _hand_on(tx, case, step, due, now)
    return True


def _expire(tx: Tx, case: Case, step: SilenceStep, due: Nudge, now: datetime) -> None:
    """Close it without a decision; approvals given so far are of the past."""
    told = _people(tx, case.handoff, now)
    tx.decisions.void(case.handoff.id, because="expired", choices=(Choice.APPROVE,))
    after = _change(tx, case, step, due, now, expired=True)
    _tell(tx, after, words.expired(after, due.wanted_at, now), told, due, now)


def _hand_on(tx: Tx, case: Case, step: SilenceStep, due: Nudge, now: datetime) -> None:
    """Give it to the next; approvals stay, since what they cover has not changed."""
    owner, role = _next_owner(tx, case.handoff, step, now)
    if owner is None and role is None:
        _skip(tx, case, step, due, now)
        return
    proposed = case.handoff.model_copy(update={"owner": owner, "owner_role": role})
    note = words.owner_note(proposed, due.due_at)
    after = _change(tx, case, step, due, now, owner=owner, owner_role=role, owner_note=note)
    people = _people(tx, after.handoff, now)
    _tell(tx, after, words.handed_on(after, people, due.wanted_at, now), people, due, now)


def _next_owner(
    tx: Tx, handoff: Handoff, step: SilenceStep, now: datetime
) -> tuple[str | None, str | None]:
    """The person, the role; neither when the person whom the policy names cannot take it."""
    if handoff.ruling.role(step.target or "") is not None:
        return None, step.target
    directory = tx.directories.current()
    if directory is None or not _is_able(step.target or "", directory):
        return None, None
    return stand_in(tx, step.target or "", handoff.ruling.roles, now), handoff.owner_role


def _is_able(user_id: str, directory: Directory) -> bool:
    person = directory.people.get(user_id)
    return person is not None and not (
        person.is_deleted or person.is_bot or person.is_guest or person.is_stranger
    )


def _skip(tx: Tx, case: Case, step: SilenceStep, due: Nudge, now: datetime) -> None:
    """Whoever was to have it is not there any more: say so, to those who have it."""
    details = {"rung": due.rung, "target": step.target}
    audit(tx, case.handoff, now=now, actor=HANDOFF, action="silence_skipped", details=details)
    people = _people(tx, case.handoff, now)
    _tell(tx, case, words.nobody_there(case), people, due, now)


def _change(
    tx: Tx, case: Case, step: SilenceStep, due: Nudge, now: datetime, **update: Any
) -> Case:
    return change(
        tx,
        case.handoff,
        now=now,
        actor=HANDOFF,
        action=ACTIONS[step.act],
        details={"rung": due.rung, "target": step.target, "deadline": due.due_at.isoformat()},
        update=update,
    )


def _people(tx: Tx, handoff: Handoff, now: datetime) -> tuple[str, ...]:
    if handoff.owner is not None:
        return (handoff.owner,)
    role, directory = handoff.ruling.role(handoff.owner_role or ""), tx.directories.current()
    able = members(role, directory) if role and directory else ()
    return not_away(tx, able, now)[:MAX_DIRECT_MESSAGES]


def _tell(
    tx: Tx, case: Case, text: str, people: tuple[str, ...], due: Nudge, now: datetime
) -> None:
    say_in_thread(tx, case.handoff, text, now, cause=due.id)
    for user_id in people:
        say_directly(tx, case.handoff, user_id, text, now, cause=due.id)
