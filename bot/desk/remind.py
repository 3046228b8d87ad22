"""What waited for its time: due rows become acts and messages, once, and none after a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from types import MappingProxyType

from bot.cards import notices
from bot.desk.alerts import call_next
from bot.desk.change import HANDOFF, audit
from bot.desk.delegating import not_away
from bot.desk.messages import nudge, nudge_directly
from bot.desk.reminders import zone_of
from bot.desk.silence import act_on_silence
from bot.handoff.approvals import members
from bot.handoff.handoff import Case, Nudge
from bot.handoff.states import UNDECIDED
from bot.handoff.words import NudgeKind
from bot.ports import Tx
from bot.timing import sending_time

MAX_PEOPLE = 5

LATE_AFTER = timedelta(minutes=2)
"""From here on a reminder says that it is late: ticks come every few seconds."""


def remind(tx: Tx, now: datetime, *, limit: int = 100) -> int:
    """Do what is due now; how many handoffs something was done for.

    Several overdue reminders of one handoff are folded into one; where silence had its
    consequence at the same time, that is said instead.
    """
    due = tx.nudges.claim_due(now=now, limit=limit)
    by_handoff = groupby(sorted(due, key=_order), key=lambda one: one.handoff_id)
    return sum(_take(tx, list(rows), now) for _, rows in by_handoff)


def _order(one: Nudge) -> tuple[str, datetime, int]:
    return (one.handoff_id, one.wanted_at, one.rung)


def _take(tx: Tx, due: list[Nudge], now: datetime) -> bool:
    acted = [_ACTS[one.kind](tx, one, now) for one in due if one.kind in _ACTS]
    reminders = [one for one in due if one.kind is NudgeKind.REMINDER]
    told = any(_silenced(due, acted))
    reminded = bool(reminders) and not told and _remind_one(tx, _folded(reminders), now)
    return any(acted) or reminded


def _silenced(due: Iterable[Nudge], acted: Iterable[bool]) -> Iterable[bool]:
    acts = (one for one in due if one.kind in _ACTS)
    return (one.kind is NudgeKind.SILENCE and done for one, done in zip(acts, acted, strict=True))


def _folded(reminders: list[Nudge]) -> Nudge:
    """The newest stands for all; when one of them may come at any hour, so may this."""
    any_hour = any(one.any_hour for one in reminders)
    return reminders[-1].model_copy(update={"any_hour": any_hour})


def _remind_one(tx: Tx, due: Nudge, now: datetime) -> bool:
    case = tx.handoffs.case(due.handoff_id)
    if case is None or case.handoff.state not in UNDECIDED or case.handoff.due_at != due.due_at:
        return False
    at = _when(tx, case, due, now)
    if at > now:
        tx.nudges.put_off(due.id, until=at)
        return False
    tx.nudges.fold(due.handoff_id, now=now)  # after an outage there may be more than one page
    text = _text(case, due, now)
    nudge(tx, case.handoff, text, now, cause=due.id)
    for user_id in _people(tx, case, now):
        nudge_directly(tx, case.handoff, user_id, text, now, cause=due.id)
    audit(tx, case.handoff, now=now, actor=HANDOFF, action="nudged", details={"nudge": due.id})
    return True


def _when(tx: Tx, case: Case, due: Nudge, now: datetime) -> datetime:
    return sending_time(
        now,
        due.due_at,
        zone=zone_of(case.handoff, tx.directories.current()),
        hours=case.handoff.ruling.hours,
        any_hour=due.any_hour,
    )


def _text(case: Case, due: Nudge, now: datetime) -> str:
    text = notices.overdue(case, now) if now >= due.due_at else notices.nudge(case, now)
    return notices.late(text, due.wanted_at) if now - due.wanted_at > LATE_AFTER else text


def _people(tx: Tx, case: Case, now: datetime) -> tuple[str, ...]:
    """The owner; a role that owns it is reached through its first few members."""
    if case.handoff.owner:
        return (case.handoff.owner,)
    role = case.handoff.ruling.role(case.handoff.owner_role or "")
    directory = tx.directories.current()
    able = members(role, directory) if role and directory else ()
    return not_away(tx, able, now)[:MAX_PEOPLE]


_ACTS: Mapping[NudgeKind, Callable[[Tx, Nudge, datetime], bool]] = MappingProxyType(
    {NudgeKind.SILENCE: act_on_silence, NudgeKind.CALL: call_next}
)
