"""The two doors under load: calls that come in, and clicks that want an answer."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.bodies import clicks, webhooks
from bench.client import Load, drive
from bench.processes import environment, serving
from bench.seed import clones, seed_many
from tests import postgres

CONNECTIONS = 16
ROUNDS = 7
SECONDS = 1.0
"""Short turns, floor and product one after the other: what else the machine does meets both.

A ratio is the median of the rounds' ratios.
"""
MOST = 2500
"""Requests prepared for a round; no endpoint here answers more in its time but the bare one."""
SAFE = {"fsync": "on", "full_page_writes": "on"}
"""The tests' server does without; what is measured here has to be durable."""


def ingest(folder: Path) -> dict[str, object]:
    """Signed webhook to commit, beside the same without a database and beside bare Starlette."""
    figures = _ingest("ingest", folder, f"sqlite:///{folder}/ingest.db")
    rows = _count(folder / "ingest.db")
    each_kb = round(_kilobytes(folder) / max(1, rows), 1)
    return {**figures, "ingest_rows": rows, "ingest_kb_per_call": each_kb}


def ingest_postgresql(folder: Path) -> dict[str, object]:
    """The same on PostgreSQL, out of a wheel, on this machine, as safe as it is by default."""
    if not postgres.is_available():
        return {"ingest_postgresql": f"skipped: {postgres.NO_WHEEL}"}
    with postgres.running_server(**SAFE) as server, server.database() as url:
        return _ingest("ingest_postgresql", folder, url)


def _ingest(name: str, folder: Path, database_url: str) -> dict[str, object]:
    loads: dict[str, list[Load]] = {"bare": [], "without_database": [], "door": []}
    with ExitStack() as stack:
        env = environment(None, DATABASE_URL=database_url)
        ports = {kind: stack.enter_context(serving(kind, folder, env)) for kind in loads}
        for turn in range(ROUNDS):
            requests = webhooks(MOST, first=turn * MOST)
            for kind, port in ports.items():
                loads[kind].append(_round(port, requests, CONNECTIONS))
    rates = {kind: median(one.per_s for one in runs) for kind, runs in loads.items()}
    p99_ms = {kind: median(one.ms(0.99) for one in runs) for kind, runs in loads.items()}
    door, floor = loads["door"], loads["without_database"]
    return {
        f"{name}_connections": CONNECTIONS,
        f"{name}_durable_per_s": round(rates["door"]),
        f"{name}_durable_p50_ms": round(median(one.ms(0.5) for one in loads["door"]), 2),
        f"{name}_durable_p99_ms": round(p99_ms["door"], 2),
        f"{name}_floor_without_database_per_s": round(rates["without_database"]),
        f"{name}_floor_without_database_p99_ms": round(p99_ms["without_database"], 2),
        f"{name}_floor_bare_per_s": round(rates["bare"]),
        f"{name}_of_without_database": _ratio(door, floor, lambda one: one.per_s),
        f"{name}_of_without_database_p99": _ratio(door, floor, lambda one: one.ms(0.99)),
        f"{name}_of_bare": _ratio(door, loads["bare"], lambda one: one.per_s),
    }


def _round(port: int, requests: list[bytes], connections: int) -> Load:
    load = asyncio.run(drive(port, requests, connections=connections, seconds=SECONDS))
    return load.insist_on(200)


def _ratio(product: list[Load], floor: list[Load], figure: Callable[[Load], float]) -> float:
    """The median of what the rounds say, each beside its own floor."""
    pairs = zip(product, floor, strict=True)
    return round(median(figure(ours) / figure(theirs) for ours, theirs in pairs), 3)


def _count(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT count(*) FROM handoffs").fetchone()[0])


def _kilobytes(folder: Path) -> float:
    return sum(one.stat().st_size for one in folder.glob("ingest.db*")) / 1024


def click(folder: Path) -> dict[str, object]:
    """Presses of old buttons, judged, answered and committed, beside a Bolt that only acks.

    Every press is on another handoff, as on a day with many people.
    """
    database = folder / "clicks.db"
    values = [f"{one}.7" for one in clones(seed_many(database, MOST + 1), range(1, MOST + 1))]
    loads: dict[str, list[Load]] = {"bare_bolt": [], "door": []}
    crowds: dict[str, list[Load]] = {"bare_bolt": [], "door": []}
    with ExitStack() as stack:
        env = environment(None, DATABASE_URL=f"sqlite:///{database}")
        ports = {kind: stack.enter_context(serving(kind, folder, env)) for kind in loads}
        for _ in range(ROUNDS):
            for connections, kept in ((1, loads), (CONNECTIONS, crowds)):
                for kind, port in ports.items():
                    kept[kind].append(_round(port, clicks(values), connections))
    return {**_click_figures("click", loads), **_click_figures("click_16", crowds)}


def _click_figures(name: str, loads: dict[str, list[Load]]) -> dict[str, object]:
    ms = {
        (kind, share): median(one.ms(share) for one in runs)
        for kind, runs in loads.items()
        for share in (0.5, 0.99)
    }
    pair = loads["door"], loads["bare_bolt"]
    return {
        f"{name}_to_ack_p50_ms": round(ms["door", 0.5], 2),
        f"{name}_to_ack_p99_ms": round(ms["door", 0.99], 2),
        f"{name}_floor_bolt_p50_ms": round(ms["bare_bolt", 0.5], 2),
        f"{name}_floor_bolt_p99_ms": round(ms["bare_bolt", 0.99], 2),
        f"{name}_of_bolt_p50": _ratio(*pair, lambda one: one.ms(0.5)),
        f"{name}_of_bolt_p99": _ratio(*pair, lambda one: one.ms(0.99)),
    }
