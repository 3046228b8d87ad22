"""Halts of money steps: every one is kept, those not lifted stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.ports import Stop
from bot.redaction import restore
from storage.documents import proven
from storage.tables import STOPS
from storage.work import Work

_COLUMNS = STOPS.c
_STANDING = select(STOPS).where(_COLUMNS.lifted_at.is_(None)).order_by(_COLUMNS.at, _COLUMNS.id)
_LIFT = STOPS.update().where(
    _COLUMNS.lifted_at.is_(None),
    _COLUMNS.vendor.is_not_distinct_from(bindparam("_vendor", type_=_COLUMNS.vendor.type)),
)


class StopRepository:
    """Implements `bot.ports.Stops`."""

    def __init__(self, work: Work, new_id: Callable[[str], str]) -> None:
        self._work = work
        self._new_id = new_id

    def hold(self) -> None:
        """One transaction after another decides what stands."""
        self._work.queue_up("stops")

    def put(self, stop: Stop) -> None:
        """Halt. Several stops of one vendor stand side by side until that vendor is lifted."""
        values = {
            "id": self._new_id("sp"),
            "vendor": stop.vendor,
            "actor": stop.actor,
            "reason": proven(stop.reason),
            "at": stop.at,
        }
        self._work.add(STOPS, {**values, "lifted_by": None, "lifted_at": None})

    def standing(self) -> Sequence[Stop]:
        """The stops not lifted, oldest first."""
        return tuple(
            Stop(vendor=row.vendor, actor=row.actor, reason=restore(row.reason), at=row.at)
            for row in self._work.rows(_STANDING)
        )

    def lift(self, vendor: str | None, *, actor: str, at: datetime) -> None:
        """Lift every stop of this vendor; None lifts those for all vendors, and only those."""
        self._work.change(_LIFT, {"_vendor": vendor, "lifted_by": actor, "lifted_at": at})
