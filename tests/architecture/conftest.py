"""What all sweeps go over: the files that are, or would be, in the repository."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "providers", "storage")
NOT_OURS = {".git", ".venv", "node_modules", "__pycache__", ".hypothesis"}


@dataclass(frozen=True)
class Source:
    """One text file; `name` is its path from the root."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        return self.name.partition("/")[0]

    def is_in(self, *folders: str) -> bool:
        return any(self.name == one or self.name.startswith(f"{one}/") for one in folders)


def _names() -> list[str]:
    """What git would take in; without git (an unpacked archive), what lies there."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - a fixed command
        return sorted(set(listed.stdout.splitlines()))
    files = (file.relative_to(ROOT) for file in ROOT.rglob("*") if file.is_file())
    return sorted(str(file) for file in files if not NOT_OURS & set(file.parts))


def _texts() -> Iterator[Source]:
    for name in _names():
        file = ROOT / name
        if file.is_file():
            try:
                yield Source(name, file.read_text(encoding="utf-8"))
            except UnicodeDecodeError:
                continue  # a picture


@pytest.fixture(scope="session")
def sources() -> list[Source]:
    """Every text file."""
    return list(_texts())


@pytest.fixture(scope="session")
def modules(sources) -> list[Source]:
    """Every Python file, tests included."""
    return [one for one in sources if one.name.endswith(".py")]


@pytest.fixture(scope="session")
def product(modules) -> list[Source]:
    """The rooms and the composition root."""
    return [one for one in modules if one.room in ROOMS or one.name == "app.py"]


@pytest.fixture(scope="session")
def a_source():
    """Make a file that only a test's own proof looks at."""
    return Source
