"""What does not take calls just now: a vendor that is out, a method of Slack's that is crowded."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from bot.handoff.gate import Gate
from storage.prepared import Found
from storage.tables import GATES
from storage.work import Work

_ALL = select(GATES).order_by(GATES.c.name)
_ONE = select(GATES).where(GATES.c.name == bindparam("name"))
_DROP = GATES.delete().where(GATES.c.name == bindparam("_name"))


class GateRepository:
    """Implements `bot.ports.Gates`; the table holds a handful of rows at the worst."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def all(self) -> Sequence[Gate]:
        """Every gate there is trouble with, by name."""
        return tuple(_gate(row) for row in self._work.rows(_ALL))

    def get(self, name: str) -> Gate | None:
        """One gate; a writing transaction keeps it to itself until its end."""
        self._work.queue_up(f"gate {name}")
        row = self._work.row(_ONE, {"name": name})
        return None if row is None else _gate(row)

    def put(self, gate: Gate) -> None:
        """Remember it, replacing what was known."""
        values = {
            "name": gate.name,
            "failures": gate.failures,
            "since": gate.since,
            "shut_until": gate.shut_until,
            "is_out": int(gate.is_out),
        }
        self._work.put(GATES, values, key="name")

    def drop(self, name: str) -> None:
        """Forget the trouble."""
        self._work.change(_DROP, {"_name": name})


def _gate(row: Found) -> Gate:
    return Gate(
        name=row.name,
        failures=row.failures,
        since=row.since,
        shut_until=row.shut_until,
        is_out=bool(row.is_out),
    )
