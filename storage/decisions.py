"""Decisions: each source counts once; none is edited, at most voided."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select

from bot.handoff.decision import Decision
from bot.handoff.words import Choice
from storage.documents import from_document, to_document
from storage.tables import DECISIONS
from storage.work import Work

_COLUMNS = DECISIONS.c
_OF_HANDOFF = (
    select(_COLUMNS.doc, _COLUMNS.voided_by)
    .where(_COLUMNS.handoff_id == bindparam("handoff_id"))
    .order_by(_COLUMNS.at, _COLUMNS.id)
)
_VOID = DECISIONS.update().where(
    _COLUMNS.handoff_id == bindparam("_handoff_id"),
    _COLUMNS.choice.in_(bindparam("_choices", expanding=True)),
    _COLUMNS.voided_by.is_(None),
)


class DecisionRepository:
    """Implements `bot.ports.Decisions`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, decision: Decision) -> bool:
        """Record; False when `source` was counted before (nothing is changed then)."""
        values = {
            "id": decision.id,
            "handoff_id": decision.handoff_id,
            "choice": decision.choice.value,
            "actor": decision.actor,
            "source": decision.source or None,
            "at": decision.at,
            "voided_by": decision.voided_by,
            "doc": to_document(decision, without={"voided_by"}),
        }
        return self._work.add_new(DECISIONS, values, unless=("source",))

    def void(self, handoff_id: str, *, because: str, choices: Collection[Choice]) -> int:
        """Void the decisions of these kinds that still count; how many there were."""
        which = {"_handoff_id": handoff_id, "_choices": [choice.value for choice in choices]}
        return self._work.change(_VOID, {**which, "voided_by": because})

    def of(self, handoff_id: str) -> tuple[Decision, ...]:
        """All decisions of a handoff, oldest first."""
        rows = self._work.rows(_OF_HANDOFF, {"handoff_id": handoff_id})
        return tuple(from_document(Decision, row.doc, voided_by=row.voided_by) for row in rows)
