"""The schema's history, run in process and whole: a database is at one revision or at the next."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_HERE = Path(__file__).parent
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('handoff migrations', 0))")
_PATIENCE = "SET LOCAL lock_timeout = '{}s'"
WAIT_FOR_ANOTHER_S = 300
WAIT_FOR_TABLE_S = 10
"""Whoever holds a table for longer is in the way: what comes after us would queue up behind."""


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision in one transaction; one replica at a time does it.

    The schema of a newer version is left alone: revisions only add, so this code can work with it.
    """
    with engine.begin() as connection:  # SQLite: BEGIN IMMEDIATE
        if connection.dialect.name == "postgresql":
            connection.execute(text(_PATIENCE.format(WAIT_FOR_ANOTHER_S)))
            connection.execute(_LOCK)
            connection.execute(text(_PATIENCE.format(WAIT_FOR_TABLE_S)))
        config = _config(connection)
        if not _is_reached(current(connection), config):
            command.upgrade(config, "head")


def is_reached(connection: Connection) -> bool:
    """Tell whether the schema is this version's or a newer one's."""
    return _is_reached(current(connection), _config(None))


def _is_reached(found: str | None, config: Config) -> bool:
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    return found == newest(config) or (found is not None and found not in known)


def current(connection: Connection) -> str | None:
    """The revision a database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest(config: Config | None = None) -> str | None:
    """The revision this code needs."""
    return ScriptDirectory.from_config(config or _config(None)).get_current_head()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
