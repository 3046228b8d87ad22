"""Two replicas, each with a socket: Slack gives an envelope to either, and sometimes to both."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from handlers.sandbox import free_port
from tests.journeys.conftest import MovableClock, a_house, serving, until


@pytest.fixture
def replicas(tmp_path, postgres, migrate):
    """(a house on PostgreSQL, what ends a second product beside the first)."""
    with ExitStack() as stack:
        url = stack.enter_context(postgres.migrated(migrate))
        house = a_house(stack, tmp_path, url, socket_mode=True)
        other = house.runtime.settings.model_copy(update={"port": free_port()})
        second = stack.enter_context(ExitStack())
        second.enter_context(serving(other, MovableClock()))
        until(lambda: sockets(house) == 2)
        yield house, second.close


def sockets(house):
    return house.state()["sockets"]["open"]


def test_one_envelope_that_both_get_five_times_counts_once(replicas):
    house, _ = replicas
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.fault("socket", "repeated", times=None)

    assert house.click(call_id, "approve")["status"] == 200
    assert house.submit()["status"] == 200
    house.await_state(call_id, "succeeded")

    assert len(house.case(call_id).decisions) == 1
    assert len(house.new_refunds("ch_3LocalBirkeSeats")) == 1
    assert house.read(lambda tx: tx.audit.verify()) == ()


def test_a_click_at_one_and_its_submission_at_the_other_are_one_decision(replicas):
    house, end_second = replicas
    call_id = house.receive("refund_large")
    for user, state in (("U0ADA", "awaiting_next"), ("U0CFO", "succeeded")):
        assert house.approve(call_id, user)["status"] == 200
        house.await_state(call_id, state)

    end_second()
    until(lambda: sockets(house) == 1)
    assert house.http.get(f"{house.bot_url}/readyz").status_code == 200
    left = house.receive("refund_small")
    house.approve(left)
    house.await_state(left, "succeeded")
