"""The one way a handoff changes: state recomputed, revision raised, audited, redrawn, together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.desk.alerts import follow
from bot.desk.messages import draw_card
from bot.desk.reminders import OF_DEADLINE, fresh_deadline, plan_nudges, replan_reminders
from bot.errors import HandoffError, Overtaken
from bot.handoff.handoff import AuditEntry, Case, Handoff
from bot.handoff.states import UNDECIDED, compute_state
from bot.handoff.words import State
from bot.ports import Tx

HANDOFF = "handoff"
"""The actor of what nobody in particular did."""


def change(
    tx: Tx,
    before: Handoff,
    *,
    now: datetime,
    actor: str,
    action: str,
    details: Mapping[str, str | int | None] | None = None,
    update: Mapping[str, Any] | None = None,
) -> Case:
    """Write what changed and everything that follows; raises Overtaken on a lost race.

    Decisions and steps must have been written in this transaction before: the state is computed
    from what the transaction now shows.
    """
    handoff = before.model_copy(update=dict(update or {}))
    case = _case(tx, before.id).model_copy(update={"handoff": handoff})
    state = compute_state(case)
    after = handoff.model_copy(
        update={
            "state": state,
            "revision": before.revision + 1,
            "updated_at": now,
            **_dated(before, handoff, state, now),
            **_owned(before, handoff, update or {}),
        }
    )
    if not tx.handoffs.save(after, expected_revision=before.revision):
        raise Overtaken
    audit(tx, after, now=now, actor=actor, action=action, details=details)
    _keep_time(tx, before, after, now)
    draw_card(tx, after, now)
    follow(tx, after, now)
    if (before.state, before.record) != (after.state, after.record):
        _redraw_linked(tx, after, now)
    return case.model_copy(update={"handoff": after})


def _dated(before: Handoff, handoff: Handoff, state: State, now: datetime) -> dict[str, Any]:
    """What is opened again after its deadline gets a new one."""
    reopened = state in UNDECIDED and before.state not in UNDECIDED
    if not reopened or handoff.due_at is None or handoff.due_at > now:
        return {}
    due_at = fresh_deadline(handoff, now)
    return {"due": due_at, "due_at": due_at}


def _owned(before: Handoff, handoff: Handoff, update: Mapping[str, Any]) -> dict[str, Any]:
    """What was said about one owner is not true of the next."""
    same = (before.owner, before.owner_role) == (handoff.owner, handoff.owner_role)
    return {} if same or "owner_note" in update else {"owner_note": None}


def _keep_time(tx: Tx, before: Handoff, after: Handoff, now: datetime) -> None:
    """Bring the rows that wait for their time in line with deadline and owner."""
    if after.state not in UNDECIDED:
        tx.nudges.drop(after.id)
    elif before.state not in UNDECIDED or before.due_at != after.due_at:
        tx.nudges.drop(after.id, OF_DEADLINE)
        plan_nudges(tx, after, now)
    elif before.owner != after.owner or before.ruling != after.ruling:
        replan_reminders(tx, after, now)


def linked_to(tx: Tx, handoff: Handoff) -> tuple[Handoff, ...]:
    """The other handoffs about the same payment, oldest first."""
    if handoff.record is None:
        return ()
    same = tx.handoffs.with_resource(handoff.record.resource)
    return tuple(one for one in same if one.id != handoff.id)


def _redraw_linked(tx: Tx, handoff: Handoff, now: datetime) -> None:
    """Their cards say what became of this one, so they are drawn again with it."""
    for other in linked_to(tx, handoff):
        draw_card(tx, other, now, again_for=f"linked:{handoff.id}:{handoff.revision}")


def audit(
    tx: Tx,
    handoff: Handoff,
    *,
    now: datetime,
    actor: str,
    action: str,
    details: Mapping[str, str | int | None] | None = None,
) -> None:
    """Chain one row onto the handoff's history."""
    tx.audit.append(
        AuditEntry(
            handoff_id=handoff.id,
            at=now,
            actor=actor,
            action=action,
            revision=handoff.revision,
            policy_hash=handoff.ruling.policy_hash,
            details={"state": handoff.state.value, **(details or {})},
        )
    )


def _case(tx: Tx, handoff_id: str) -> Case:
    case = tx.handoffs.case(handoff_id)
    if case is None:
        raise HandoffError(f"handoff {handoff_id} is gone")
    return case
