"""What waits for people, by deadline: each state is read from its index and no further than asked.

A queue is as long as a page whatever stands behind it; behind it things are only counted, to a
bound.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select, tuple_
from sqlalchemy.sql import Executable

from bot.handoff.handoff import Handoff
from bot.handoff.words import State
from bot.ports import Place, Waiting
from storage.documents import from_document
from storage.tables import HANDOFFS
from storage.work import Work

COUNTED_AT_MOST = 1000
"""How far the handoffs of one state are counted."""

_COLUMNS = HANDOFFS.c


class WaitingHandoffs:
    """The queues of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def page(
        self,
        states: Collection[State],
        *,
        limit: int,
        owner: str | None = None,
        due_before: datetime | None = None,
        after: Place | None = None,
    ) -> Waiting:
        """The first `limit` handoffs in any of these states, the nearest deadline first."""
        which = (owner is not None, due_before is not None, after is not None)
        read, count = _statements(*which)
        found, total = list[Handoff](), 0
        for state in states:
            asked = {"state": state.value, **_asked(owner, due_before, after)}
            rows = self._work.rows(read, {**asked, "limit": limit})
            found += (from_document(Handoff, row.doc) for row in rows)
            full = len(rows) == limit
            total += int(self._work.value(count, asked)) if full else len(rows)
        found.sort(key=lambda one: (one.due_at is None, one.due_at or one.created_at, one.id))
        return Waiting(handoffs=tuple(found[:limit]), total=total)


def _asked(owner: str | None, due_before: datetime | None, after: Place | None) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if owner is not None:
        asked["owner"] = owner
    if due_before is not None:
        asked["due_before"] = due_before
    if after is not None:
        asked |= {"after_due": after[0], "after_id": after[1]}
    return asked


@cache
def _statements(owner: bool, due_before: bool, after: bool) -> tuple[Executable, Executable]:  # noqa: FBT001 - parts of the cache key
    """One state's page and its count. Everything has a deadline, so none is left out by it."""
    when = _COLUMNS.due_at.type
    conditions: list[ColumnElement[bool]] = [_COLUMNS.state == bindparam("state")]
    if owner:
        conditions.append(_COLUMNS.owner == bindparam("owner"))
    if due_before:
        conditions.append(_COLUMNS.due_at < bindparam("due_before", type_=when))
    if after:
        due = bindparam("after_due", type_=when)
        last = bindparam("after_id", type_=_COLUMNS.id.type)
        # The first condition is what an index can start at; the second settles equal deadlines.
        conditions += [
            _COLUMNS.due_at >= due,
            tuple_(_COLUMNS.due_at, _COLUMNS.id) > tuple_(due, last),
        ]
    page: Select[Any] = (
        select(_COLUMNS.doc)
        .where(*conditions)
        .order_by(_COLUMNS.due_at, _COLUMNS.id)
        .limit(bindparam("limit"))
    )
    some = select(literal(1).label("one")).where(*conditions).limit(COUNTED_AT_MOST).subquery()
    return page, select(func.count()).select_from(some)
