"""Figures about how work goes: what was opened and decided since a moment, read to a bound."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select

from bot.handoff.decision import Decision
from bot.handoff.words import Choice, State
from bot.ports import Decided
from storage.documents import from_document
from storage.tables import DECISIONS, HANDOFFS
from storage.work import Work

NEAREST = 1000
"""Among so many of each state, the nearest deadlines first, the oldest is looked for."""

_OPENED = HANDOFFS.c
_MADE = DECISIONS.c
_SINCE = bindparam("since", type_=_MADE.at.type)
_RECENT = (
    select(_OPENED.state.label("state"))
    .where(_OPENED.created_at >= _SINCE)
    .order_by(_OPENED.created_at.desc())
    .limit(bindparam("limit"))
    .subquery()
)
_BY_STATE = select(_RECENT.c.state, func.count().label("amount")).group_by(_RECENT.c.state)
_NEAREST = (
    select(_OPENED.created_at.label("created_at"))
    .where(_OPENED.state == bindparam("state"))
    .order_by(_OPENED.due_at, _OPENED.id)
    .limit(NEAREST)
    .subquery()
)
_OLDEST = select(func.min(_NEAREST.c.created_at))
_DECIDED = (
    select(_MADE.doc, _MADE.voided_by, _OPENED.created_at, _OPENED.state)
    .join_from(DECISIONS, HANDOFFS, _MADE.handoff_id == _OPENED.id)
    .where(
        _MADE.at >= _SINCE,
        or_(
            _MADE.choice == Choice.REJECT.value,
            and_(_MADE.choice == Choice.APPROVE.value, _MADE.voided_by.is_(None)),
        ),
    )
    .order_by(_MADE.at.desc(), _MADE.id)
    .limit(bindparam("limit"))
)


class FigureRepository:
    """Implements `bot.ports.Figures`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def by_state(self, since: datetime, *, limit: int) -> Mapping[State, int]:
        """How many of the newest `limit` handoffs made since then are in each state."""
        rows = self._work.rows(_BY_STATE, {"since": since, "limit": limit})
        return {State(row.state): int(row.amount) for row in rows}

    def oldest(self, states: Collection[State]) -> datetime | None:
        """When the oldest came in, of those in these states whose deadline is nearest."""
        found = (self._work.value(_OLDEST, {"state": state.value}) for state in states)
        return min((one for one in found if one is not None), default=None)

    def decided(self, since: datetime, *, limit: int) -> Sequence[Decided]:
        """The newest `limit` approvals that stand, and rejections, since then; newest first."""
        rows = self._work.rows(_DECIDED, {"since": since, "limit": limit})
        return tuple(
            Decided(
                decision=from_document(Decision, row.doc, voided_by=row.voided_by),
                opened_at=row.created_at,
                state=State(row.state),
            )
            for row in rows
        )
