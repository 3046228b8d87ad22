"""The one way a handoff changes: state recomputed, revision raised, audited, redrawn, together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.desk.messages import draw_card
from bot.desk.reminders import plan_nudges
from bot.errors import HandoffError, Overtaken
from bot.handoff.handoff import AuditEntry, Case, Handoff
from bot.handoff.states import UNDECIDED, compute_state
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
        update={"state": state, "revision": before.revision + 1, "updated_at": now}
    )
    if not tx.handoffs.save(after, expected_revision=before.revision):
        raise Overtaken
    audit(tx, after, now=now, actor=actor, action=action, details=details)
    if state not in UNDECIDED:
        tx.nudges.drop(after.id)
    elif before.state not in UNDECIDED:
        plan_nudges(tx, after, now)
    draw_card(tx, after, now)
    if (before.state, before.record) != (after.state, after.record):
        _redraw_linked(tx, after, now)
    return case.model_copy(update={"handoff": after})


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
