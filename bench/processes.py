"""Starting what is measured: clean environment, a folder of its own, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.bodies import CONFIG
from bench.client import HOST
from handlers.sandbox import RunningSandbox, free_port

ROOT = Path(__file__).resolve().parents[1]
KEY = "a-key-of-the-benchmark-only"
PATIENCE_S = 60


def environment(world: RunningSandbox | None, **more: str) -> dict[str, str]:
    """Only what is needed: nothing of whoever runs this leaks in."""
    slack = {"SLACK_API_URL": f"{world.base_url}/slack/api/"} if world else {}
    stripe = {"STRIPE_BASE_URL": f"{world.base_url}/stripe"} if world else {}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HANDOFF_KEYS": KEY,
        "POLICY_FILE": str(ROOT / "policy.toml"),
        "SLACK_BOT_TOKEN": CONFIG.bot_token,
        "SLACK_SIGNING_SECRET": CONFIG.signing_secret,
        "SLACK_TEAM_IDS": CONFIG.team_id,
        "DIALNEXA_WEBHOOK_SECRETS": CONFIG.dialnexa_secret,
        "STRIPE_API_KEY": CONFIG.stripe_api_key,
        **slack,
        **stripe,
        **more,
    }


@contextmanager
def process(
    command: Sequence[str], folder: Path, env: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python COMMAND` in a folder, its log in a file there; ended by SIGTERM, or killed."""
    with (folder / "log.txt").open("ab") as log:
        program = [sys.executable, *command]
        started = subprocess.Popen(program, cwd=folder, env=dict(env), stderr=log)  # noqa: S603 - our own programs
        try:
            yield started
        finally:
            started.terminate()
            _await_end(started)


def _await_end(started: subprocess.Popen[bytes]) -> None:
    try:
        started.wait(20)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()


@contextmanager
def serving(kind: str, folder: Path, env: Mapping[str, str]) -> Iterator[int]:
    """Run one of `bench.servers`; yields its port once it answers, and is ready if it can be."""
    port = free_port()
    with process(["-m", "bench.servers", kind, str(port)], folder, env) as running:
        wait_for(running, folder, port, "/readyz" if kind == "whole" else "/")
        yield port


def wait_for(running: subprocess.Popen[bytes], folder: Path, port: int, path: str) -> None:
    """Ask until the answer is no fault of the server's. Raises with the log's end otherwise."""
    until = time.perf_counter() + PATIENCE_S
    while not _answers(f"http://{HOST}:{port}{path}"):
        if running.poll() is not None or time.perf_counter() > until:
            raise RuntimeError((folder / "log.txt").read_text(encoding="utf-8")[-2000:])
        time.sleep(0.01)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - this machine, http
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500  # noqa: PLR2004 - HTTP's classes
    except OSError:
        return False


def resident_mb(pid: int) -> float | None:
    """Memory that a process holds; None where there is no /proc."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    kib = next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]
    return round(int(kib) / 1024, 1)
