"""Statements made ready once: as the driver takes them, how to bind values and read rows.

Asked through its expression, each one is looked up, checked, bound and its rows wrapped anew by
SQLAlchemy, which costs several times what SQLite itself does for it. What these statements are,
and what their values mean on either engine, is still said in SQLAlchemy's terms alone.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

Bind = Callable[[Any], Any]
Reading = Callable[[Any], Any]
Bound = tuple[Any, ...] | dict[str, Any]

REMEMBERED = 512
_row_type: Any = namedtuple  # noqa: PYI024 - its columns are known when it runs, no class can name them


@dataclass(frozen=True, slots=True)
class Prepared:
    """One statement for one engine; values are named, or stand in order where the driver counts."""

    sql: str
    by_place: bool
    constants: Mapping[str, Any]
    binds: Sequence[tuple[str, Bind | None]]

    def bind(self, params: Mapping[str, Any]) -> Bound:
        """The values as the driver takes them.

        Raises KeyError when one is missing, and what a column's type raises over a value.
        """
        values = {**self.constants, **params}
        if self.by_place:
            return tuple(
                [bind(values[name]) if bind else values[name] for name, bind in self.binds]
            )
        return {name: bind(values[name]) if bind else values[name] for name, bind in self.binds}


@lru_cache(maxsize=REMEMBERED)
def prepare(
    dialect: Dialect, statement: ClauseElement, columns: tuple[str, ...]
) -> Prepared | None:
    """Compile a statement that is given these values; None when its text depends on a value."""
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    if not isinstance(compiled, SQLCompiler) or _grows(compiled):
        return None
    binds = {
        name: one.type.dialect_impl(dialect).bind_processor(dialect)
        for one, name in compiled.bind_names.items()
    }
    given = {name for one, name in compiled.bind_names.items() if one.required}
    places = compiled.positiontup if compiled.positional else None
    return Prepared(
        sql=str(compiled),
        by_place=places is not None,
        constants={name: one for name, one in compiled.params.items() if name not in given},
        binds=tuple((name, binds[name]) for name in places or binds),
    )


class Found(Protocol):
    """One row: its columns as attributes."""

    def __getattr__(self, column: str) -> Any: ...

    def __getitem__(self, place: int) -> Any: ...

    def _asdict(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """One question for one engine, and what its rows are made of."""

    statement: Prepared
    row: Callable[[Sequence[Any]], Found]
    readings: Sequence[tuple[int, Reading]]

    def ask(self, driver: Any, params: Mapping[str, Any]) -> list[Found]:
        """All rows, on an open connection of the driver's own. Raises what the driver raises."""
        rows = driver.execute(self.statement.sql, self.statement.bind(params)).fetchall()
        return [self._read(one) for one in rows]

    def _read(self, raw: Sequence[Any]) -> Found:
        values = list(raw)
        for place, reading in self.readings:
            values[place] = reading(values[place])
        return self.row(values)


@lru_cache(maxsize=REMEMBERED)
def prepare_query(
    dialect: Dialect, query: Select[Any], columns: tuple[str, ...]
) -> PreparedQuery | None:
    """Compile a question that is given these values; None when its text depends on a value."""
    statement = prepare(dialect, query, columns)
    if statement is None:
        return None
    found = list(query.selected_columns)
    row = _row_type("Row", [str(one.key) for one in found], rename=True)
    readings = (one.type.dialect_impl(dialect).result_processor(dialect, None) for one in found)
    return PreparedQuery(
        statement=statement,
        row=row._make,
        readings=tuple((place, one) for place, one in enumerate(readings) if one),
    )


def _grows(compiled: SQLCompiler) -> bool:
    """A list of values is written into the text, one sign for each."""
    return any(one.expanding or one.literal_execute for one in compiled.bind_names)
