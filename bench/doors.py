"""Calls that come in under load, beside the same door without a database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.bodies import webhooks
from bench.client import Load, drive
from bench.processes import environment, serving
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
                loads[kind].append(one_round(port, requests, CONNECTIONS))
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
        f"{name}_of_without_database": ratio(door, floor, lambda one: one.per_s),
        f"{name}_of_without_database_p99": ratio(door, floor, lambda one: one.ms(0.99)),
        f"{name}_of_bare": ratio(door, loads["bare"], lambda one: one.per_s),
    }


def one_round(port: int, requests: list[bytes], connections: int) -> Load:
    load = asyncio.run(drive(port, requests, connections=connections, seconds=SECONDS))
    return load.insist_on(200)


def ratio(product: list[Load], floor: list[Load], figure: Callable[[Load], float]) -> float:
    """The median of what the rounds say, each beside its own floor."""
    pairs = zip(product, floor, strict=True)
    return round(median(figure(ours) / figure(theirs) for ours, theirs in pairs), 3)


def _count(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT count(*) FROM handoffs").fetchone()[0])


def _kilobytes(folder: Path) -> float:
    return sum(one.stat().st_size for one in folder.glob("ingest.db*")) / 1024
