"""The worker: how soon a committed step is at the vendor, and how fast a backlog is worked off."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from bench.bodies import webhooks
from bench.client import HOST, drive
from bench.processes import environment, serving
from handlers.sandbox import RunningSandbox

CALLS = 40
PAUSE_S = 0.15
"""Until the card of the call before is posted, so that its work is not measured too."""

BACKLOG = 100
PATIENCE_S = 60

EMPTY_LIST = b'{"object":"list","url":"/v1/any","has_more":false,"data":[]}'
ANSWER = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: req_local\r\n"
    b"content-length: %d\r\n\r\n%s" % (len(EMPTY_LIST), EMPTY_LIST)
)


class _Vendor(asyncio.Protocol):
    """A Stripe that knows nothing and notes when the first byte of a request came."""

    def __init__(self, seen_at: asyncio.Queue[float]) -> None:
        self._seen_at = seen_at

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._seen_at.put_nowait(time.monotonic())
        if data.endswith(b"\r\n\r\n"):
            self._transport.write(ANSWER)


def first_byte(folder: Path, world: RunningSandbox) -> dict[str, object]:
    """From the commit of a call to the first byte of its look-up at the vendor."""
    waited = sorted(asyncio.run(_first_bytes(folder, world)))
    return {
        "commit_to_first_byte_p50_ms": round(waited[len(waited) // 2] * 1000, 2),
        "commit_to_first_byte_p95_ms": round(waited[int(len(waited) * 0.95)] * 1000, 2),
    }


async def _first_bytes(folder: Path, world: RunningSandbox) -> list[float]:
    seen_at: asyncio.Queue[float] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    vendor = await loop.create_server(lambda: _Vendor(seen_at), HOST, 0)
    stripe = f"http://{HOST}:{vendor.sockets[0].getsockname()[1]}"
    env = environment(world, DATABASE_URL=f"sqlite:///{folder}/first-byte.db")
    # Starting it holds this loop, which has nothing else to do then.
    with serving("whole", folder, {**env, "STRIPE_BASE_URL": stripe}) as port:
        moments = [await _one(port, request, seen_at) for request in webhooks(CALLS + 1)]
    vendor.close()
    commits = _commits(folder)
    return [_since_commit(commits, *one) for one in moments[1:]]  # the first one connects


async def _one(port: int, request: bytes, seen_at: asyncio.Queue[float]) -> tuple[float, float]:
    """When a call was sent, and when the vendor first heard of it."""
    sent_at = time.monotonic()
    (await drive(port, [request], connections=1, seconds=5)).insist_on(200)
    first = await asyncio.wait_for(seen_at.get(), 10)
    await asyncio.sleep(PAUSE_S)
    while not seen_at.empty():
        seen_at.get_nowait()
    return sent_at, first


def _commits(folder: Path) -> list[float]:
    lines = (folder / "commits.jsonl").read_text(encoding="ascii").splitlines()
    return [float(line) for line in lines]


def _since_commit(commits: list[float], sent_at: float, first: float) -> float:
    return first - min(one for one in commits if sent_at < one <= first)


def backlog(folder: Path, world: RunningSandbox) -> dict[str, object]:
    """Calls taken in while the worker stood still, then worked off: look-ups, cards, threads."""
    file = folder / "backlog.db"
    env = environment(world, DATABASE_URL=f"sqlite:///{file}")
    with serving("door", folder, env) as port:
        load = asyncio.run(drive(port, webhooks(BACKLOG), connections=4, seconds=30))
        load.insist_on(200)
    with serving("whole", folder, env):
        started = time.perf_counter()
        before = _open_steps(file)
        while _open_steps(file) and time.perf_counter() - started < PATIENCE_S:
            time.sleep(0.02)
        took_s = time.perf_counter() - started
    return {
        "backlog_calls": BACKLOG,
        "backlog_steps_open_when_ready": before,
        "backlog_steps_left": _open_steps(file),
        "backlog_steps_per_s": round(before / took_s, 1),
    }


def _open_steps(file: Path) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        counted = connection.execute("SELECT count(*) FROM steps WHERE wake_at IS NOT NULL")
        return int(counted.fetchone()[0])
