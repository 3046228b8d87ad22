"""What people press and confirm, beside Bolt apps that only acknowledge, or commit a row before."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.bodies import claims, clicks
from bench.client import Load, drive
from bench.doors import ratio
from bench.processes import environment, serving
from bench.seed import clones, seed_many
from bot.cards import names
from handlers.sandbox import RunningSandbox

ROUNDS = 7
SECONDS = 1.0
MOST = 2500
"""Clicks prepared for a round; the floor may be through with them sooner."""
CLAIMS = 700
"""Decisions prepared for a round, each about a handoff that nobody decided about before."""
FLOOR = "bare_bolt"
COMMITS = "committing_bolt"
DOOR = "door"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way of clicking: which button, on how many connections, how long after an answer."""

    name: str
    button: str | None  # none: a view is confirmed
    connections: int = 1
    pause_s: float = 0.0


KINDS = (
    _Kind("click", names.RETRY),
    _Kind("click_16", names.RETRY, connections=16),
    _Kind("click_now_and_then", names.RETRY, pause_s=0.02),
    _Kind("press", names.APPROVE, pause_s=0.02),
    _Kind("decision", None),
    _Kind("decision_now_and_then", None, pause_s=0.02),
)
"""`press` opens the view in which somebody confirms; while Slack is asked for that, nobody waits,
so presses are apart. `click` is one on an old card: it is judged, and what it is told and the
redraw are committed before the answer. `decision` is a view that is confirmed: all that it changes
is committed before the answer, each on another handoff."""


def click(folder: Path, world: RunningSandbox) -> Mapping[str, object]:
    """Presses and decisions, each about another handoff, as on a day with many people."""
    database = folder / "clicks.db"
    many = max(MOST, CLAIMS * ROUNDS * sum(kind.button is None for kind in KINDS))
    ids = clones(seed_many(database, many + 1), range(1, many + 1))
    undecided = iter(ids)
    env = environment(world, DATABASE_URL=f"sqlite:///{database}")
    loads: dict[tuple[str, str], list[Load]] = {}
    with ExitStack() as stack:
        ports = {
            kind: stack.enter_context(serving(kind, folder, env)) for kind in (FLOOR, COMMITS, DOOR)
        }
        for _ in range(ROUNDS):
            for kind in KINDS:
                fresh = ids[:MOST] if kind.button else [*itertools.islice(undecided, CLAIMS)]
                for server, port in ports.items():
                    load = _round(port, kind, fresh, is_floor=server != DOOR)
                    loads.setdefault((kind.name, server), []).append(load)
    _insist_on_decisions(database, loads)
    return {name: figure for kind in KINDS for name, figure in _figures(kind.name, loads).items()}


def _round(port: int, kind: _Kind, ids: list[str], *, is_floor: bool) -> Load:
    load = drive(
        port,
        _requests(kind, ids, is_floor=is_floor),
        connections=kind.connections,
        seconds=SECONDS,
        pause_s=kind.pause_s,
    )
    return asyncio.run(load).insist_on(200)


def _requests(kind: _Kind, ids: list[str], *, is_floor: bool) -> list[bytes]:
    """The floors listen to one button only, whichever it is."""
    if kind.button is None:
        return claims([f"{one}.1" for one in ids])
    button = names.RETRY if is_floor else kind.button
    return clicks([f"{one}.7" for one in ids], action_id=button)


def _insist_on_decisions(database: Path, loads: Mapping[tuple[str, str], list[Load]]) -> None:
    """Raise when some were turned away: then it was not measured what was meant."""
    decisions = [kind.name for kind in KINDS if kind.button is None]
    answered = sum(len(one.took_s) for name in decisions for one in loads[name, DOOR])
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (counted,) = connection.execute("SELECT count(*) FROM decisions").fetchone()
    if counted != answered:
        raise RuntimeError(f"{answered} views were answered, {counted} decisions are recorded")


def _figures(name: str, loads: Mapping[tuple[str, str], list[Load]]) -> dict[str, float]:
    floor, commits, door = (loads[name, server] for server in (FLOOR, COMMITS, DOOR))

    def ms(runs: list[Load], share: float) -> float:
        return round(median(one.ms(share) for one in runs), 2)

    return {
        f"{name}_to_ack_p50_ms": ms(door, 0.5),
        f"{name}_to_ack_p99_ms": ms(door, 0.99),
        f"{name}_floor_bolt_p50_ms": ms(floor, 0.5),
        f"{name}_floor_bolt_p99_ms": ms(floor, 0.99),
        f"{name}_floor_commit_p50_ms": ms(commits, 0.5),
        f"{name}_of_commit_p50": ratio(door, commits, lambda one: one.ms(0.5)),
        f"{name}_of_bolt_p50": ratio(door, floor, lambda one: one.ms(0.5)),
        f"{name}_of_bolt_p99": ratio(door, floor, lambda one: one.ms(0.99)),
    }
