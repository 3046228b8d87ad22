"""Steps as lists: what a handoff has, what waits, what was given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, literal_column, select, text, tuple_

from bot.handoff.step import Step
from bot.handoff.words import StepKind, StepOutcome
from bot.ports import Place
from storage.columns import UtcDateTime
from storage.documents import from_document
from storage.prepared import Found
from storage.tables import GIVEN_UP, STEPS
from storage.work import Work

_COLUMNS = STEPS.c
OVERLAY = ("outcome", "tries", "fence", "lease_owner", "lease_until", "run_at")
"""What changes without the document: these columns are the truth, whatever the document says."""

READ = (_COLUMNS.doc, *(_COLUMNS[name] for name in OVERLAY))
_BY_AGE = (_COLUMNS.created_at, _COLUMNS.id)
_IS_MESSAGE = _COLUMNS.kind == literal_column(f"'{StepKind.MESSAGE.value}'")
_IS_PENDING = _COLUMNS.outcome == literal_column(f"'{StepOutcome.PENDING.value}'")
_IS_OPEN = _COLUMNS.wake_at.is_not(None)

_OF_HANDOFF = select(*READ).where(_COLUMNS.handoff_id == bindparam("handoff_id")).order_by(*_BY_AGE)
_ACTS = _OF_HANDOFF.where(~_IS_MESSAGE)
_MESSAGES = _OF_HANDOFF.where(_IS_MESSAGE)
_WAITING = _MESSAGES.where(_IS_PENDING, _COLUMNS.operation == bindparam("operation"))
_UNSTARTED = (
    select(*READ)
    .where(
        _COLUMNS.resource.is_not(None),
        _IS_OPEN,
        _IS_PENDING,
        _COLUMNS.id > bindparam("after"),
    )
    .order_by(_COLUMNS.id)
    .limit(bindparam("limit"))
)
_GIVEN_UP = select(*READ).where(text(f"({GIVEN_UP})")).order_by(*_BY_AGE).limit(bindparam("limit"))
_GIVEN_UP_AFTER = _GIVEN_UP.where(
    tuple_(*_BY_AGE)
    > tuple_(
        bindparam("after_at", type_=UtcDateTime()), bindparam("after_id", type_=_COLUMNS.id.type)
    )
)


def step_of(row: Found) -> Step:
    """Read one row that holds `READ`."""
    return from_document(Step, row.doc, **{name: getattr(row, name) for name in OVERLAY})


class StepLists:
    """The lists of one transaction; each is read through an index, none grows with the total."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def acts_of(self, handoff_id: str) -> tuple[Step, ...]:
        """All steps of a handoff but its messages, oldest first."""
        return self._read(_ACTS, {"handoff_id": handoff_id})

    def messages_of(self, handoff_id: str) -> tuple[Step, ...]:
        """Its messages, oldest first."""
        return self._read(_MESSAGES, {"handoff_id": handoff_id})

    def waiting_messages(self, handoff_id: str, operation: str) -> tuple[Step, ...]:
        """Its messages of one sort that nobody has begun to send."""
        return self._read(_WAITING, {"handoff_id": handoff_id, "operation": operation})

    def unstarted(self, *, limit: int, after: str) -> tuple[Step, ...]:
        """Pending steps with a resource, by id."""
        return self._read(_UNSTARTED, {"limit": limit, "after": after})

    def given_up(self, *, limit: int, after: Place | None) -> tuple[Step, ...]:
        """Steps that had no effect and are not tried again, oldest first."""
        if after is None:
            return self._read(_GIVEN_UP, {"limit": limit})
        return self._read(
            _GIVEN_UP_AFTER, {"limit": limit, "after_at": after[0], "after_id": after[1]}
        )

    def _read(self, query: Any, params: Mapping[str, Any]) -> tuple[Step, ...]:
        found: Sequence[Found] = self._work.rows(query, params)
        return tuple(step_of(row) for row in found)
