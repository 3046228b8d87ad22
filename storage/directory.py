"""The workspace as last loaded: written as one row, read from memory while it is the same."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from bot.handoff.people import Directory
from storage.documents import from_document, to_document
from storage.tables import DIRECTORIES
from storage.work import Work

_ONLY = 1
_VERSION = select(DIRECTORIES.c.version)
_CURRENT = select(DIRECTORIES.c.version, DIRECTORIES.c.doc)


class DirectoryMemory:
    """The directory read last, by the version of its row; shared by all transactions."""

    def __init__(self) -> None:
        self._read: tuple[str, Directory] | None = None

    def get(self, version: str) -> Directory | None:
        """The directory of this version, if it is the one read last."""
        read = self._read
        return read[1] if read and read[0] == version else None

    def keep(self, version: str, directory: Directory) -> None:
        """Remember a row that was read."""
        self._read = (version, directory)


class DirectoryRepository:
    """Implements `bot.ports.Directories`."""

    def __init__(self, work: Work, memory: DirectoryMemory, new_id: Callable[[str], str]) -> None:
        self._work = work
        self._memory = memory
        self._new_id = new_id
        self._known: list[str | None] = []

    def put(self, directory: Directory) -> None:
        """Replace the directory. The version is never used twice, a rolled back one included."""
        values = {
            "id": _ONLY,
            "version": self._new_id("di"),
            "loaded_at": directory.loaded_at,
            "doc": to_document(directory),
        }
        self._work.put(DIRECTORIES, values, key="id")
        self._known.clear()

    def current(self) -> Directory | None:
        """The directory loaded last, however old: who asks checks its age.

        Within a transaction it stays what it was at the first question.
        """
        if not self._known:
            self._known.append(self._work.value(_VERSION))
        version = self._known[0]
        return None if version is None else self._memory.get(version) or self._read()

    def _read(self) -> Directory | None:
        row = self._work.row(_CURRENT)
        if row is None:
            return None
        directory = from_document(Directory, row.doc)
        self._memory.keep(row.version, directory)
        return directory
