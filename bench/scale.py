"""What a look-up and a tick cost when the database is large: it must not grow with the total."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from pydantic import SecretStr

from bench.bodies import CONFIG
from bench.processes import KEY
from bench.seed import CALL_ID, clones, directory, open_at, rules, seed_many
from bot.desk.look import status_of
from bot.desk.remind import remind
from bot.handoff.people import Actor
from bot.ports import Tx
from storage import KeyRing, SqlDatabase

SMALL, LARGE = 1_000, 100_000
DUE = 20
TURNS = 5
ROUNDS = 30
ADA = Actor(user_id="U0ADA", team_id=CONFIG.team_id)


def at_sizes(folder: Path, sizes: list[int]) -> dict[str, object]:
    """Figures at each size, and how often the smallest's cost the largest's is."""
    found = {size: _at_size(folder / f"scale-{size}.db", size) for size in sizes}
    low, high = min(sizes), max(sizes)
    grown = {
        f"{name}_{high}_of_{low}": round(found[high][name] / found[low][name], 2)
        for name in found[low]
        if name.endswith("_ms") and not name.startswith("seed")
    }
    stated = {
        f"{name}_at_{size}": round(value, 3)
        for size, figures in found.items()
        for name, value in figures.items()
    }
    return {**stated, **grown}


def _at_size(file: Path, size: int) -> dict[str, float]:
    started = time.perf_counter()
    pattern_id = seed_many(file, size)
    seeded_s = time.perf_counter() - started
    database = open_at(file)
    try:
        figures = _figures(database, file, size, pattern_id)
    finally:
        database.close()
    megabytes = sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*")) / 2**20
    for one in file.parent.glob(f"{file.name}*"):
        one.unlink()
    return {**figures, "seed_s": seeded_s, "database_mb": megabytes}


def _figures(database: SqlDatabase, file: Path, size: int, pattern_id: str) -> dict[str, float]:
    judged_by = rules(KeyRing([SecretStr(KEY)]))
    ids = clones(CALL_ID, range(1, size, size // 200))
    now = datetime.now(UTC)
    database.write_now(lambda tx: tx.directories.put(directory()))

    def look_up(turn: int) -> object:
        asked = ids[turn * 7 % len(ids)]
        return database.read_now(lambda tx: status_of(tx, asked, ADA, now, judged_by))

    def by_reference(turn: int) -> object:
        asked = ids[turn * 7 % len(ids)]
        return database.read_now(lambda tx: tx.handoffs.find(asked))

    return {
        "look_up_p50_ms": _ms(look_up),
        "find_p50_ms": _ms(by_reference),
        "idle_claim_p50_ms": _ms(lambda _: database.write_now(_claim)),
        "idle_nudge_p50_ms": _ms(lambda _: database.write_now(lambda tx: remind(tx, now))),
        f"nudge_of_{DUE}_p50_ms": _nudges(database, file, now, _spread(pattern_id, size)),
    }


def _spread(pattern_id: str, size: int) -> list[str]:
    """Handoffs from all over the database: so many for each turn."""
    return clones(pattern_id, range(1, size, size // (DUE * (TURNS + 1))))


def _claim(tx: Tx) -> object:
    return tx.steps.claim(
        now=datetime.now(UTC), worker="bench", lease=timedelta(seconds=60), limit=16
    )


def _ms(work: Callable[[int], object], rounds: int = ROUNDS) -> float:
    work(0)
    return median(_timed(work, turn) for turn in range(1, rounds + 1)) * 1000


def _timed(work: Callable[[int], object], turn: int) -> float:
    started = time.perf_counter()
    work(turn)
    return time.perf_counter() - started


def _nudges(database: SqlDatabase, file: Path, now: datetime, spread: list[str]) -> float:
    """The tick that has something to say: so many reminders due, of as many handoffs."""
    took = []
    for turn in range(TURNS):
        _make_due(file, spread[turn :: TURNS + 1][:DUE], now)
        took.append(_timed(lambda _: _insist(database.write_now(lambda tx: remind(tx, now))), 0))
    return median(took) * 1000


def _insist(reminded: int) -> None:
    if reminded != DUE:
        raise RuntimeError(f"{reminded} of {DUE} were reminded")


def _make_due(file: Path, handoff_ids: list[str], now: datetime) -> None:
    past = (now - timedelta(minutes=1)).replace(tzinfo=None).isoformat(sep=" ")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(
            "UPDATE nudges SET run_at = ?, any_hour = 1 WHERE id = (SELECT max(id) FROM nudges"
            " WHERE handoff_id = ? AND kind = 'reminder' AND taken_at IS NULL)",
            [(past, one) for one in handoff_ids],
        )
