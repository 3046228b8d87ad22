"""Two servers on one PostgreSQL behind a balancer: either takes anything up, one may die."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.bad_days import assert_true
from tests.journeys.conftest import until
from tests.journeys.fleet import fleet
from tests.journeys.nursery import all_said, deliver_once, handoff_of, step_forward
from tests.postgres import NO_WHEEL, is_available, running_server

pytestmark = pytest.mark.skipif(not is_available(), reason=NO_WHEEL)

LEASE_S = 3.0
BOUNDARIES = (
    *("after:received", "after:looked_up", "before:card_noted", "after:approved"),
    *("after:claimed", "after:sending", "answered:refund", "before:step_done"),
)
LOAD = [f"Load{n}" for n in range(12)]
OTHERS = ("Parted", "Together")


def _name(boundary: str) -> str:
    return "Replica" + boundary.title().replace(":", "").replace("_", "")


@pytest.fixture(scope="module")
def server():
    """A server of their own, which may be stopped."""
    with running_server() as running:
        yield running


@pytest.fixture(scope="module")
def servers(server, migrate, tmp_path_factory):
    names = [*map(_name, BOUNDARIES), *LOAD, *OTHERS]
    with (
        server.migrated(migrate) as url,
        fleet(
            tmp_path_factory.mktemp("replicas"), url, names, size=2, LEASE_S=str(LEASE_S)
        ) as made,
    ):
        yield made


@pytest.fixture
def both(servers):
    servers.start()
    yield servers
    servers.stop()


@pytest.fixture
def one_dies(servers):
    """Start both, of which one dies at a boundary of a call."""
    yield lambda boundary, call_id: servers.start(boundary=boundary, call_id=call_id)
    servers.stop()


def finish(house, call_id):
    until(lambda: step_forward(house, call_id))
    until(lambda: all_said(house, call_id))


def test_the_webhook_at_one_and_the_click_at_the_other(both):
    house = both.house
    both.send_all_to(0)
    payment, call_id = house.take("Parted")
    both.send_all_to(1)
    finish(house, call_id)
    both.spread()
    assert_true(house, payment, call_id, "succeeded")
    assert both.dead == []


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_what_a_dead_one_held_is_taken_over_within_twice_the_lease(servers, one_dies, boundary):
    house, name = servers.house, _name(boundary)
    payment = house.payments[name]
    call = payment.call()
    one_dies(boundary, call.call_id)
    deliver_once(house, call)
    until(lambda: servers.dead or step_forward(house, call.call_id))
    died_at, [dead] = time.monotonic(), servers.dead
    _repeat_unless_known(house, call)
    until(lambda: _held_by(house, call.call_id, servers.children[dead]) == [])
    assert time.monotonic() - died_at < 2 * LEASE_S
    finish(house, call.call_id)
    assert_true(house, payment, call.call_id, "succeeded")
    assert servers.dead == [dead]


def _repeat_unless_known(house, call):
    """DialNexa sends again what was not answered."""
    if handoff_of(house, call.call_id) is None:
        house.deliver(call)


def _held_by(house, call_id, child):
    return [one.id for one in house.steps(call_id) if str(one.lease_owner).endswith(f":{child}")]


def test_a_restart_of_the_database_loses_nothing(both, server):
    house = both.house
    calls = [house.payments[name].call() for name in LOAD]
    with ThreadPoolExecutor(3) as hands:
        told = [hands.submit(_deliver_until_taken, house, call) for call in calls]
        until(lambda: any(one.done() for one in told))
        server.stop()
        time.sleep(0.5)  # everybody notices, the worker, the listener and the doors
        server.start()
        for one in told:
            one.result()
    until(lambda: all(both.is_ready(n) for n in range(2)), 30)
    for name, call in zip(LOAD, calls, strict=True):
        finish(house, call.call_id)
        assert_true(house, house.payments[name], call.call_id, "succeeded")
    assert both.dead == [], "they come back by themselves"


def _deliver_until_taken(house, call):
    until(lambda: house.deliver(call).status_code == 200, 30)


def test_two_that_start_together_on_an_empty_database_upgrade_it_once(server, tmp_path):
    with (
        server.database() as url,
        fleet(tmp_path, url, ["First"], size=2, LEASE_S=str(LEASE_S)) as servers,
    ):
        servers.start()
        assert servers.dead == []
        servers.stop()
