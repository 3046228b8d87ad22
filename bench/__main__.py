"""`make bench`: run everything, say how it goes on standard error, print one JSON object.

`SCALE=1000000` also measures at that many handoffs; `ONLY=ingest,click` runs some parts.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench import clicks, doors, redaction, scale, startup, work
from bench.bodies import CONFIG
from handlers.sandbox import RunningSandbox, run_sandbox

Part = Callable[[Path, RunningSandbox], Mapping[str, object]]


def _scale(folder: Path, _world: RunningSandbox) -> Mapping[str, object]:
    more = int(os.environ.get("SCALE", "0"))
    return scale.at_sizes(folder, sorted({scale.SMALL, scale.LARGE} | ({more} if more else set())))


PARTS: Mapping[str, Part] = {
    "startup": startup.startup,
    "ingest": lambda folder, _world: doors.ingest(folder),
    "ingest_postgresql": lambda folder, _world: doors.ingest_postgresql(folder),
    "click": clicks.click,
    "first_byte": work.first_byte,
    "backlog": work.backlog,
    "scale": _scale,
    "redaction": lambda _folder, _world: redaction.rows(),
}


def main() -> None:
    """Run the parts one after another: two at once would measure each other."""
    chosen = [one for one in os.environ.get("ONLY", "").split(",") if one] or list(PARTS)
    found: dict[str, object] = dict(_machine())
    with run_sandbox(CONFIG) as world, tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            with _told(name):
                found |= PARTS[name](Path(folder), world)
    json.dump(found, sys.stdout, indent=1)
    sys.stdout.write("\n")


def _machine() -> Mapping[str, object]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


@contextmanager
def _told(name: str) -> Iterator[None]:
    started = time.perf_counter()
    sys.stderr.write(f"bench: {name} ...")
    sys.stderr.flush()
    yield
    sys.stderr.write(f" {time.perf_counter() - started:.0f} s\n")


if __name__ == "__main__":
    main()
