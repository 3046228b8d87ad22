"""Chance decides: calls, clicks, faults, kills. Afterwards books, cards and audit tell one story.

The short form runs with the tests. The long one (`make chaos`) lets every server die at every
commit boundary once and 30 times at random. `CHAOS_SEED` and `CHAOS_CALLS` choose another run,
`CHAOS_MINUTES` when the last call comes at the latest: a slow machine's run is judged too, before
it is found to be too short. SQLite is served by one process, PostgreSQL by three.
"""

from __future__ import annotations

import itertools
import os
import random
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from handlers.sandbox.paystack_seed import add_payer, add_transaction
from tests.chaos.crowd import STAYS_S, Crowd, Known
from tests.chaos.storm import Storm, pending_refunds
from tests.chaos.verdict import judge
from tests.journeys.bad_days import BadHouse, Payment
from tests.journeys.dying_server import BOUNDARIES
from tests.journeys.fleet import fleet

SEED = int(os.environ.get("CHAOS_SEED", "20418"))
IS_LONG = "CHAOS_CALLS" in os.environ
CALLS = int(os.environ.get("CHAOS_CALLS", "12"))
SPARE = 400 if IS_LONG else 0
"""Calls that come in while the storm is not through yet."""
KILLS, DEATHS = (30, len(BOUNDARIES)) if IS_LONG else (1, 0)
HANDS = 12 if IS_LONG else 4
SERVERS = {"sqlite": 1, "postgresql": 3}
LONGEST_S = 60.0 * float(os.environ.get("CHAOS_MINUTES", "20")) if IS_LONG else 60.0
"""Then nobody calls any more: what came until then is brought to its end and judged."""
REST_S = 300.0 if IS_LONG else 60.0
EVERY_FIFTH = 5
NAIRA = (1_250_000, "NGN")


def paystack_payments(house: BadHouse, names: list[str]) -> list[Payment]:
    books = house.world.sandbox.paystack
    made = []
    for name in names:
        payer = add_payer(books, name, name=f"Customer {name}", email=f"{name}@naira.example")
        paid = add_transaction(books, name, payer, money=NAIRA)
        made.append(Payment(name, paid["reference"], NAIRA[0], NAIRA[1].lower()))
    return made


class Run:
    """The crowd at work while the storm rages."""

    def __init__(self, servers, payments: list[Payment], seed: int) -> None:
        self.crowd = Crowd(servers.house, seed, is_over=lambda: self.is_over)
        self.storm = Storm(servers, self.crowd, random.Random(seed), kills=KILLS, deaths=DEATHS)
        self.until = time.monotonic() + LONGEST_S
        self._payments = iter(payments)
        self._taking = threading.Lock()
        self._failures: list[BaseException] = []
        self._stopped = False
        self._threads = [threading.Thread(target=self._hand) for _ in range(HANDS)]

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self.until

    @property
    def is_over(self) -> bool:
        return self._stopped or self.is_late

    def _next(self) -> Payment | None:
        with self._taking:
            enough = len(self.crowd.known) >= CALLS and self.storm.is_through
            return None if enough or self.is_over else next(self._payments, None)

    def _hand(self) -> None:
        try:
            while payment := self._next():
                self.crowd.play(payment)
        except BaseException as failure:  # noqa: BLE001 - raised again by the test's own thread
            self._failures.append(failure)
            self._stopped = True  # it is told at once, not after the longest time

    def go(self) -> None:
        for thread in self._threads:
            thread.start()
        try:
            self.storm.rage(lambda: not any(one.is_alive() for one in self._threads))
        finally:
            self._stopped = True
            for thread in self._threads:
                thread.join(STAYS_S)
        if self._failures:
            raise self._failures[0]


def come_to_rest(crowd: Crowd) -> None:
    """All money arrives and everything that can be worked off is worked off."""
    limit, waiting = time.monotonic() + REST_S, list(crowd.known)
    while waiting:
        for door in pending_refunds(crowd):
            crowd.attempt(f"{door}/settle")
        waiting = [one for one in waiting if _unsettled(crowd, one)]
        assert time.monotonic() < limit, [_unsettled(crowd, one) for one in waiting[:5]]
        time.sleep(0.2)


def _unsettled(crowd: Crowd, told: Known) -> list[str]:
    """What is still to be done about a call."""
    case = crowd.case(told)
    if case is None:
        return []
    drawn = case.place.drawn_revision if case.place else 0
    behind = [] if drawn == case.handoff.revision else [f"card at revision {drawn}"]
    open_ones = [
        one
        for one in crowd.house.steps(told.call.call_id)
        if one.outcome in {"pending", "leased", "unknown"} and not _may_be_under_way(one)
    ]
    return behind + [f"{one.key}: {one.outcome}, {one.run_at}, {one.said}" for one in open_ones]


def _may_be_under_way(step) -> bool:
    """Nobody can tell yet, and the card says so; looking again is put off further each time.

    Without keys a lost call is waited for a quarter of an hour before a person decides.
    """
    is_put_off = step.run_at > datetime.now(UTC) + timedelta(seconds=5)
    return step.outcome == "unknown" and (is_put_off or step.operation.startswith("paystack."))


def test_whatever_happens_books_cards_and_audit_agree(
    tmp_path, new_database, database_engine, capsys
):
    size = SERVERS[database_engine]
    names = [f"Chaos{n}" for n in range(CALLS + SPARE)]
    with (
        new_database(tmp_path) as url,
        fleet(tmp_path, url, names, size=size) as servers,
    ):
        started = time.monotonic()
        house = servers.house
        naira = paystack_payments(house, [f"Naira{n}" for n in range(len(names) // EVERY_FIFTH)])
        mixed = itertools.chain.from_iterable(
            [one, naira[n // EVERY_FIFTH]] if n % EVERY_FIFTH == EVERY_FIFTH - 1 else [one]
            for n, one in enumerate(house.payments.values())
        )
        run = Run(servers, list(mixed), SEED)
        run.go()
        run.storm.calm()
        came = time.monotonic() - started
        come_to_rest(run.crowd)
        states, again = judge(run.crowd, run.crowd.known)
        servers.stop()
        decisions = _decisions(run.crowd)
        with capsys.disabled():
            took = (came, time.monotonic() - started)
            _report(database_engine, run, states, decisions, again, *took)
        assert len(run.crowd.known) >= CALLS
        assert all(one.was_taken for one in run.crowd.known)
        assert run.storm.random_kills >= KILLS
        assert decisions >= CALLS // 2
        assert states["succeeded"] >= 1, "a run in which nothing moved shows little"
        assert len(run.storm.died_at) >= DEATHS


def _decisions(crowd: Crowd) -> int:
    return sum(len(crowd.case(one).decisions) for one in crowd.known)


def _report(
    engine: str, run: Run, states: Counter[str], decisions: int, again: int, *took: float
) -> None:
    if IS_LONG:
        died = f"{sum(run.storm.died_at.values())} at {len(run.storm.died_at)} commit boundaries"
        print(  # noqa: T201 - the figures of a long run
            f"\n{engine}: {len(run.crowd.known)} calls, {decisions} decisions, "
            f"{run.storm.random_kills} random kills, {died}; "
            f"{again} orders sent to Paystack again after a look; {dict(states)}; "
            f"{took[0]:.0f} s, at rest after {took[1]:.0f} s"
        )
