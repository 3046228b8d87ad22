"""Servers that can be killed, and the hands that go on with a call whoever serves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from handlers.sandbox.calls import SampleCall
from tests.conftest import NewDatabase
from tests.journeys.bad_days import BadHouse, empty_house, is_ready
from tests.journeys.conftest import buttons, until


@dataclass
class Nursery:
    """The process that forks servers; see `dying_server`. `url` is where they listen."""

    process: subprocess.Popen[str]
    house: BadHouse
    url: str

    def start(self, boundary: str, call_id: str) -> int:
        """Start a server that dies there; its process id, once it is ready."""
        child = self.begin(boundary, call_id)
        until(lambda: is_ready(self.house, self.url) or not is_alive(child))
        return child

    def begin(self, boundary: str = "never", call_id: str = "nobody") -> int:
        """The same without waiting for it."""
        self.process.stdin.write(f"{boundary} {call_id}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def ended(self) -> int:
        """Wait for the server's end; its exit code."""
        return int(self.process.stdout.readline())


def is_alive(child: int) -> bool:
    """Tell whether a server still runs; its parent waits for it, so no dead one lingers."""
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def nursery(
    path: Path, names: Sequence[str], new_database: NewDatabase
) -> Iterator[tuple[Nursery, dict[str, str]]]:
    """A world, and servers for it; the environment is for one that is not of the nursery."""
    with (
        empty_house(path, names, new_database) as (house, environment),
        forking(path / "log.txt", environment) as process,
    ):
        yield Nursery(process, house, house.bot_url), environment


@contextmanager
def forking(log: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The process that forks servers; whatever it forked last is ended with it."""
    with log.open("w") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, str(Path(__file__).with_name("dying_server.py"))],
            env=environment,
            cwd=log.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            yield process
        finally:
            process.stdin.close()
            process.stdout.close()
            process.wait(20)


def deliver_once(house: BadHouse, call: SampleCall) -> None:
    """Send it to a server that may die of it."""
    try:
        house.deliver(call)
    except httpx.TransportError:
        return


def handoff_of(house: BadHouse, call_id: str):
    return house.read(lambda tx: tx.handoffs.by_call(call_id))


def step_forward(house: BadHouse, call_id: str) -> bool:
    """Do what a person does when the card asks for it; true when nothing is left to do."""
    handoff = handoff_of(house, call_id)
    if handoff is None or handoff.state == "received":
        return False
    if handoff.state == "awaiting_approval":
        approve(house, call_id)
    if handoff.state == "submitted":
        settle_all(house)
    return handoff.state == "succeeded"


def approve(house: BadHouse, call_id: str) -> None:
    """Click and submit; a server that dies meanwhile leaves it undone."""
    cards = house.cards(call_id)
    if not cards or "handoff_approve" not in buttons(cards[0]):
        return
    clicked = house.click(call_id, "approve")
    if clicked["status"] == 200:
        view = until(lambda: view_of(house, call_id))
        house.ui("submit", user="U0ADA", view_id=view["id"])


def view_of(house: BadHouse, call_id: str):
    handoff_id = house.handoff_id(call_id)
    views = house.state()["views"].get("U0ADA", [])
    mine = [one for one in views if one["private_metadata"].startswith(handoff_id)]
    return mine[-1] if mine else None


def settle_all(house: BadHouse) -> None:
    """Every refund that waits for funds arrives."""
    for refund in house.refunds():
        if refund["status"] == "pending":
            house.ui(f"stripe/refunds/{refund['id']}/settle")


def all_said(house: BadHouse, call_id: str) -> bool:
    return not [one for one in house.steps(call_id) if one.outcome in {"pending", "leased"}]


def replies(house: BadHouse, call_id: str) -> list[str]:
    ts = house.card(call_id)["ts"]
    return [m["text"] for m in house.messages() if m["thread_ts"] == ts and m["is_reply"]]
