"""Handoffs: added once per call, changed by compare-and-set, found by index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from bot.handoff.handoff import Case, Handoff
from bot.handoff.words import State
from bot.ports import Place, Waiting
from storage.cards import CardRepository
from storage.decisions import DecisionRepository
from storage.documents import from_document, to_document
from storage.lookups import Lookups, words_of
from storage.steps import StepRepository
from storage.tables import HANDOFFS
from storage.waiting import WaitingHandoffs
from storage.work import Work

_COLUMNS = HANDOFFS.c
_NEVER_CHANGED = frozenset({"id", "call_id", "created_at"})
_SEARCHED = ("state", "owner", "resource", "due_at")
"""Written only where they differ: each stands in an index or two, written again with it."""
_SELECT = select(_COLUMNS.doc)
_BY_ID = select(_COLUMNS.doc, *(_COLUMNS[name] for name in _SEARCHED)).where(
    _COLUMNS.id == bindparam("id")
)
_BY_CALL = select(_COLUMNS.id).where(_COLUMNS.call_id == bindparam("call_id"))
_BY_RESOURCE = _SELECT.where(_COLUMNS.resource == bindparam("resource")).order_by(
    _COLUMNS.created_at, _COLUMNS.id
)
_SAVE = HANDOFFS.update().where(
    _COLUMNS.id == bindparam("_id"), _COLUMNS.revision == bindparam("_expected")
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A handoff as this transaction read it, and its columns: nobody else changes them."""

    handoff: Handoff | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)


_UNSEEN = _Seen()


class HandoffRepository:
    """Implements `bot.ports.Handoffs`."""

    def __init__(self, work: Work, lookups: Lookups) -> None:
        self._work = work
        self._lookups = lookups
        self._seen: dict[str, _Seen] = {}

    def add(self, handoff: Handoff) -> bool:
        """Insert; False when this call already has one (nothing is changed then)."""
        added = self._work.add_new(HANDOFFS, _values(handoff), unless=("call_id",))
        if added:
            self._work.bear(handoff.id)
            self._lookups.index(handoff)
        return added

    def get(self, handoff_id: str) -> Handoff | None:
        """The handoff as it is; a writing transaction keeps it to itself until its end."""
        if handoff_id in self._seen:
            return self._seen[handoff_id].handoff
        self._work.hold(handoff_id)
        row = self._work.row(_BY_ID, {"id": handoff_id})
        if row is None:
            return None
        handoff = _handoff(row.doc)
        self._seen[handoff_id] = _Seen(handoff, {name: getattr(row, name) for name in _SEARCHED})
        return handoff

    def by_call(self, call_id: str) -> Handoff | None:
        """The only handoff of a call."""
        handoff_id = self._work.value(_BY_CALL, {"call_id": call_id})
        return None if handoff_id is None else self.get(handoff_id)

    def save(self, handoff: Handoff, *, expected_revision: int) -> bool:
        """Compare-and-set on `revision`; False when somebody was faster."""
        seen = self._seen.pop(handoff.id, _UNSEEN)
        where = {"_id": handoff.id, "_expected": expected_revision}
        saved = self._work.change(_SAVE, {**_changes(handoff, seen), **where}) == 1
        if saved and (
            seen.handoff is None or set(words_of(seen.handoff)) != set(words_of(handoff))
        ):
            self._lookups.index(handoff)
        return saved

    def case(self, handoff_id: str) -> Case | None:
        """The handoff with decisions and steps oldest first, card place and linked handoffs."""
        handoff = self.get(handoff_id)
        if handoff is None:
            return None
        return Case(
            handoff=handoff,
            decisions=DecisionRepository(self._work).of(handoff_id),
            steps=StepRepository(self._work).of(handoff_id),
            place=CardRepository(self._work).place(handoff_id),
            linked=self._linked(handoff),
        )

    def with_resource(self, resource: str) -> Sequence[Handoff]:
        """All handoffs about one payment, oldest first."""
        return tuple(
            _handoff(row.doc) for row in self._work.rows(_BY_RESOURCE, {"resource": resource})
        )

    def find(self, reference: str) -> Sequence[Handoff]:
        """By call id, reference, e-mail or last four of the phone; newest first, 20 at most."""
        return tuple(_handoff(doc) for doc in self._lookups.find(reference))

    def waiting(
        self,
        states: Collection[State],
        *,
        limit: int,
        owner: str | None = None,
        due_before: datetime | None = None,
        after: Place | None = None,
    ) -> Waiting:
        """The first `limit` handoffs in any of these states, the nearest deadline first."""
        return WaitingHandoffs(self._work).page(
            states, limit=limit, owner=owner, due_before=due_before, after=after
        )

    def _linked(self, handoff: Handoff) -> tuple[Handoff, ...]:
        if handoff.record is None:
            return ()
        same = self.with_resource(handoff.record.resource)
        return tuple(other for other in same if other.id != handoff.id)


def _handoff(document: dict[str, Any]) -> Handoff:
    return from_document(Handoff, document)


def _changes(handoff: Handoff, seen: _Seen) -> dict[str, Any]:
    """The columns to write, less those that stand there as they are."""
    return {
        name: value
        for name, value in _values(handoff).items()
        if name not in _NEVER_CHANGED and (name not in seen.columns or seen.columns[name] != value)
    }


def _values(handoff: Handoff) -> dict[str, Any]:
    return {
        "id": handoff.id,
        "call_id": handoff.call_id,
        "revision": handoff.revision,
        "workflow": handoff.workflow.value,
        "state": handoff.state.value,
        "owner": handoff.owner,
        "resource": handoff.record.shared if handoff.record else None,
        "due_at": handoff.due_at,
        "created_at": handoff.created_at,
        "updated_at": handoff.updated_at,
        "doc": to_document(handoff),
    }
