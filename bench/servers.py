"""The servers under load, each a process of its own: `python -m bench.servers KIND PORT`.

The floors do a part of what the product's door does; everything else about them is the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

import uvicorn
from pydantic import SecretStr
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

import app as product
from bench.bodies import CONFIG
from bot.cards import names
from bot.desk.receive import Receipt, Received
from bot.intake import read_event
from handlers.logs import configure_logs
from handlers.serving import Runtime, settle
from handlers.webhooks import DialNexaDoor

READERS = 2
"""As many as the product has."""


def bare() -> Starlette:
    """Read the body and answer: what no endpoint here can be faster than."""

    async def answer(request: Request) -> Response:
        await request.body()
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/dialnexa/webhook", answer, methods=["POST"])])


def without_database() -> Starlette:
    """The product's door over a receiver that parses and redacts and stores nothing."""
    readers = ThreadPoolExecutor(READERS)

    async def receive(raw: bytes) -> Receipt:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(readers, lambda: read_event(raw, now=datetime.now(UTC)))
        return Receipt(received=Received.CREATED)

    secrets = (SecretStr(CONFIG.dialnexa_secret),)
    return Starlette(routes=[DialNexaDoor(secrets=secrets, receive=receive).route()])


def bare_bolt() -> Starlette:
    """Bolt with the same flag, a listener that only acknowledges, and nothing behind it."""

    async def nothing() -> None: ...

    return _bolt(nothing)


def committing_bolt() -> Starlette:
    """The same, but one row is committed, to SQLite as the product does, before it acknowledges."""
    writer = ThreadPoolExecutor(1)
    database = sqlite3.connect("floor.db", check_same_thread=False, isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE clicks (at TEXT)"
    )
    insert = "INSERT INTO clicks VALUES (datetime())"

    async def commit() -> None:
        await asyncio.get_running_loop().run_in_executor(writer, database.execute, insert)

    return _bolt(commit)


def _bolt(before: Callable[[], Awaitable[None]]) -> Starlette:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=CONFIG.team_id, bot_token="local")  # noqa: S106 - invented

    bolt = AsyncApp(
        signing_secret=CONFIG.signing_secret, authorize=authorize, process_before_response=True
    )

    @bolt.action(names.RETRY)
    @bolt.view(names.MORE_SUBMIT)
    async def on_click(ack: AsyncAck) -> None:
        await before()
        await ack()

    door = AsyncSlackRequestHandler(bolt)

    async def answer(request: Request) -> Response:
        return await door.handle(request)

    return Starlette(routes=[Route("/slack/events", answer, methods=["POST"])])


def door() -> Starlette:
    """The product's doors; its worker and ticks stand still, as the lifespan is not run."""
    return _product().web


def whole() -> Starlette:
    """The product at work; the moments at which it knew of a commit go into `commits.jsonl`."""
    runtime = _product()

    commits = Path("commits.jsonl").open("a", buffering=1, encoding="ascii")  # noqa: SIM115 - open as long as the process

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        runtime.desk.office.database.on_commit(lambda: _note(commits))
        async with runtime.web.router.lifespan_context(runtime.web):
            yield

    return Starlette(routes=[Mount("/", runtime.web)], lifespan=lifespan)


def _note(commits: TextIO) -> None:
    commits.write(f"{time.monotonic()!r}\n")


def _product() -> Runtime:
    return product.build(product.read_settings())


KINDS: Mapping[str, Callable[[], Starlette]] = MappingProxyType(
    {
        "bare": bare,
        "without_database": without_database,
        "bare_bolt": bare_bolt,
        "committing_bolt": committing_bolt,
        "door": door,
        "whole": whole,
    }
)


def main() -> None:
    kind, port = sys.argv[1], int(sys.argv[2])
    configure_logs("INFO")
    served = KINDS[kind]()
    settle()
    uvicorn.run(
        served,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        lifespan="on" if kind == "whole" else "off",
    )


if __name__ == "__main__":
    main()
