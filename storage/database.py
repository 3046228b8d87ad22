"""The database: plain functions, one transaction each, on its own threads."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.errors import ConfigurationError, DatabaseBusy, Overtaken
from bot.ports import Tx
from storage.clock import DatabaseClock
from storage.engines import open_engines
from storage.grouping import Grouping
from storage.keys import KeyRing
from storage.migrations import current, is_reached, newest, upgrade
from storage.signals import Listener, Wakes, tell_replicas
from storage.standing import WritingConnection
from storage.unit_of_work import Shared, SqlTx
from storage.work import Work

T = TypeVar("T")

_Failed = OperationalError | sqlite3.OperationalError
_FAILED = (OperationalError, sqlite3.OperationalError)
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY_TIMEOUT"})
_BUSY_STATES = frozenset({"55P03"})  # lock timeout
_AWAY = "57P"  # shut down, crashed, not up yet
_OVERTAKEN_STATES = frozenset({"40P01", "40001"})  # deadlock, serialization: judge again


class SqlDatabase:
    """Implements `bot.ports.Database` on a SQLite file or PostgreSQL.

    SQLite has exactly one writing thread and one reading thread; PostgreSQL a thread for each
    pooled connection. `write` and `read` are for the event loop, `write_now` and `read_now` for
    programs without one; all four run `work` whole inside one transaction.
    """

    def __init__(
        self,
        url: str,
        keys: KeyRing,
        *,
        new_id: Callable[[str], str] | None = None,
        busy_timeout_s: float = 2.0,
        pool_size: int = 8,
    ) -> None:
        self._engines = open_engines(url, busy_timeout_s=busy_timeout_s, pool_size=pool_size)
        self._writing = WritingConnection(self._engines.writer)
        self._writers = ThreadPoolExecutor(self._engines.write_threads, "database-write")
        self._readers = ThreadPoolExecutor(self._engines.read_threads, "database-read")
        self._grouping = Grouping(self._writers, self._commit_together)
        self._shared = Shared(keys, new_id) if new_id else Shared(keys)
        self._wakes = Wakes()
        self._listener: Listener | None = None
        self.clock = DatabaseClock()

    def migrate(self) -> None:
        """Bring the schema up to date; safe to call from several replicas at once."""
        with _translated():
            self._writers.submit(upgrade, self._engines.writer).result()

    def check(self) -> None:
        """Raise ConfigurationError when the schema is older than this code needs."""
        with self._engines.reader.connect() as connection:
            self.clock.follow(connection)
            found, needed, reached = current(connection), newest(), is_reached(connection)
        if not reached:
            raise ConfigurationError(
                f"the database is at revision {found or 'none'}, this version needs {needed}:"
                " run `python app.py migrate`"
            )

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Commit what `work` did, then wake whoever waits for new steps.

        Whatever `work` raises rolls all of it back. Raises DatabaseBusy when the write could not
        begin or another one was in the way: nothing was changed.
        """
        return await asyncio.get_running_loop().run_in_executor(self._writers, self._commit, work)

    async def write_grouped(self, work: Callable[[Tx], T]) -> T:
        """`write` for bursts of independent work: may share its commit with what arrives meanwhile.

        Each piece has a savepoint of its own: what one raises rolls back that one alone.
        """
        return await self._grouping.submit(work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run on a read-only connection over one snapshot; writing raises TypeError."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._look, work)

    def write_now(self, work: Callable[[Tx], T]) -> T:
        """`write` for the command line: blocks until committed. Never call it on an event loop."""
        return self._writers.submit(self._commit, work).result()

    def read_now(self, work: Callable[[Tx], T]) -> T:
        """`read` for the command line."""
        return self._readers.submit(self._look, work).result()

    def line(self) -> int:
        """How many writes stand and wait for their turn."""
        return len(self._grouping) + self._writers._work_queue.qsize()  # noqa: SLF001 - an executor tells it in no other way

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call `wake` on the running event loop after each commit that wrote, here or elsewhere."""
        self._wakes.add(wake)
        if self._listener is None and self._engines.writer.dialect.name == "postgresql":
            self._listener = Listener(self._engines.writer.url, self._wakes.ring)
            self._listener.start()

    def close(self) -> None:
        """Finish what was begun, then close all connections."""
        if self._listener is not None:
            self._listener.stop()
        self._writers.shutdown()
        self._readers.shutdown()
        self._writing.let_go()
        self._engines.dispose()

    def _commit(self, work: Callable[[Tx], T]) -> T:
        with self._transaction() as connection:
            self.clock.follow(connection)
            session = Work(connection, writable=True)
            result = work(SqlTx(session, self._shared))
            session.flush()
            tell_replicas(connection, wrote=session.wrote)
        if session.wrote:
            self._wakes.ring()
        return result

    def _commit_together(self, works: list[Callable[[Tx], Any]]) -> list[Any | Exception]:
        if len(works) == 1:
            return [self._commit_one(works[0])]
        with self._transaction() as connection:
            done = [self._in_savepoint(connection, work) for work in works]
            wrote = any(one.wrote for one in done)
            tell_replicas(connection, wrote=wrote)
        if wrote:
            self._wakes.ring()
        return [one.result for one in done]

    def _commit_one(self, work: Callable[[Tx], Any]) -> Any | Exception:
        """Alone in its transaction a piece needs no savepoint."""
        try:
            return self._commit(work)
        except (DatabaseBusy, *_FAILED):
            raise
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for this piece
            return error

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction, committed at the end; up to there a lost connection changed nothing."""
        committing = False
        try:
            with self._writing.begin() as connection:
                yield connection
                committing = True
        except _FAILED as error:
            if _is_away(error) and not committing:
                raise DatabaseBusy("the database is away; nothing was changed") from error
            _tell(error)
            raise

    def _in_savepoint(self, connection: Connection, work: Callable[[Tx], Any]) -> _Done:
        session = Work(connection, writable=True)
        try:
            with _savepoint(connection):
                result = work(SqlTx(session, self._shared))
                session.flush()
                return _Done(result, session.wrote)
        except _FAILED:
            raise
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for this piece
            return _Done(error, wrote=False)

    def _look(self, work: Callable[[Tx], T]) -> T:
        with _translated(), self._engines.reader.begin() as connection:
            return work(SqlTx(Work(connection, writable=False), self._shared))


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    """SQLAlchemy's own compiles each of these words anew."""
    connection.exec_driver_sql("SAVEPOINT piece")
    try:
        yield
    except _FAILED:
        raise
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT piece")
        connection.exec_driver_sql("RELEASE SAVEPOINT piece")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT piece")


@dataclass(frozen=True, slots=True)
class _Done:
    result: Any | Exception
    wrote: bool


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except _FAILED as error:
        _tell(error)
        raise


def _tell(error: _Failed) -> None:
    """Raise what the product knows it as, if it knows it."""
    if _state(error) in _OVERTAKEN_STATES:
        raise Overtaken from error
    if _is_busy(error):
        raise DatabaseBusy("the database was busy; nothing was changed") from error


def _cause(error: _Failed) -> object:
    """What the driver said; on SQLite some questions are asked of the driver itself."""
    return error.orig if isinstance(error, OperationalError) else error


def _state(error: _Failed) -> str | None:
    """PostgreSQL's code for it; None from SQLite, and when the server could not be reached."""
    return getattr(_cause(error), "sqlstate", None)


def _is_away(error: _Failed) -> bool:
    """Tell whether the server ended the connection or could not be reached."""
    if isinstance(error, OperationalError) and isinstance(error.orig, psycopg.OperationalError):
        return error.connection_invalidated or (_state(error) or _AWAY)[:3] == _AWAY
    return False


def _is_busy(error: _Failed) -> bool:
    name = getattr(_cause(error), "sqlite_errorname", None)
    return name in _BUSY or _state(error) in _BUSY_STATES
