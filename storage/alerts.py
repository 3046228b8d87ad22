"""Alerts beside their handoffs, one at most each."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.handoff.alert import Alert
from storage.documents import from_document, to_document
from storage.tables import ALERTS
from storage.work import Work

_BY_HANDOFF = select(ALERTS.c.doc).where(ALERTS.c.handoff_id == bindparam("handoff_id"))


class AlertRepository:
    """Implements `bot.ports.Alerts`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, handoff_id: str) -> Alert | None:
        """The alert of a handoff; a writing transaction keeps both to itself until its end."""
        self._work.hold(handoff_id)
        row = self._work.row(_BY_HANDOFF, {"handoff_id": handoff_id})
        return None if row is None else from_document(Alert, row.doc)

    def put(self, alert: Alert) -> None:
        """Keep it, replacing what was known."""
        values = {"handoff_id": alert.handoff_id, "doc": to_document(alert)}
        self._work.put(ALERTS, values, key="handoff_id")
