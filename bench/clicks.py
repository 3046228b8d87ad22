"""Clicks that want an answer, beside Bolt apps that only acknowledge, or commit a row before."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.bodies import clicks
from bench.client import Load, drive
from bench.doors import ratio
from bench.processes import environment, serving
from bench.seed import clones, seed_many
from bot.cards import names
from handlers.sandbox import RunningSandbox

ROUNDS = 7
SECONDS = 1.0
MOST = 2500
"""Clicks prepared for a round; no endpoint here answers more in its time."""
FLOOR = "bare_bolt"
COMMITS = "committing_bolt"
DOOR = "door"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way of clicking: which button, on how many connections, how long after an answer."""

    name: str
    button: str
    connections: int = 1
    pause_s: float = 0.0


KINDS = (
    _Kind("click", names.RETRY),
    _Kind("click_16", names.RETRY, connections=16),
    _Kind("click_now_and_then", names.RETRY, pause_s=0.02),
    _Kind("press", names.APPROVE, pause_s=0.02),
)
"""`click` decides: judged, recorded and committed before the answer. `press` opens the view in
which somebody confirms; while Slack is asked for that, nobody waits, so presses are apart."""


def click(folder: Path, world: RunningSandbox) -> Mapping[str, object]:
    """Presses of old buttons, each on another handoff, as on a day with many people."""
    database = folder / "clicks.db"
    values = [f"{one}.7" for one in clones(seed_many(database, MOST + 1), range(1, MOST + 1))]
    env = environment(world, DATABASE_URL=f"sqlite:///{database}")
    loads: dict[tuple[str, str], list[Load]] = {}
    with ExitStack() as stack:
        ports = {
            kind: stack.enter_context(serving(kind, folder, env)) for kind in (FLOOR, COMMITS, DOOR)
        }
        for _ in range(ROUNDS):
            for kind in KINDS:
                for server, port in ports.items():
                    loads.setdefault((kind.name, server), []).append(
                        _round(port, kind, values, is_floor=server != DOOR)
                    )
    return {name: figure for kind in KINDS for name, figure in _figures(kind.name, loads).items()}


def _round(port: int, kind: _Kind, values: list[str], *, is_floor: bool) -> Load:
    """The floors listen to one button only, whichever it is."""
    requests = clicks(values, action_id=names.RETRY if is_floor else kind.button)
    load = drive(
        port,
        requests,
        connections=kind.connections,
        seconds=SECONDS,
        pause_s=kind.pause_s,
    )
    return asyncio.run(load).insist_on(200)


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
