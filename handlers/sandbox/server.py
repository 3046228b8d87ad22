"""Serving a sandbox: from a test, or from the demo, beside whatever else runs in the process."""

import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

import uvicorn

from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.slack_messages import Clock
from handlers.sandbox.slack_workspace import utc_now
from handlers.sandbox.world import Sandbox, build_sandbox

HOST = "127.0.0.1"
START_LIMIT_S = 10.0
SHUTDOWN_LIMIT_S = 1
"""Requests that a fault holds back are cut off after this."""
PORTS = range(20_000, 32_000)
"""Below those that systems give to outgoing connections, so none of these takes one meanwhile."""
TRIES = 100


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """`base_url` has no slash at its end."""

    base_url: str
    sandbox: Sandbox


def free_port() -> int:
    """A port that was free a moment ago, for a bot that must know its address beforehand.

    Raises RuntimeError when a hundred tries found none.
    """
    for port in (secrets.choice(PORTS) for _ in range(TRIES)):
        with suppress(OSError), socket.create_server((HOST, port)):
            return port
    raise RuntimeError(f"found no free port on {HOST}")


@contextmanager
def run_sandbox(
    config: SandboxConfig, *, port: int = 0, now: Clock = utc_now
) -> Iterator[RunningSandbox]:
    """Serve in a thread of its own until the block ends; port 0 takes any free one.

    `config.base_url` is replaced by the address taken. Raises OSError when the port is in use.
    """
    listening = socket.create_server((HOST, port))
    base_url = f"http://{HOST}:{listening.getsockname()[1]}"
    app = build_sandbox(replace(config, base_url=base_url), now)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=SHUTDOWN_LIMIT_S,
        )
    )
    thread = threading.Thread(target=server.run, args=([listening],), name="sandbox", daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield RunningSandbox(base_url, app.state.sandbox)
    finally:
        server.should_exit = True
        thread.join()


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > limit:
            raise RuntimeError("the sandbox did not start")
        time.sleep(0.005)
