"""The connection that writes: SQLite's one writer keeps its own, a server's are borrowed anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


class WritingConnection:
    """Gives one transaction after another; used on the writing threads alone.

    To fetch a connection from the pool, wrap it and hand it back costs SQLAlchemy a tenth of a
    short transaction. PostgreSQL's have to be looked at before use, and are many.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stays = engine.dialect.name == "sqlite"
        self._kept: Connection | None = None

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction, committed at the end; whatever is raised inside rolls it back."""
        if not self._stays:
            with self._engine.begin() as connection:
                yield connection
            return
        kept = self._kept = self._kept or self._engine.connect()
        try:
            with kept.begin():
                yield kept
        except BaseException:
            self.let_go()  # the pool rolls back what a failed commit may have left open
            raise

    def let_go(self) -> None:
        """Hand back what is kept; the next transaction fetches its own."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()
