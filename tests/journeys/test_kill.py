"""kill -9 at every commit boundary of a refund's way: afterwards one of everything, and true."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from types import SimpleNamespace

import pytest

from tests.journeys.bad_days import SPEND, BadHouse, assert_true, plain_server
from tests.journeys.conftest import until
from tests.journeys.dying_server import BOUNDARIES
from tests.journeys.nursery import (
    Nursery,
    all_said,
    deliver_once,
    handoff_of,
    is_alive,
    nursery,
    replies,
    settle_all,
    step_forward,
)

RANDOM_KILLS = 4
SEED = 20418


def _payment_name(boundary: str) -> str:
    return "Kill" + boundary.title().replace(":", "").replace("_", "")


def _accepted_only(boundary: str) -> bool:
    return boundary.endswith((":step_accepted", ":watched", ":watch"))


@pytest.fixture(scope="module")
def killed(tmp_path_factory, new_database):
    """One server after the other, each killed at its boundary; then one that lives."""
    path = tmp_path_factory.mktemp("kill")
    names = [_payment_name(boundary) for boundary in BOUNDARIES]
    with nursery(path, names, new_database) as (servers, environment):
        house, codes = servers.house, {}
        for boundary in BOUNDARIES:
            codes[boundary] = _killed_at(servers, boundary)
        with plain_server(house, environment, path):
            for boundary in BOUNDARIES:
                call = house.payments[_payment_name(boundary)].call()
                if handoff_of(house, call.call_id) is None:
                    house.deliver(call)
                until(lambda call_id=call.call_id: step_forward(house, call_id))
            yield SimpleNamespace(house=house, codes=codes)


def _killed_at(servers: Nursery, boundary: str) -> int:
    house = servers.house
    call = house.payments[_payment_name(boundary)].call()
    child = servers.start(boundary, call.call_id)
    if _accepted_only(boundary):
        house.trouble("stripe", "insufficient_balance", SPEND, times=None)
    deliver_once(house, call)
    until(lambda: not is_alive(child) or step_forward(house, call.call_id))
    house.calm()
    settle_all(house)
    if is_alive(child):
        os.kill(child, signal.SIGTERM)
    return servers.ended()


def _assert_nothing_twice(house: BadHouse, name: str) -> None:
    payment = house.payments[name]
    call_id = payment.call().call_id
    assert_true(house, payment, call_id, "succeeded")
    until(lambda: all_said(house, call_id))
    said = Counter(replies(house, call_id))
    assert {text: n for text, n in said.items() if n > 1} == {}
    assert any("shows the refund" in text for text in said)
    case = house.case(call_id)
    assert [one.choice for one in case.decisions] == ["approve"]
    assert len({step.key for step in case.effects}) == 1


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_a_kill_leaves_one_refund_one_card_and_the_truth(killed, boundary):
    assert killed.codes[boundary] == -signal.SIGKILL, "it has to die exactly there"
    _assert_nothing_twice(killed.house, _payment_name(boundary))


def test_kills_at_any_moment_leave_one_refund_each(tmp_path, new_database):
    chance = random.Random(SEED)
    names = [f"Any{n}" for n in range(RANDOM_KILLS)]
    with nursery(tmp_path, names, new_database) as (servers, environment):
        house = servers.house
        for name in names:
            call = house.payments[name].call()
            child = servers.start("never", call.call_id)
            deliver_once(house, call)
            for _ in range(chance.randint(1, 12)):
                step_forward(house, call.call_id)
            os.kill(child, signal.SIGKILL)
            assert servers.ended() == -signal.SIGKILL
        with plain_server(house, environment, tmp_path):
            for name in names:
                call = house.payments[name].call()
                house.deliver(call)
                until(lambda call=call: step_forward(house, call.call_id))
                _assert_nothing_twice(house, name)
