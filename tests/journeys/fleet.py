"""Several servers of one product behind a balancer; each can be killed and started again."""

from __future__ import annotations

import itertools
import os
import signal
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.sandbox import free_port
from tests.journeys.bad_days import (
    BadHouse,
    environment_of,
    is_ready,
    local_world,
    seed,
)
from tests.journeys.conftest import MovableClock, page_client, quick_policy, until
from tests.journeys.nursery import Nursery, forking, is_alive

UNANSWERED = 502
HOP = {"connection", "transfer-encoding", "content-length", "host", "keep-alive"}


class Balancer:
    """Hands one request after another to the next server; one that is not there is passed over.

    A request that was sent and not answered is not sent again: nobody knows what became of it.
    """

    def __init__(self, urls: Sequence[str]) -> None:
        self.urls = list(urls)
        self._turn = itertools.count()
        self.web = Starlette(
            routes=[Route("/{path:path}", self._pass_on, methods=["GET", "POST"])],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _web: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(trust_env=False, timeout=15) as self._http:
            yield

    async def _pass_on(self, request: Request) -> Response:
        body = await request.body()
        first, urls = next(self._turn), self.urls
        for n in range(len(urls)):
            url = urls[(first + n) % len(urls)] + request.url.path
            try:
                return await self._ask(request, url, body)
            except httpx.ConnectError:
                continue
            except httpx.TransportError:
                break
        return Response(status_code=UNANSWERED)

    async def _ask(self, request: Request, url: str, body: bytes) -> Response:
        headers = {k: v for k, v in request.headers.items() if k not in HOP}
        answer = await self._http.request(request.method, url, content=body, headers=headers)
        kept = {k: v for k, v in answer.headers.items() if k not in HOP}
        return Response(answer.content, answer.status_code, kept)


@contextmanager
def balancing(port: int, urls: Sequence[str]) -> Iterator[Balancer]:
    """Run a balancer from a thread until the block ends."""
    balancer = Balancer(urls)
    server = uvicorn.Server(
        uvicorn.Config(balancer.web, port=port, log_config=None, access_log=False)
    )
    thread = threading.Thread(target=server.run, name="balancer", daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        yield balancer
    finally:
        server.should_exit = True
        thread.join(20)


@dataclass
class Fleet:
    """The servers by number; `children` are the process ids of those that were started last."""

    house: BadHouse
    nurseries: list[Nursery]
    balancer: Balancer
    once: Path
    children: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.nurseries)

    def start(self, *numbers: int, boundary: str = "never", call_id: str = "nobody") -> None:
        """Start these (all when none is named) at the same moment, and wait until all are ready.

        With a boundary the first one that comes to it dies there.
        """
        self.once.unlink(missing_ok=True)
        chosen = numbers or range(len(self))
        for n in chosen:
            self.children[n] = self.nurseries[n].begin(boundary, call_id)
        for n in chosen:
            until(lambda n=n: self.is_ready(n) or not self.is_alive(n), 60)

    def send_all_to(self, n: int) -> None:
        """Let the balancer know this one alone."""
        self.balancer.urls = [self.nurseries[n].url]

    def spread(self) -> None:
        """Let the balancer know all of them."""
        self.balancer.urls = [one.url for one in self.nurseries]

    def is_ready(self, n: int) -> bool:
        return is_ready(self.house, self.nurseries[n].url)

    def is_alive(self, n: int) -> bool:
        return is_alive(self.children[n])

    @property
    def dead(self) -> list[int]:
        return [n for n in self.children if not self.is_alive(n)]

    def kill(self, n: int) -> None:
        """SIGKILL."""
        os.kill(self.children[n], signal.SIGKILL)
        assert self.ended(n) == -signal.SIGKILL

    def stop(self) -> None:
        """End all that run, as an operator does."""
        for n in [one for one in self.children if self.is_alive(one)]:
            os.kill(self.children[n], signal.SIGTERM)
        for n in list(self.children):
            self.ended(n)

    def ended(self, n: int) -> int:
        """Wait for its end; its exit code."""
        del self.children[n]
        return self.nurseries[n].ended()


@contextmanager
def fleet(
    path: Path, database_url: str, names: Sequence[str], *, size: int, **changes: str
) -> Iterator[Fleet]:
    """A world, and `size` servers for it on one database, none of them started yet."""
    port, ports = free_port(), [free_port() for _ in range(size)]
    urls = [f"http://127.0.0.1:{one}" for one in ports]
    with ExitStack() as stack:
        world, config = stack.enter_context(local_world(port))
        balancer = stack.enter_context(balancing(port, urls))
        http = stack.enter_context(page_client())
        payments = seed(world, names)
        house = BadHouse(
            world, config, config.bot_url, database_url, http, None, MovableClock(), payments
        )
        stack.callback(house.close)
        policy, once = quick_policy(path / "policy.toml"), path / "died"
        nurseries = []
        for n, url in enumerate(urls):
            told = environment_of(house, policy, ports[n]) | changes | {"DIE_ONCE": str(once)}
            process = stack.enter_context(forking(path / f"log{n}.txt", told))
            nurseries.append(Nursery(process, house, url))
        servers = Fleet(house, nurseries, balancer, once)
        stack.callback(servers.stop)
        yield servers
