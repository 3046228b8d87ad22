"""kill -9 at every commit boundary of a refund's way: afterwards one of everything, and true."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from tests.journeys.bad_days import (
    SPEND,
    BadHouse,
    assert_true,
    empty_house,
    is_ready,
    plain_server,
)
from tests.journeys.conftest import buttons, until
from tests.journeys.dying_server import BOUNDARIES

RANDOM_KILLS = 6
SEED = 20418


@dataclass
class Nursery:
    """The process that forks servers; see `dying_server`."""

    process: subprocess.Popen[str]
    house: BadHouse

    def start(self, boundary: str, call_id: str) -> int:
        """Start a server that dies there; its process id, once it is ready."""
        self.process.stdin.write(f"{boundary} {call_id}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        until(lambda: is_ready(self.house) or not _is_alive(child))
        return child

    def ended(self) -> int:
        """Wait for the server's end; its exit code."""
        return int(self.process.stdout.readline())


def _is_alive(child: int) -> bool:
    return Path(f"/proc/{child}/stat").read_text().split()[2] != "Z" if _exists(child) else False


def _exists(child: int) -> bool:
    return Path(f"/proc/{child}").exists()


@contextmanager
def _nursery(path: Path, names: list[str]) -> Iterator[tuple[Nursery, dict[str, str]]]:
    with empty_house(path, names) as (house, environment), (path / "log.txt").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, str(Path(__file__).with_name("dying_server.py"))],
            env=environment,
            cwd=path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield Nursery(process, house), environment
        finally:
            process.stdin.close()
            process.stdout.close()
            process.wait(20)


def _payment_name(boundary: str) -> str:
    return "Kill" + boundary.title().replace(":", "").replace("_", "")


def _deliver(house: BadHouse, call) -> None:
    """As DialNexa does: what was not answered is sent again later, by `_finish`."""
    try:
        house.deliver(call)
    except httpx.TransportError:
        return


def _handoff(house: BadHouse, call_id: str):
    return house.read(lambda tx: tx.handoffs.by_call(call_id))


def _step_forward(house: BadHouse, call_id: str) -> bool:
    """Do what a person does when the card asks for it; true when nothing is left to do."""
    handoff = _handoff(house, call_id)
    if handoff is None or handoff.state == "received":
        return False
    if handoff.state == "awaiting_approval":
        _approve(house, call_id)
    if handoff.state == "submitted":
        _settle(house)
    return handoff.state == "succeeded"


def _approve(house: BadHouse, call_id: str) -> None:
    """Click and submit; a server that dies meanwhile leaves it undone."""
    cards = house.cards(call_id)
    if not cards or "handoff_approve" not in buttons(cards[0]):
        return
    clicked = house.click(call_id, "approve")
    if clicked["status"] == 200:
        view = until(lambda: _view_of(house, call_id))
        house.ui("submit", user="U0ADA", view_id=view["id"])


def _view_of(house: BadHouse, call_id: str):
    handoff_id = house.handoff_id(call_id)
    views = house.state()["views"].get("U0ADA", [])
    mine = [one for one in views if one["private_metadata"].startswith(handoff_id)]
    return mine[-1] if mine else None


def _settle(house: BadHouse) -> None:
    """Every refund that waits for funds arrives."""
    for refund in house.refunds():
        if refund["status"] == "pending":
            house.ui(f"stripe/refunds/{refund['id']}/settle")


def _accepted_only(boundary: str) -> bool:
    return boundary.endswith((":step_accepted", ":watched", ":watch"))


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """One server after the other, each killed at its boundary; then one that lives."""
    path = tmp_path_factory.mktemp("kill")
    names = [_payment_name(boundary) for boundary in BOUNDARIES]
    with _nursery(path, names) as (nursery, environment):
        house, codes = nursery.house, {}
        for boundary in BOUNDARIES:
            codes[boundary] = _killed_at(nursery, boundary)
        with plain_server(house, environment, path):
            for boundary in BOUNDARIES:
                call = house.payments[_payment_name(boundary)].call()
                if _handoff(house, call.call_id) is None:
                    house.deliver(call)
                until(lambda call_id=call.call_id: _step_forward(house, call_id))
            yield SimpleNamespace(house=house, codes=codes)


def _killed_at(nursery: Nursery, boundary: str) -> int:
    house = nursery.house
    call = house.payments[_payment_name(boundary)].call()
    child = nursery.start(boundary, call.call_id)
    if _accepted_only(boundary):
        house.trouble("stripe", "insufficient_balance", SPEND, times=None)
    _deliver(house, call)
    until(lambda: not _is_alive(child) or _step_forward(house, call.call_id))
    house.calm()
    _settle(house)
    if _is_alive(child):
        os.kill(child, signal.SIGTERM)
    return nursery.ended()


def _assert_nothing_twice(house: BadHouse, name: str) -> None:
    payment = house.payments[name]
    call_id = payment.call().call_id
    assert_true(house, payment, call_id, "succeeded")
    until(lambda: _all_said(house, call_id))
    said = Counter(_replies(house, call_id))
    assert {text: n for text, n in said.items() if n > 1} == {}
    assert any("shows the refund" in text for text in said)
    case = house.case(call_id)
    assert [one.choice for one in case.decisions] == ["approve"]
    assert len({step.key for step in case.effects}) == 1


def _all_said(house: BadHouse, call_id: str) -> bool:
    return not [one for one in house.case(call_id).steps if one.outcome in {"pending", "leased"}]


def _replies(house: BadHouse, call_id: str) -> list[str]:
    ts = house.card(call_id)["ts"]
    return [m["text"] for m in house.messages() if m["thread_ts"] == ts and m["is_reply"]]


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_a_kill_leaves_one_refund_one_card_and_the_truth(killed, boundary):
    assert killed.codes[boundary] == -signal.SIGKILL, "it has to die exactly there"
    _assert_nothing_twice(killed.house, _payment_name(boundary))


def test_kills_at_any_moment_leave_one_refund_each(tmp_path):
    chance = random.Random(SEED)
    names = [f"Any{n}" for n in range(RANDOM_KILLS)]
    with _nursery(tmp_path, names) as (nursery, environment):
        house = nursery.house
        for name in names:
            call = house.payments[name].call()
            child = nursery.start("never", call.call_id)
            _deliver(house, call)
            for _ in range(chance.randint(1, 12)):
                _step_forward(house, call.call_id)
            os.kill(child, signal.SIGKILL)
            assert nursery.ended() == -signal.SIGKILL
        with plain_server(house, environment, tmp_path):
            for name in names:
                call = house.payments[name].call()
                house.deliver(call)
                until(lambda call=call: _step_forward(house, call.call_id))
                _assert_nothing_twice(house, name)
