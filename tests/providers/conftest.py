"""Real sockets for the adapters: a scripted server, one that breaks, and the local vendors."""

import asyncio
import contextlib
import itertools
import logging
import socket
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
import structlog
import uvicorn
from starlette.responses import JSONResponse, Response

from handlers.sandbox.faults import Fault

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self):
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Script:
    """An ASGI application that says what it was told to say, in order; the last word repeats."""

    seen: list[Seen] = field(default_factory=list)
    words: deque = field(default_factory=deque)
    by_path: dict = field(default_factory=dict)

    def say(self, body=None, status=200, headers=None, raw=None):
        answer = (
            JSONResponse(body, status, headers)
            if raw is None
            else Response(raw, status, headers, media_type="application/json")
        )
        self.words.append(answer)
        return self

    def at(self, path, *answers):
        """Answer one path from its own list, whatever else is asked."""
        self.by_path[path] = deque(answers)
        return self

    async def __call__(self, scope, receive, send):
        body = b""
        while (message := await receive()).get("more_body", False):
            body += message["body"]
        body += message.get("body", b"")
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        query = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
        self.seen.append(Seen(scope["method"], scope["raw_path"].decode(), query, headers, body))
        answer = self._next(scope["path"])
        if not callable(answer):
            answer = JSONResponse(answer)
        await answer(scope, receive, send)

    def _next(self, path):
        words = self.by_path.get(path, self.words)
        return words.popleft() if len(words) > 1 else words[0]


class House:
    """One server on a real socket for the whole run; every test gets an address of its own."""

    def __init__(self):
        self._apps = {}
        self._numbers = itertools.count(1)
        self.address = ""

    async def __call__(self, scope, receive, send):
        number, _, rest = scope["path"].removeprefix("/").partition("/")
        prefix = f"/{number}"
        raw_path = scope["raw_path"][len(prefix) :]
        inside = {**scope, "path": f"/{rest}", "raw_path": raw_path}
        await self._apps[number](inside, receive, send)

    @contextlib.contextmanager
    def open_to(self, app):
        """The address of an application, without a slash at its end."""
        number = str(next(self._numbers))
        self._apps[number] = app
        yield f"{self.address}/{number}"
        del self._apps[number]


@pytest.fixture
def waits_s(request):
    """How long a vendor is waited for: briefly only where it is told not to answer in time."""
    case = getattr(request.node, "callspec", None)
    fault = case.params.get("fault") if case else None
    return 1.2 if fault in {Fault.HANG, Fault.SLOW} else 20.0


@pytest.fixture(scope="session")
def house():
    house = House()
    config = uvicorn.Config(
        house,
        lifespan="off",
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        house.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield house
        server.should_exit = True
        thread.join()


@contextlib.asynccontextmanager
async def misbehaving(behave):
    """A server below HTTP: `behave(reader, writer)` does what no web framework would."""
    tasks = set()

    async def accept(reader, writer):
        tasks.add(asyncio.current_task())
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await behave(reader, writer)
        writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _head(reader):
    return await reader.readuntil(b"\r\n\r\n")


async def _vanish(reader, _writer):
    """Read the request, then hang up without a word."""
    await _head(reader)


async def _say_nothing(reader, _writer):
    """Read the request and never answer."""
    await _head(reader)
    await asyncio.Event().wait()


async def _stop_midway(reader, writer):
    """Promise a body and break off inside it."""
    await _head(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
    writer.write(b'Content-Length: 400\r\n\r\n{"id":')
    await writer.drain()


async def _speak_gibberish(reader, writer):
    """Answer something that is not HTTP."""
    await _head(reader)
    writer.write(b"250 ready to serve\r\n\r\n")
    await writer.drain()


async def _garble(reader, writer):
    """Answer in full, in an encoding that is a lie."""
    await _head(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
    writer.write(b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}")
    await writer.drain()


async def _trickle(reader, writer):
    """Send the answer a byte at a time, for ever."""
    await _head(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.01)


BEHAVIOURS = {
    "vanishes": _vanish,
    "says nothing": _say_nothing,
    "stops midway": _stop_midway,
    "speaks gibberish": _speak_gibberish,
    "garbles": _garble,
    "trickles": _trickle,
}


@pytest.fixture
def script():
    return Script()


@pytest.fixture
def scripted(house, script):
    with house.open_to(script) as url:
        yield url


@pytest.fixture
def misbehave():
    """`async with misbehave("vanishes") as url`."""
    return lambda behaviour: misbehaving(BEHAVIOURS[behaviour])


@pytest.fixture
def nobody_there():
    """An address at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def pauses():
    """What was waited for, in seconds, without waiting."""
    return []


@pytest.fixture
def sleep(pauses):
    async def sleep(pause_s):
        pauses.append(pause_s)

    return sleep


@pytest.fixture
def clock():
    return lambda: NOW


@pytest.fixture
def logged(caplog):
    """Everything that was logged, through structlog and through logging at DEBUG, as one text."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as events:
        yield lambda: f"{events} {caplog.text}"
