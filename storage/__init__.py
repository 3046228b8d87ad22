"""The database behind `bot.ports.Database`: a SQLite file, or PostgreSQL for replicas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import SecretStr
from sqlalchemy.exc import DBAPIError

from bot.errors import ConfigurationError
from storage.database import SqlDatabase
from storage.keys import KeyRing
from storage.lock import WorkerLock

__all__ = ["KeyRing", "SqlDatabase", "WorkerLock", "open_database"]


def open_database(
    url: str,
    keys: Sequence[SecretStr] | KeyRing,
    *,
    migrate: bool = True,
    new_id: Callable[[str], str] | None = None,
) -> SqlDatabase:
    """Open by `DATABASE_URL` and `HANDOFF_KEYS` (newest first), schema brought up to date.

    Without `migrate` the schema is only checked. Raises ConfigurationError when an argument cannot
    be used or the schema is another version's.
    """
    ring = keys if isinstance(keys, KeyRing) else KeyRing(keys)
    database = SqlDatabase(url, ring, new_id=new_id)
    try:
        if migrate:
            database.migrate()
        database.check()
    except BaseException as error:
        database.close()
        if isinstance(error, DBAPIError):
            raise ConfigurationError(f"DATABASE_URL cannot be opened: {error.orig}") from error
        raise
    return database
