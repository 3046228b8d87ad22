"""The vendors' published contracts live outside the repository, under HANDOFF_SPECS."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from jsonschema import Draft202012Validator, FormatChecker
from starlette.applications import Starlette


@pytest.fixture(scope="session")
def specs() -> Path:
    """The folder with one sub-folder per vendor; tests that ask for it are skipped without it."""
    root = os.environ.get("HANDOFF_SPECS")
    if not root:
        pytest.skip("HANDOFF_SPECS is not set: no published contracts to compare with")
    return Path(root)


@pytest.fixture(scope="module")
def check(published: Mapping[str, Any]) -> Callable[[Any, Any], list[str]]:
    """The problems of a value under a schema of the contract that the test's file names."""

    def problems(value: Any, schema: Any) -> list[str]:
        root = {"components": published["components"], "allOf": [schema]}
        judge = Draft202012Validator(root, format_checker=FormatChecker())
        return [
            f"{list(one.absolute_path)}: {one.message[:200]}" for one in judge.iter_errors(value)
        ]

    return problems


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as they crossed the wire; of the headers their kinds."""

    method: str
    path: str
    query: str
    kind: str
    body: str
    status: int
    answer_kind: str
    answer: str


def _recording(app: Starlette, seen: list[Exchange]) -> Any:
    async def record(scope: Any, receive: Any, send: Any) -> None:
        said, answered = bytearray(), bytearray()
        head: dict[str, Any] = {"status": 0, "headers": ()}

        async def hear() -> Any:
            message = await receive()
            said.extend(message.get("body", b""))
            return message

        async def tell(message: Any) -> None:
            head.update(message if message["type"] == "http.response.start" else {})
            answered.extend(message.get("body", b""))
            await send(message)

        await app(scope, hear, tell)
        seen.append(
            Exchange(
                scope["method"],
                scope["path"],
                scope["query_string"].decode(),
                _kind(scope["headers"]),
                said.decode(errors="replace"),
                head["status"],
                _kind(head["headers"]),
                answered.decode(errors="replace"),
            )
        )

    return record


def _kind(headers: Iterable[tuple[bytes, bytes]]) -> str:
    return dict(headers).get(b"content-type", b"").decode()


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
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
            finally:  # else a failed assertion inside would wait for ever
                server.should_exit = True
                thread.join()

    return serve


# --- a second judge: https://github.com/stoplightio/prism ---------------------------------------

PRISM = Path(__file__).parent / "node_modules/@stoplight/prism-cli/dist/index.js"


@pytest.fixture(scope="session")
def prism() -> Iterator[Callable[[Path], str]]:
    """Prism for a description, on a port of its own, refusing what the description does not allow.

    Installed by `npm ci --ignore-scripts` in this folder; without it these tests are skipped.
    """
    node = shutil.which("node")
    if node is None or not PRISM.exists():
        pytest.skip("Prism is not installed: run `npm ci --ignore-scripts` in tests/contract")
    with ExitStack() as stack:
        yield cache(lambda description: stack.enter_context(_running_prism(node, description)))


@contextmanager
def _running_prism(node: str, description: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [node, PRISM, "mock", "-h", "127.0.0.1", "-p", f"{port}", "--errors", description]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        for line in process.stdout:
            if "listening" in line:
                break
        threading.Thread(target=process.stdout.read, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def refused_by_prism(prism: Callable[[Path], str]) -> Callable[..., list[Any]]:
    """Replay requests (method, path, query, body) with these headers: those it would not take."""

    def refused(
        description: Path, requests: Sequence[Any], headers: Mapping[str, str], *, below: str = ""
    ) -> list[Any]:
        assert requests
        with httpx.Client(base_url=prism(description), headers=headers, trust_env=False) as client:
            assert _is_refusal(client.get("/what-nobody-publishes")), "it lets anything pass"
            return [
                (one.method, one.path, answer.text[:400])
                for one in requests
                if _is_refusal(answer := _replayed(client, one, below))
            ]

    return refused


def _replayed(client: httpx.Client, request: Any, below: str) -> httpx.Response:
    path = request.path.removeprefix(below)
    said = getattr(request, "body", "")  # what only reads keeps no bodies
    body = said if isinstance(said, bytes) else (said or "").encode()
    kind = "application/json" if body[:1] in {b"{", b"["} else "application/x-www-form-urlencoded"
    return client.request(
        request.method,
        f"{path}?{request.query}" if request.query else path,
        content=body,
        headers={"content-type": kind} if body else {},
    )


@dataclass(frozen=True)
class Asked:
    """One request, as httpx sent it."""

    method: str
    path: str
    query: str
    body: bytes


def asked_of(answer: httpx.Response) -> Asked:
    """The request that an answer was given to."""
    request = answer.request
    return Asked(request.method, request.url.path, request.url.query.decode(), request.content)


def _is_refusal(answer: httpx.Response) -> bool:
    """Prism's own complaint; what it makes up as an answer is the vendor's business."""
    return "stoplight.io/prism/errors" in answer.text
