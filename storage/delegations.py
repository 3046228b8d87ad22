"""Whose queue is in whose hands: one row a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.handoff.alert import Delegation
from storage.tables import DELEGATIONS
from storage.work import Work

_COLUMNS = DELEGATIONS.c
_STANDING = (
    select(DELEGATIONS)
    .where(_COLUMNS.until > bindparam("now", type_=_COLUMNS.until.type))
    .order_by(_COLUMNS.made_at, _COLUMNS.user_id)
)
_END = DELEGATIONS.delete().where(_COLUMNS.user_id == bindparam("user_id"))


class DelegationRepository:
    """Implements `bot.ports.Delegations`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def standing(self, now: datetime) -> Sequence[Delegation]:
        """Those that have not run out, oldest first."""
        rows = self._work.rows(_STANDING, {"now": now})
        return tuple(Delegation.model_validate(row._asdict()) for row in rows)

    def put(self, delegation: Delegation) -> None:
        """Hand a queue on; an earlier delegation of the same person is replaced."""
        self._work.put(DELEGATIONS, delegation.model_dump(), key="user_id")

    def end(self, user_id: str) -> bool:
        """Take the queue back; False when it was in nobody's hands."""
        return self._work.change(_END, {"user_id": user_id}) > 0
