"""More webhooks than can be taken in: 503 with Retry-After before memory grows, nothing lost."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

import app
from handlers.sandbox.calls import fresh, sample_call
from handlers.webhooks import dialnexa
from handlers.webhooks.pressure import RETRY_AFTER_S, Capacity, TooBusyError

MOST = 20
FLOOD = 60


@contextmanager
def stuck(house):
    """The database takes no write while the block runs; as many threads as write are held."""
    writers = house.runtime.desk.office.database._engines.write_threads
    free = threading.Event()
    began = threading.Semaphore(0)

    def wait(_tx):
        began.release()
        free.wait(60)

    with ThreadPoolExecutor(writers) as pool:
        for _ in range(writers):
            pool.submit(house.write, wait)
        try:
            assert all(began.acquire(timeout=10) for _ in range(writers))
            yield writers
        finally:
            free.set()


def metrics(house):
    lines = house.http.get(f"{house.bot_url}/metrics").text.splitlines()
    return {name: float(value) for name, value in (line.split() for line in lines)}


def flood():
    sample = sample_call("not_billing", app.utc_now())
    return [fresh(sample, n) for n in range(FLOOD)]


def test_a_flood_over_a_stuck_database_is_put_off_and_taken_in_in_the_end(house, wait):
    capacity = house.runtime.capacity
    capacity.most_bodies = MOST
    calls = flood()
    with ThreadPoolExecutor(FLOOD) as senders:
        with stuck(house) as writers:
            answers = [senders.submit(house.deliver, call) for call in calls]
            wait(lambda: capacity.turned_away == FLOOD - MOST)
            figures = metrics(house)
            assert figures["handoff_webhook_bodies_held"] == MOST
            assert figures["handoff_webhook_turned_away_total"] == FLOOD - MOST
            assert 0 < figures["handoff_webhook_bytes_held"] <= capacity.most_bytes
            assert figures["handoff_database_line"] <= MOST + writers + 10
            assert house.http.get(f"{house.bot_url}/healthz").status_code == 200
        told = [one.result() for one in answers]
    assert sorted(one.status_code for one in told) == [200] * MOST + [503] * (FLOOD - MOST)
    refused = [one for one in told if one.status_code == 503]
    assert {one.headers["retry-after"] for one in refused} == {str(RETRY_AFTER_S)}
    again = [call for call, answer in zip(calls, told, strict=True) if answer.status_code == 503]
    assert {house.deliver(call).status_code for call in again} == {200}
    ids = [call.call_id for call in calls]
    assert house.read(lambda tx: tx.awaited.unknown(ids)) == ()
    assert capacity.most_bodies_seen == MOST
    assert (capacity.bodies, capacity.bytes_held) == (0, 0)


def test_a_large_body_is_put_off_by_what_is_left_not_by_what_is_read(house):
    house.runtime.capacity.most_bytes = 1000
    call = fresh(sample_call("refund_small", app.utc_now()), 1)
    assert len(call.encoded()) > 1000
    answer = house.deliver(call)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, str(RETRY_AFTER_S))
    house.runtime.capacity.most_bytes = 100_000
    assert house.deliver(call).status_code == 200


def test_a_sender_that_trickles_loses_its_place(house, wait, monkeypatch):
    monkeypatch.setattr(dialnexa, "READ_S", 0.3)
    host, port = house.bot_url.removeprefix("http://").split(":")
    head = (
        b"POST /dialnexa/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n"
        b'Content-Type: application/json\r\n\r\n{"event'
    )
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(head)
        assert line.recv(64).startswith(b"HTTP/1.1 408")
    wait(lambda: house.runtime.capacity.bodies == 0)


# --- the bounds by themselves ---


def test_a_hold_ends_with_its_block_whatever_happens():
    capacity = Capacity()

    def held_and_broken():
        with capacity.hold(10) as held:
            held.cover(25)
            assert (capacity.bodies, capacity.bytes_held) == (1, 25)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        held_and_broken()
    assert (capacity.bodies, capacity.bytes_held) == (0, 0)


def test_a_body_that_grows_beyond_what_is_left_is_put_off():
    capacity = Capacity(most_bytes=100)
    with capacity.hold(60), capacity.hold(0) as held:
        held.cover(40)
        with pytest.raises(TooBusyError):
            held.cover(41)
    assert (capacity.bodies, capacity.bytes_held, capacity.turned_away) == (0, 0, 1)


def test_a_size_counts_once():
    capacity = Capacity(most_bytes=100)
    with capacity.hold(90) as held:
        held.cover(50)
        held.cover(90)
        assert capacity.bytes_held == 90


def test_a_long_line_before_the_database_puts_off_as_well():
    waiting = 0
    capacity = Capacity(line=lambda: waiting, longest_line=5)
    with capacity.hold(1):
        pass
    waiting = 6
    with pytest.raises(TooBusyError), capacity.hold(1):
        pass
    assert capacity.bodies == 0
