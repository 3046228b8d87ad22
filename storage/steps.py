"""The ledger of outgoing work: leases under a fence, lanes, and one money step per resource.

Every change of a claimed step names the fence it was claimed under, so a worker that slept past
its lease writes nothing. The order of locks is handoff first, step second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, case, select

from bot.errors import LostLease
from bot.handoff.step import Step
from bot.handoff.words import StepKind, StepOutcome
from bot.ports import Place
from storage import claiming
from storage.documents import to_document
from storage.prepared import Found
from storage.step_lists import OVERLAY, READ, StepLists, step_of
from storage.tables import LANES, STEPS
from storage.work import Work

_COLUMNS = STEPS.c
_OPEN = frozenset({StepOutcome.PENDING, StepOutcome.LEASED, StepOutcome.UNKNOWN})
_CLAIM = "handoff claim"

_BY_ID = select(*READ).where(_COLUMNS.id == bindparam("id"))
_BY_KEY = select(*READ).where(_COLUMNS.key == bindparam("key"))
_PAUSED_UNTIL = select(LANES.c.next_at).where(LANES.c.name == bindparam("lane"))
_STILL_DUE = (
    select(_COLUMNS.id)
    .where(_COLUMNS.id.in_(bindparam("ids", expanding=True)), _COLUMNS.wake_at <= claiming.NOW)
    .with_for_update(skip_locked=True)
)
_LEASE = (
    STEPS.update()
    .where(_COLUMNS.id.in_(_STILL_DUE))
    .values(
        outcome=StepOutcome.LEASED.value,
        lease_owner=bindparam("worker"),
        lease_until=bindparam("until", type_=_COLUMNS.wake_at.type),
        wake_at=bindparam("until", type_=_COLUMNS.wake_at.type),
        fence=_COLUMNS.fence + 1,
        tries=_COLUMNS.tries + 1,
    )
    .returning(_COLUMNS.id, *READ)
)
_HELD = STEPS.update().where(
    _COLUMNS.id == bindparam("_id"),
    _COLUMNS.fence == bindparam("_fence"),
    _COLUMNS.outcome == StepOutcome.LEASED.value,
)
_PUT_OFF = _HELD.values(
    outcome=StepOutcome.PENDING.value,
    tries=_COLUMNS.tries - 1,
    lease_owner=None,
    lease_until=None,
    run_at=bindparam("until", type_=_COLUMNS.run_at.type),
    wake_at=bindparam("until", type_=_COLUMNS.wake_at.type),
)
_PUT_OFF_UNKNOWN = _PUT_OFF.values(outcome=StepOutcome.UNKNOWN.value)
_MOVE = STEPS.update().where(
    _COLUMNS.id == bindparam("_id"),
    _COLUMNS.fence == bindparam("_fence"),
    _COLUMNS.outcome == bindparam("_expected"),
)
_GIVE_BACK = (
    STEPS.update()
    .where(_COLUMNS.outcome == StepOutcome.LEASED.value, _COLUMNS.wake_at.is_not(None))
    .values(
        outcome=case(
            (_COLUMNS.sent_at.is_(None), StepOutcome.PENDING.value), else_=_COLUMNS.outcome
        ),
        lease_owner=None,
        lease_until=case((_COLUMNS.sent_at.is_not(None), _COLUMNS.run_at), else_=None),
        wake_at=_COLUMNS.run_at,
        fence=_COLUMNS.fence + 1,
    )
)


class StepRepository:
    """Implements `bot.ports.Steps`."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lists = StepLists(work)

    def add(self, step: Step) -> None:
        """Insert unless its key exists. Never inserts a lease."""
        if step.outcome is StepOutcome.LEASED:
            raise ValueError("only a claim leases a step")
        self._work.hold(step.handoff_id)
        values = {
            **_fixed(step),
            **_values(step),
            "fence": step.fence,
            "lease_owner": None,
            "lease_until": None,
        }
        self._work.add_missing(STEPS, values, unless=("key",))

    def get(self, step_id: str) -> Step | None:
        """One step by its id."""
        row = self._work.row(_BY_ID, {"id": step_id})
        return None if row is None else step_of(row)

    def by_key(self, key: str) -> Step | None:
        """One step by its stable key."""
        row = self._work.row(_BY_KEY, {"key": key})
        return None if row is None else step_of(row)

    def of(self, handoff_id: str) -> tuple[Step, ...]:
        """All steps of a handoff but its messages, oldest first."""
        return self._lists.acts_of(handoff_id)

    def messages_of(self, handoff_id: str) -> Sequence[Step]:
        """Every message of a handoff, oldest first."""
        return self._lists.messages_of(handoff_id)

    def waiting_messages(self, handoff_id: str, operation: str) -> Sequence[Step]:
        """Messages of a handoff that nobody has begun to send, oldest first."""
        return self._lists.waiting_messages(handoff_id, operation)

    def unstarted(self, *, limit: int, after: str = "") -> Sequence[Step]:
        """Pending steps with a resource, by id."""
        return self._lists.unstarted(limit=limit, after=after)

    def given_up(self, *, limit: int, after: Place | None = None) -> Sequence[Step]:
        """Steps that had no effect and are not tried again, oldest first."""
        return self._lists.given_up(limit=limit, after=after)

    def claim(
        self,
        *,
        now: datetime,
        worker: str,
        lease: timedelta,
        limit: int,
        messages: int | None = None,
        others: int | None = None,
    ) -> Sequence[Step]:
        """Lease due steps, oldest first: pending ones, unknown ones, and leases that ran out.

        One claim after another passes, over all replicas: what a claim sees free stays free until
        it has committed. At most one step per lane and per resource is taken.
        """
        most = {True: messages, False: others}
        self._work.queue_up(_CLAIM)
        ids = self._runnable(
            now, limit, {kind: limit if n is None else n for kind, n in most.items()}
        )
        if not ids:
            return ()
        params = {"ids": ids, "now": now, "worker": worker, "until": now + lease}
        leased = {row.id: step_of(row) for row in self._work.changed_rows(_LEASE, params)}
        return tuple(leased[step_id] for step_id in ids if step_id in leased)

    def _runnable(self, now: datetime, limit: int, most: dict[bool, int]) -> list[str]:
        """Find what to lease; `most` bounds messages (True) and other steps (False) apart."""
        found = [
            *self._found(claiming.UNLANED_MESSAGES, now, min(limit, most[True])),
            *self._found(claiming.UNLANED_OTHERS, now, min(limit, most[False])),
            *self._work.rows(claiming.RUNNABLE_HEADS, {"now": now}),
        ]
        found.sort(key=lambda row: (row.wake_at, row.created_at, row.id))
        return _within(_one_per_resource(found), most)[:limit]

    def _found(self, query: Select[Any], now: datetime, limit: int) -> Sequence[Found]:
        return self._work.rows(query, {"now": now, "limit": limit}) if limit > 0 else ()

    def put_off(self, step: Step, *, until: datetime) -> None:
        """Give a step just claimed back, as if it had not been; raises LostLease.

        One that may have been sent keeps others from its resource: it is unknown again, or, where
        nobody knows that yet, stays leased until then.
        """
        if step.sent_at is not None and not step.in_doubt:
            self.renew(step.id, fence=step.fence, until=until)
            return
        back = _PUT_OFF_UNKNOWN if step.in_doubt else _PUT_OFF
        if self._work.change(back, {"_id": step.id, "_fence": step.fence, "until": until}) != 1:
            raise LostLease(f"step {step.id} is not held under fence {step.fence}")

    def save(self, step: Step, *, fence: int) -> None:
        """Write under the fence; raises LostLease when another worker holds it.

        A step saved as leased keeps the lease it has: only `renew` moves that.
        """
        self._work.hold(step.handoff_id)
        values = _values(step)
        if step.outcome is StepOutcome.LEASED:
            del values["wake_at"]
        else:
            values |= {"lease_owner": None, "lease_until": None}
        self._under_fence({**values, "_id": step.id, "_fence": fence})

    def renew(self, step_id: str, *, fence: int, until: datetime) -> None:
        """Push the lease out; raises LostLease."""
        self._under_fence({"_id": step_id, "_fence": fence, "lease_until": until, "wake_at": until})

    def _under_fence(self, params: dict[str, Any]) -> None:
        if self._work.change(_HELD, params) != 1:
            raise LostLease(f"step {params['_id']} is not held under fence {params['_fence']}")

    def update(self, step: Step, *, expected: str) -> bool:
        """Compare-and-set on outcome (and fence) for steps nobody holds; False when it moved."""
        if expected == StepOutcome.LEASED:
            return False
        if step.outcome is StepOutcome.LEASED:
            raise ValueError("only a claim leases a step")
        if step.outcome is StepOutcome.UNKNOWN and expected != StepOutcome.UNKNOWN:
            raise ValueError("only the worker that sent a step can leave it unknown")
        self._work.hold(step.handoff_id)
        where = {"_id": step.id, "_fence": step.fence, "_expected": str(expected)}
        return self._work.change(_MOVE, {**_values(step), **where}) == 1

    def pause_lane(self, lane: str, *, until: datetime) -> None:
        """Nothing of this lane is claimed before `until`; a longer pause is not shortened."""
        known = self._work.value(_PAUSED_UNTIL, {"lane": lane})
        if known is None or known < until:
            self._work.put(LANES, {"name": lane, "next_at": until}, key="name")

    def release(self, *, worker: str | None = None) -> int:
        """Give back leases: of one worker, or of all (only the holder of the lock may).

        What was not sent is pending again. What was sent stays leased by nobody, ready to be
        taken back at once: it still keeps others from its resource.
        """
        give_back = (
            _GIVE_BACK if worker is None else _GIVE_BACK.where(_COLUMNS.lease_owner == worker)
        )
        return self._work.change(give_back)

    def next_due(self, *, now: datetime) -> datetime | None:
        """When the next step could run (at or before `now`: at once), for the sleeper.

        Steps that wait for another step, lane or resource are left out: the commit that frees
        them wakes the sleeper.
        """
        in_no_lane = self._work.value(claiming.NEXT_WITHOUT_LANE)
        moments = [] if in_no_lane is None else [in_no_lane]
        for row in self._work.rows(claiming.NEXT_IN_LANES):
            moments += [max(row.wake_at, row.next_at or now)] if row.wake_at else []
        return min(moments, default=None)


