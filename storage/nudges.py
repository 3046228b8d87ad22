"""Reminders and what is due on silence: rows that a tick takes, each once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, bindparam, literal_column, select
from sqlalchemy.sql import Executable

from bot.handoff.handoff import Nudge
from bot.handoff.words import NudgeKind
from storage.tables import NUDGES
from storage.work import Work

_COLUMNS = NUDGES.c
_WHEN = _COLUMNS.run_at.type
_DROP = NUDGES.delete().where(
    _COLUMNS.handoff_id == bindparam("handoff_id"), _COLUMNS.taken_at.is_(None)
)
_WAITING = select(_COLUMNS.id, _COLUMNS.wanted_at).where(
    _COLUMNS.handoff_id == bindparam("handoff_id"),
    _COLUMNS.kind == bindparam("kind"),
    _COLUMNS.taken_at.is_(None),
)
_DUE = (
    select(_COLUMNS.id)
    .where(_COLUMNS.taken_at.is_(None), _COLUMNS.run_at <= bindparam("now", type_=_WHEN))
    .order_by(_COLUMNS.run_at, _COLUMNS.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    NUDGES.update()
    .where(_COLUMNS.id.in_(_DUE))
    .values(taken_at=bindparam("now", type_=_WHEN))
    .returning(*(column for column in _COLUMNS if column.name != "taken_at"))
)
_TAKE_MORE = (
    NUDGES.update()
    .where(
        _COLUMNS.handoff_id == bindparam("_handoff_id"),
        _COLUMNS.kind == NudgeKind.REMINDER.value,
        _COLUMNS.taken_at.is_(None),
        _COLUMNS.run_at <= bindparam("now", type_=_WHEN),
    )
    .values(taken_at=bindparam("now", type_=_WHEN))
)
_PUT_OFF = NUDGES.update().where(_COLUMNS.id == bindparam("_id"))


@cache
def _drop(kinds: frozenset[NudgeKind]) -> Executable:
    """The kinds are written into the statement: a list of values could not be prepared."""
    named: list[ColumnElement[str]] = [literal_column(f"'{kind.value}'") for kind in sorted(kinds)]
    return _DROP.where(_COLUMNS.kind.in_(named))


class NudgeRepository:
    """Implements `bot.ports.Nudges`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, nudge: Nudge) -> None:
        """Insert unless it exists (sent or not)."""
        values = {
            **nudge.model_dump(),
            "kind": nudge.kind.value,
            "any_hour": int(nudge.any_hour),
            "taken_at": None,
        }
        self._work.add_missing(NUDGES, values, unless=("id",))

    def drop(self, handoff_id: str, kinds: Collection[NudgeKind] = tuple(NudgeKind)) -> None:
        """Forget those of a handoff, of these kinds, that were not handed out."""
        self._work.change(_drop(frozenset(kinds)), {"handoff_id": handoff_id})

    def waiting(self, handoff_id: str, kind: NudgeKind) -> Mapping[str, datetime]:
        """When those of this kind that were not handed out are wanted, by their ids."""
        rows = self._work.rows(_WAITING, {"handoff_id": handoff_id, "kind": kind.value})
        return {row.id: row.wanted_at for row in rows}

    def put_off(self, nudge_id: str, *, until: datetime) -> None:
        """Hand one out again, later; when it was wanted stays as it is."""
        self._work.change(_PUT_OFF, {"_id": nudge_id, "run_at": until, "taken_at": None})

    def fold(self, handoff_id: str, *, now: datetime) -> None:
        """Take the other due reminders of a handoff too: one that is sent stands for all."""
        self._work.change(_TAKE_MORE, {"_handoff_id": handoff_id, "now": now})

    def claim_due(self, *, now: datetime, limit: int) -> Sequence[Nudge]:
        """Take due ones, oldest first; each is handed out once."""
        rows = self._work.changed_rows(_TAKE, {"now": now, "limit": limit})
        taken = (Nudge.model_validate(row._asdict()) for row in rows)
        return sorted(taken, key=lambda nudge: (nudge.run_at, nudge.id))
