"""One worker per SQLite file."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from bot.errors import ConfigurationError


class WorkerLock:
    """An operating-system lock beside the database file; it ends with the process, however.

    Only its holder runs ticks, takes back leases and releases those of others.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(f"{path}.lock", timeout=0)

    def acquire(self) -> None:
        """Take the lock; raises ConfigurationError when another process has it."""
        try:
            self._lock.acquire()
        except Timeout as error:
            raise ConfigurationError(
                f"{self._path} is already served by another process: stop that one first, or set"
                " DATABASE_URL to another file (to PostgreSQL, if several are to share the work)"
            ) from error

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