def _one_per_resource(rows: Sequence[Found]) -> list[Found]:
    taken: set[str] = set()
    kept: list[Found] = []
    for row in rows:
        if row.resource is None or row.resource not in taken:
            kept.append(row)
            taken.add(row.resource or "")
    return kept


def _within(rows: Sequence[Found], most: dict[bool, int]) -> list[str]:
    left, kept = dict(most), list[str]()
    for row in rows:
        is_message = row.kind == StepKind.MESSAGE.value
        if left[is_message] > 0:
            left[is_message] -= 1
            kept.append(row.id)
    return kept


def _fixed(step: Step) -> dict[str, Any]:
    """What a step is for as long as it lives: each stands in an index, written again with it."""
    return {
        "id": step.id,
        "key": step.key,
        "handoff_id": step.handoff_id,
        "operation": step.operation,
        "kind": step.kind.value,
        "lane": step.lane,
        "created_at": step.created_at,
    }


def _values(step: Step) -> dict[str, Any]:
    """What a writer of the whole step sets besides; fence and lease belong to claims."""
    return {
        "outcome": step.outcome.value,
        "resource": step.resource,
        "waits_for": step.waits_for,
        "run_at": step.run_at,
        "wake_at": step.run_at if step.outcome in _OPEN else None,
        "sent_at": step.sent_at,
        "tries": step.tries,
        "doc": to_document(step, without=OVERLAY),
    }
