"""Where a key stands in a TOML text: tomllib gives values without lines, an error needs both."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SIMPLE_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_TEXT = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''',
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\n]*")


def key_lines(text: str) -> Mapping[Path, int]:
    """Map every key and array element of a valid TOML text to its line, counted from 1.

    `[[role]]` tables count from 0: `("role", 1, "limits", "USD")`.
    """
    return _Reader(text).read()


def nearest_line(lines: Mapping[Path, int], path: Path) -> int | None:
    """Find the line of a key, or of the nearest table around it (a missing key has no line)."""
    around = (path[:length] for length in range(len(path), 0, -1))
    return next((lines[part] for part in around if part in lines), None)


class _Reader:
    """Walks a text that tomllib has accepted, so every construct is known to be complete."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._tables: Counter[Path] = Counter()  # how many [[...]] of a name so far
        self._lines: dict[Path, int] = {}

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip_blank() < len(self._text):
            if self._peek("["):
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _header(self) -> Path:
        line = self._line()
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        self._skip_blank()
        *outer, name = self._key()
        self._skip_blank()
        self._at += 2 if is_array else 1
        path = (*self._inside_latest(outer), name)
        if is_array:
            self._tables[path] += 1
        path = self._inside_latest([name], path[:-1])
        self._lines[path] = line
        return path

    def _inside_latest(self, keys: list[str], start: Path = ()) -> Path:
        """Follow keys from `start`, entering the latest table of each array of tables."""
        path = start
        for key in keys:
            path = (*path, key)
            if self._tables[path]:
                path = (*path, self._tables[path] - 1)
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for key in self._key():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._skip_blank()
        self._at += 1  # the equals sign
        self._skip_blank()
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._peek("["):
            self._array(path)
        elif self._peek("{"):
            self._inline_table(path)
        else:
            found = _TEXT.match(self._text, self._at) or _BARE.match(self._text, self._at)
            self._at = found.end() if found else self._at + 1

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._skip_blank() < len(self._text) and not self._peek("]"):
            if self._peek(","):
                self._at += 1
                continue
            self._lines[(*path, index)] = self._line()
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._skip_blank() < len(self._text) and not self._peek("}"):
            if self._peek(","):
                self._at += 1
                continue
            self._pair(path)
        self._at += 1

    def _key(self) -> list[str]:
        parts = []
        while found := _SIMPLE_KEY.match(self._text, self._at):
            parts.append(found.group().strip("\"'"))
            self._at = found.end()
            if not (dot := _DOT.match(self._text, self._at)):
                break
            self._at = dot.end()
        return parts

    def _peek(self, mark: str) -> bool:
        return self._text.startswith(mark, self._at)

    def _skip_blank(self) -> int:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _line(self) -> int:
        return bisect_left(self._breaks, self._at) + 1
