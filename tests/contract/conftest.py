"""The vendors' published contracts live outside the repository, under HANDOFF_SPECS."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette


@pytest.fixture(scope="session")
def specs() -> Path:
    """The folder with one sub-folder per vendor; tests that ask for it are skipped without it."""
    root = os.environ.get("HANDOFF_SPECS")
    if not root:
        pytest.skip("HANDOFF_SPECS is not set: no published contracts to compare with")
    return Path(root)


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as they crossed the wire; headers are left out."""

    method: str
    path: str
    query: str
    body: str
    status: int
    answer: str


def _recording(app: Starlette, seen: list[Exchange]) -> Any:
    async def record(scope: Any, receive: Any, send: Any) -> None:
        said, answered = bytearray(), bytearray()
        status = 0

        async def hear() -> Any:
            message = await receive()
            said.extend(message.get("body", b""))
            return message

        async def tell(message: Any) -> None:
            nonlocal status
            status = message.get("status", status)
            answered.extend(message.get("body", b""))
            await send(message)

        await app(scope, hear, tell)
        asked = (scope["method"], scope["path"], scope["query_string"].decode())
        seen.append(Exchange(*asked, said.decode(), status, answered.decode()))

    return record


@pytest.fixture(scope="session")
def serve_recorded() -> Any:
    """`with serve_recorded(app) as (url, seen)`: every exchange with the app, in order."""

    @contextmanager
    def serve(app: Starlette) -> Iterator[tuple[str, list[Exchange]]]:
        seen: list[Exchange] = []
        config = uvicorn.Config(
            _recording(app, seen), lifespan="off", ws="none", log_config=None, access_log=False
        )
        server = uvicorn.Server(config)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            thread = threading.Thread(target=server.run, args=([listener],))
            thread.start()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
            server.should_exit = True
            thread.join()

    return serve
