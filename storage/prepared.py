"""Writes made ready once: the statement as the driver takes it, and how its values are bound.

Asked through its expression, each write is looked up, checked and bound anew by SQLAlchemy, which
costs more than what SQLite itself does for it. Reads stay with SQLAlchemy, which types their rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

Bind = Callable[[Any], Any]
Bound = tuple[Any, ...] | dict[str, Any]

REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Prepared:
    """One write for one engine; its values are named, or stand in order where the driver counts."""

    sql: str
    by_place: bool
    constants: Mapping[str, Any]
    binds: Sequence[tuple[str, Bind | None]]

    def bind(self, params: Mapping[str, Any]) -> Bound:
        """The values as the driver takes them. Raises what a column's type raises over a value."""
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
    """Compile a write that is given these values; None when its text depends on a value."""
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    if not isinstance(compiled, SQLCompiler) or _grows(compiled):
        return None
    binds = {
        name: one.type.dialect_impl(dialect).bind_processor(dialect)
        for one, name in compiled.bind_names.items()
    }
    places = compiled.positiontup if compiled.positional else None
    return Prepared(
        sql=str(compiled),
        by_place=places is not None,
        constants=compiled.params,
        binds=tuple((name, binds[name]) for name in places or binds),
    )


def _grows(compiled: SQLCompiler) -> bool:
    """A list of values is written into the text, one sign for each."""
    return any(one.expanding or one.literal_execute for one in compiled.bind_names)
