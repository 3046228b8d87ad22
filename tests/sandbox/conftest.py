"""A local world on a port, an echo bot that verifies what comes from it, and a browser."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
import uvicorn
from slack_sdk.signature import Clock as SdkClock
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.server import free_port, run_sandbox
from tests.browser import tab as tab  # noqa: PLC0414 - a fixture is found by its name here


class MovableClock(SdkClock):
    """Real time plus what a test skips; the world and the bot's verifier share it."""

    def __init__(self) -> None:
        self.skipped = timedelta()

    def utc(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    def now(self) -> float:
        return self.utc().timestamp()

    def skip(self, **amount: float) -> None:
        self.skipped += timedelta(**amount)


@dataclass
class Received:
    kind: str
    payload: dict[str, Any]
    headers: dict[str, str]
    body: bytes


@dataclass
class EchoBot:
    """Verifies, keeps and answers; `replies` maps a kind of payload to what is answered."""

    verifier: SignatureVerifier
    received: list[Received] = field(default_factory=list)
    replies: dict[str, Callable[[Received], Response]] = field(default_factory=dict)
    unverified: int = 0

    def clear(self) -> None:
        self.received.clear()
        self.replies.clear()
        self.unverified = 0

    def answers(self, kind: str, body: Any = None, status: int = 200) -> None:
        made = Response(status_code=status) if body is None else JSONResponse(body, status)
        self.replies[kind] = lambda _received: made

    def last(self, kind: str) -> dict[str, Any]:
        return [each.payload for each in self.received if each.kind == kind][-1]

    async def take(self, request: Request) -> Response:
        body = await request.body()
        if not self.verifier.is_valid_request(body, dict(request.headers)):
            self.unverified += 1
            return Response(status_code=401)
        received = _read(body, dict(request.headers))
        self.received.append(received)
        reply = self.replies.get(received.kind)
        return reply(received) if reply else Response()


def _read(body: bytes, headers: dict[str, str]) -> Received:
    if headers["content-type"] == "application/json":
        payload = json.loads(body)
        return Received(payload["event"]["type"], payload, headers, body)
    form = {
        name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()
    }
    if "payload" in form:
        payload = json.loads(form["payload"])
        return Received(payload["type"], payload, headers, body)
    return Received("command", form, headers, body)


@contextmanager
def _serving(app: Starlette, port: int) -> Iterator[None]:
    options = {"log_level": "critical", "access_log": False, "timeout_graceful_shutdown": 1}
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    yield
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def clock():
    return MovableClock()


@pytest.fixture(scope="session")
def served_bot(clock):
    config = SandboxConfig(bot_url=f"http://127.0.0.1:{free_port()}")
    bot = EchoBot(SignatureVerifier(config.signing_secret, clock))
    app = Starlette(routes=[Route("/slack/events", bot.take, methods=["POST"])])
    with _serving(app, int(config.bot_url.rpartition(":")[2])):
        yield bot, config


@pytest.fixture(scope="session")
def served_world(served_bot, clock):
    quick = replace(served_bot[1], event_retry_delays_s=(0.0, 0.01, 0.02))
    with run_sandbox(quick, now=clock.utc) as running:
        yield running


@pytest.fixture
def bot(served_bot):
    served_bot[0].clear()
    return served_bot[0]


@pytest.fixture
def world(served_world, bot):
    """The local world, freshly seeded, with the echo bot at its other end."""
    served_world.sandbox.reset()
    served_world.sandbox.workspace.requests.clear()
    return served_world


@pytest.fixture
def workspace(world):
    return world.sandbox.workspace


@pytest.fixture
def slack(world):
    """Slack's own asynchronous client, without retries."""
    url = f"{world.base_url}/slack/api/"
    return AsyncWebClient("xoxb-local-handoff", base_url=url, retry_handlers=[])


@pytest.fixture
async def doors(world):
    """`await doors("click", ...)` posts to `/ui/click` and gives the parsed answer."""
    async with httpx.AsyncClient(base_url=world.base_url, trust_env=False) as client:

        async def post(name: str, /, **body: Any) -> dict[str, Any]:
            answer = await client.post(f"/ui/{name}", json=body)
            return answer.json()

        post.client = client
        yield post


@pytest.fixture
def state(world):
    """What the page would draw now."""
    return lambda: httpx.get(f"{world.base_url}/ui/state", trust_env=False).json()


@pytest.fixture
def browser(tab, world):
    """A tab that remembers nothing of this world."""
    kinds = {"origin": world.base_url, "storageTypes": "all"}
    tab.tell("Storage.clearDataForOrigin", **kinds)
    yield tab
    tab.tell("Page.navigate", url="about:blank")
