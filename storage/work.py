"""One open transaction: runs core statements and remembers whether anything was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Select, Table, TextClause, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Executable

from storage.prepared import Found, PreparedQuery, prepare, prepare_query

Values = Mapping[str, Any]
Params = Mapping[str, Any]


class ReadOnlyError(TypeError):
    """Something tried to write in a read: a mistake in the code, not a condition."""


class Work:
    """What repositories share inside one transaction.

    Rows whose fate nobody asks about stand in line until the next question, or the end (`flush`):
    those of one table that follow one another are sent together.
    """

    def __init__(self, connection: Connection, *, writable: bool) -> None:
        self.wrote = False
        self.postgres = connection.dialect.name == "postgresql"
        self._connection = connection
        self._driver = None if self.postgres else connection.connection.driver_connection
        self._writable = writable
        self._held: set[str] = set()
        self._born: set[str] = set()
        self._line: list[tuple[Executable, list[Values]]] = []

    def rows(self, query: Executable, params: Params | None = None) -> Sequence[Found]:
        """All rows of a query."""
        asked = params or {}
        ready = self._ready(query, asked)
        if ready is None:
            return self._asked(query, params).all()
        self.flush()
        return ready.ask(self._driver, asked)

    def stream(self, query: Executable, params: Params | None = None) -> Iterator[Found]:
        """The rows of a query that may be large, without holding all of them."""
        self.flush()
        options = {"yield_per": 1000}
        return iter(self._connection.execute(query, params, execution_options=options))

    def row(self, query: Executable, params: Params | None = None) -> Found | None:
        """The only row of a query, if there is one. Raises ValueError when there are more."""
        (found,) = self.rows(query, params) or (None,)
        return found

    def value(self, query: Executable, params: Params | None = None) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(query, params)
        return found[0][0] if found else None

    def change(self, statement: Executable, params: Params | None = None) -> int:
        """Write; how many rows it met."""
        self._assert_writable()
        self.flush()
        return self._write(statement, [params or {}])

    def changed_rows(self, statement: Executable, params: Params | None = None) -> Sequence[Found]:
        """Write with RETURNING; the rows as they are now."""
        self._assert_writable()
        found = self._asked(statement, params).all()
        self.wrote = self.wrote or bool(found)
        return found

    def add(self, table: Table, values: Values) -> None:
        """Insert one row, in its turn."""
        self._line_up(_insert_plainly(table), values)

    def add_new(self, table: Table, values: Values, *, unless: Sequence[str]) -> bool:
        """Insert one row at once unless these columns are taken; False when they were."""
        return self.change(_insert_unless(self.postgres, table, tuple(unless)), values) > 0

    def add_missing(self, table: Table, values: Values, *, unless: Sequence[str]) -> None:
        """Insert one row in its turn unless these columns are taken."""
        self._line_up(_insert_unless(self.postgres, table, tuple(unless)), values)

    def put(self, table: Table, values: Values, *, key: str) -> None:
        """Insert one row in its turn, or replace the one with this key."""
        self._line_up(_upsert(self.postgres, table, key), values)

    def flush(self) -> None:
        """Write what stands in line, in the order in which it came."""
        line, self._line = self._line, []
        for statement, rows in line:
            self._write(statement, rows)

    def hold(self, handoff_id: str) -> None:
        """Keep others from changing this handoff until the end (PostgreSQL; SQLite has one writer).

        Every transaction takes this lock before it reads what it will decide on, so that two of
        them follow one another instead of deciding on the same past.
        """
        if self.postgres and self._writable and handoff_id not in self._held:
            self._connection.execute(_HOLD, {"id": handoff_id})
            self._held.add(handoff_id)

    def bear(self, handoff_id: str) -> None:
        """Note that this handoff was inserted here: nobody else sees it, and it has no past."""
        self._born.add(handoff_id)
        self._held.add(handoff_id)

    def is_born(self, handoff_id: str) -> bool:
        """Tell whether this handoff was inserted here."""
        return handoff_id in self._born

    def queue_up(self, name: str) -> None:
        """Let one transaction after another pass here, over all replicas (PostgreSQL)."""
        if self.postgres and self._writable:
            self._connection.execute(_QUEUE_UP, {"name": name})

    def _ready(self, query: Executable, params: Params) -> PreparedQuery | None:
        """SQLite's driver is asked itself; that a server can be lost is SQLAlchemy's matter."""
        if self.postgres or not isinstance(query, Select):
            return None
        return prepare_query(self._connection.dialect, query, tuple(params))

    def _asked(self, query: Executable, params: Params | None) -> CursorResult[Any]:
        self.flush()
        return self._connection.execute(query, params)

    def _line_up(self, statement: Executable, values: Values) -> None:
        self._assert_writable()
        if self._line and self._line[-1][0] is statement and self._is_alike(values):
            self._line[-1][1].append(values)
        else:
            self._line.append((statement, [values]))

    def _is_alike(self, values: Values) -> bool:
        return self._line[-1][1][0].keys() == values.keys()

    def _write(self, statement: Executable, rows: Sequence[Params]) -> int:
        """Write each of these; how many rows were met by all."""
        ready = prepare(self._connection.dialect, statement, tuple(rows[0]))
        if ready is None:
            done = self._connection.execute(statement, rows, execution_options=_COUNTED)
        elif self._driver is not None:
            done = self._driver.executemany(ready.sql, [ready.bind(row) for row in rows])
        else:
            bound = [ready.bind(row) for row in rows]
            done = self._connection.exec_driver_sql(
                ready.sql, bound if len(bound) > 1 else bound[0], execution_options=_COUNTED
            )
        met: int = done.rowcount
        self.wrote = self.wrote or met > 0
        return met

    def _assert_writable(self) -> None:
        if not self._writable:
            raise ReadOnlyError("this transaction may only read: use Database.write")


_COUNTED = {"preserve_rowcount": True}  # without it an INSERT counts nothing on PostgreSQL
_HOLD: TextClause = text("SELECT 1 FROM handoffs WHERE id = :id FOR UPDATE")
_QUEUE_UP: TextClause = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


@cache
def _insert_plainly(table: Table) -> Executable:
    return table.insert()


def _insert(postgres: bool, table: Table) -> Any:  # noqa: FBT001 - part of the cache key
    return (postgresql if postgres else sqlite).insert(table)


@cache
def _insert_unless(postgres: bool, table: Table, columns: tuple[str, ...]) -> Executable:  # noqa: FBT001 - part of the cache key
    statement: Executable = _insert(postgres, table).on_conflict_do_nothing(index_elements=columns)
    return statement


@cache
def _upsert(postgres: bool, table: Table, key: str) -> Executable:  # noqa: FBT001 - part of the cache key
    statement = _insert(postgres, table)
    fresh = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name != key
    }
    done: Executable = statement.on_conflict_do_update(index_elements=[key], set_=fresh)
    return done
