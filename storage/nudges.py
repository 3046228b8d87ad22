"""Reminders: rows that a tick takes, each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.handoff.handoff import Nudge
from storage.tables import NUDGES
from storage.work import Work

_COLUMNS = NUDGES.c
_DROP = NUDGES.delete().where(
    _COLUMNS.handoff_id == bindparam("handoff_id"), _COLUMNS.taken_at.is_(None)
)
_DUE = (
    select(_COLUMNS.id)
    .where(
        _COLUMNS.taken_at.is_(None), _COLUMNS.run_at <= bindparam("now", type_=_COLUMNS.run_at.type)
    )
    .order_by(_COLUMNS.run_at, _COLUMNS.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    NUDGES.update()
    .where(_COLUMNS.id.in_(_DUE))
    .values(taken_at=bindparam("now", type_=_COLUMNS.run_at.type))
    .returning(_COLUMNS.id, _COLUMNS.handoff_id, _COLUMNS.run_at, _COLUMNS.due_at)
)


class NudgeRepository:
    """Implements `bot.ports.Nudges`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, nudge: Nudge) -> None:
        """Insert unless it exists (sent or not)."""
        self._work.add_new(NUDGES, {**nudge.model_dump(), "taken_at": None}, unless=("id",))

    def drop(self, handoff_id: str) -> None:
        """Forget the unsent ones of a handoff."""
        self._work.change(_DROP, {"handoff_id": handoff_id})

    def claim_due(self, *, now: datetime, limit: int) -> Sequence[Nudge]:
        """Take due ones, oldest first; each is handed out once."""
        rows = self._work.changed_rows(_TAKE, {"now": now, "limit": limit})
        taken = (Nudge.model_validate(dict(row._mapping)) for row in rows)  # noqa: SLF001 - the documented way to a mapping
        return sorted(taken, key=lambda nudge: (nudge.run_at, nudge.id))
