"""How each engine is opened: who writes, who reads, on how many threads."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic_core import from_json
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigurationError
from storage.json_text import to_json

READ_THREADS = 2
RETRY_S = 0.01

_COMMON: dict[str, Any] = {
    "json_serializer": to_json,
    "json_deserializer": from_json,
    "hide_parameters": True,  # an error's text ends up in logs: no caller's data in it
}


@dataclass(frozen=True, slots=True)
class Engines:
    """A pair of engines over one database; a thread for every pooled connection."""

    writer: Engine
    reader: Engine
    write_threads: int
    read_threads: int

    def dispose(self) -> None:
        """Close all connections."""
        self.reader.dispose()
        self.writer.dispose()


def open_engines(url: str, *, busy_timeout_s: float, pool_size: int) -> Engines:
    """Open by URL; raises ConfigurationError for anything but SQLite files and psycopg."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError("DATABASE_URL cannot be read as a database URL") from error
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return _sqlite(sqlite_path(url), busy_timeout_s)
    if parsed.drivername == "postgresql+psycopg":
        return _postgres(parsed, busy_timeout_s, pool_size)
    raise ConfigurationError(
        f"DATABASE_URL names {parsed.drivername}: use sqlite:///file.db or postgresql+psycopg://"
    )


def sqlite_path(url: str) -> Path:
    """The file behind a SQLite URL; raises ConfigurationError when it would be in memory."""
    database = make_url(url).database
    if not database or database == ":memory:" or database.startswith("file:"):
        raise ConfigurationError("DATABASE_URL must name a SQLite file: sqlite:///handoff.db")
    return Path(database).absolute()


def _sqlite(path: Path, busy_timeout_s: float) -> Engines:
    _create_private(path)
    name = quote(str(path))
    setup = (f"PRAGMA busy_timeout={int(busy_timeout_s * 1000)}", "PRAGMA foreign_keys=ON")
    writer = _sqlite_engine(
        f"file:{name}?mode=rw", (*setup, "PRAGMA synchronous=FULL"), "BEGIN IMMEDIATE"
    )
    event.listen(writer, "connect", _switch_to_wal(busy_timeout_s))
    reader = _sqlite_engine(f"file:{name}?mode=ro", (*setup, "PRAGMA query_only=ON"), "BEGIN")
    return Engines(writer, reader, write_threads=1, read_threads=1)


def _create_private(path: Path) -> None:
    """Make the file readable for its owner only; SQLite gives its side files the same rights."""
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise ConfigurationError(
            f"DATABASE_URL: {path} cannot be created ({error.strerror})"
        ) from error


def _sqlite_engine(file: str, pragmas: tuple[str, ...], begin: str) -> Engine:
    """Begin transactions here: the driver begins late, and deferred, so a writer could meet BUSY.

    https://www.sqlite.org/lang_transaction.html
    """
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=file, query={"uri": "true"}),
        pool_size=1,
        max_overflow=1,  # beside the connection that a writer keeps: a migration
        **_COMMON,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare(pragmas))
    event.listen(engine, "begin", _begin(begin))
    return engine


def _prepare(pragmas: tuple[str, ...]) -> Callable[[Any, object], None]:
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    return prepare


def _switch_to_wal(patience_s: float) -> Callable[[Any, object], None]:
    """The busy handler does not cover this one step: who meets another at it asks again."""

    def switch(connection: Any, _record: object) -> None:
        deadline = time.monotonic() + patience_s
        while not _is_wal(connection, last_chance=time.monotonic() >= deadline):
            time.sleep(RETRY_S)

    return switch


def _is_wal(connection: Any, *, last_chance: bool) -> bool:
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError:
        if last_chance:
            raise
        return False
    return True


def _begin(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(statement)

    return begin


def _postgres(url: URL, busy_timeout_s: float, pool_size: int) -> Engines:
    wait = f"-c timezone=UTC -c lock_timeout={int(busy_timeout_s * 1000)}"
    still = f"{wait} -c default_transaction_read_only=on"
    writer = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        **_COMMON,
        connect_args={"options": wait},
    )
    reader = create_engine(
        url,
        pool_size=READ_THREADS,
        max_overflow=0,
        pool_pre_ping=True,
        **_COMMON,
        isolation_level="REPEATABLE READ",
        connect_args={"options": still},
    )
    return Engines(writer, reader, write_threads=pool_size, read_threads=READ_THREADS)
