"""Column types that mean the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine


class NaiveInstantError(ValueError, DontWrapMixin):
    """An instant without a zone was about to be stored."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware instants in, aware UTC out; a naive one is refused (NaiveInstantError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """SQLAlchemy's own way to SQLite's text takes five times as long, in every row."""
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps the digits and forgets the zone."""
        return None if value is None else as_utc(value)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Say again that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Document(TypeDecorator[Any]):
    """The JSON of one value: text on SQLite, JSONB on PostgreSQL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the engine has."""
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())


def _to_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    return as_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def as_utc(moment: datetime) -> datetime:
    """Express an aware instant in UTC; raises NaiveInstantError for a naive one."""
    if moment.tzinfo is None:
        raise NaiveInstantError("an instant needs a zone before it can be stored")
    return moment.astimezone(UTC)
