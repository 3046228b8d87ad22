"""Calls of which DialNexa has not told everything: rows that a tick takes for a while each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select, union

from bot.calls import AwaitedCall
from bot.handoff.billing_call import BillingCall
from storage.documents import from_document, to_document
from storage.prepared import Found
from storage.tables import AWAITED_CALLS, EVENTS, HANDOFFS, SWEEPS
from storage.work import Work

SWEEP = "dialnexa"
_COLUMNS = AWAITED_CALLS.c
_WHEN = _COLUMNS.run_at.type
_THIS = _COLUMNS.call_id == bindparam("call")
_ONE = select(AWAITED_CALLS).where(_THIS)
_DROP = AWAITED_CALLS.delete().where(_THIS)
_DRAFT = (
    AWAITED_CALLS.update().where(_THIS).values(draft=bindparam("known", type_=_COLUMNS.draft.type))
)
_PUT_OFF = (
    AWAITED_CALLS.update()
    .where(_THIS)
    .values(run_at=bindparam("at", type_=_WHEN), tries=bindparam("tried"))
)
_DUE = (
    select(_COLUMNS.call_id)
    .where(_COLUMNS.run_at <= bindparam("now", type_=_WHEN))
    .order_by(_COLUMNS.run_at, _COLUMNS.call_id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    AWAITED_CALLS.update()
    .where(_COLUMNS.call_id.in_(_DUE))
    .values(run_at=bindparam("until", type_=_WHEN))
    .returning(AWAITED_CALLS)
)
_COUNT = select(func.count()).select_from(AWAITED_CALLS)
_ASKED: BindParameter[Any] = bindparam("calls", expanding=True)
_KNOWN = union(
    select(EVENTS.c.call_id).where(EVENTS.c.call_id.in_(_ASKED), EVENTS.c.status == "completed"),
    select(HANDOFFS.c.call_id).where(HANDOFFS.c.call_id.in_(_ASKED)),
    select(_COLUMNS.call_id).where(_COLUMNS.call_id.in_(_ASKED)),
)
_HOLD_SWEEP = (
    SWEEPS.update()
    .where(SWEEPS.c.name == SWEEP, SWEEPS.c.held_until <= bindparam("now", type_=_WHEN))
    .values(held_until=bindparam("until", type_=_WHEN))
)
_THROUGH = select(SWEEPS.c.through).where(SWEEPS.c.name == SWEEP)
_SWEPT = (
    SWEEPS.update().where(SWEEPS.c.name == SWEEP).values(through=bindparam("seen", type_=_WHEN))
)


class AwaitedCalls:
    """Implements `bot.calls.Awaited`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, call: AwaitedCall, *, run_at: datetime) -> None:
        """Wait for a call; one that is waited for already gains the draft it lacked."""
        draft = None if call.draft is None else to_document(call.draft)
        row = {"call_id": call.call_id, "since": call.since, "tries": call.tries}
        if self._work.add_new(
            AWAITED_CALLS, {**row, "run_at": run_at, "draft": draft}, unless=("call_id",)
        ):
            return
        known = self.get(call.call_id)
        if draft is not None and known is not None and known.draft is None:
            self._work.change(_DRAFT, {"call": call.call_id, "known": draft})

    def get(self, call_id: str) -> AwaitedCall | None:
        """What is known of a call that is waited for."""
        row = self._work.row(_ONE, {"call": call_id})
        return None if row is None else _awaited(row)

    def claim_due(self, *, now: datetime, limit: int, hold: timedelta) -> Sequence[AwaitedCall]:
        """Take due ones, the longest due first; nobody else gets them before the hold ends."""
        asked = {"now": now, "limit": limit, "until": now + hold}
        rows = self._work.changed_rows(_TAKE, asked)
        return sorted(map(_awaited, rows), key=lambda one: (one.since, one.call_id))

    def put_off(self, call_id: str, *, run_at: datetime, tries: int) -> None:
        """Look again at `run_at`."""
        self._work.change(_PUT_OFF, {"call": call_id, "at": run_at, "tried": tries})

    def drop(self, call_id: str) -> None:
        """Nothing more is waited for."""
        self._work.change(_DROP, {"call": call_id})

    def count(self) -> int:
        """How many calls are waited for."""
        return int(self._work.value(_COUNT))

    def unknown(self, call_ids: Collection[str]) -> Sequence[str]:
        """Those of which neither a completed webhook nor anything else ever came, in order."""
        if not call_ids:
            return ()
        known = {row.call_id for row in self._work.rows(_KNOWN, {"calls": list(call_ids)})}
        return tuple(one for one in call_ids if one not in known)

    def begin_sweep(self, *, now: datetime, until: datetime) -> bool:
        """Take this turn of the sweep for all replicas; False when another has it."""
        first = {"name": SWEEP, "through": None, "held_until": until}
        if self._work.add_new(SWEEPS, first, unless=("name",)):
            return True
        return self._work.change(_HOLD_SWEEP, {"now": now, "until": until}) > 0

    def swept_through(self) -> datetime | None:
        """Up to when the list was read to its end; None before the first time."""
        found: datetime | None = self._work.value(_THROUGH)
        return found

    def end_sweep(self, *, through: datetime) -> None:
        """Remember how far the list was read."""
        self._work.change(_SWEPT, {"seen": through})


def _awaited(row: Found) -> AwaitedCall:
    draft = None if row.draft is None else from_document(BillingCall, row.draft)
    return AwaitedCall(call_id=row.call_id, since=row.since, tries=row.tries, draft=draft)
