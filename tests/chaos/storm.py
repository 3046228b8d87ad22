"""What goes wrong: servers die at chosen commits and at any moment, vendors and Slack fail."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos.crowd import Crowd
from tests.journeys.bad_days import SPEND
from tests.journeys.dying_server import BOUNDARIES
from tests.journeys.fleet import Fleet

ANY_CALL = "any"
LIVES_S = 6.0
"""How long a server is waited for to come to the commit it dies at."""

SHORT_S, LONG_S = (0.5, 4.0), (8.0, 24.0)
"""How long a server is left alone before it is killed at random: in the storm, and after it."""

FAULTS = ("rate_limited", "server_error", "hang", "lost_answer", "slow")
TROUBLE = {
    "stripe": (*FAULTS, "refused"),
    "slack": (*FAULTS, "auth"),
    "paystack": FAULTS,
}
OPERATIONS = {
    "stripe": (SPEND, SPEND, "GET /v1/charges/{charge}", "GET /v1/refunds", "GET /v1/disputes"),
    "slack": ("chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "users.info"),
    "paystack": ("POST /refund", "POST /refund", "GET /refund"),
}
ACCEPTED_FIRST = (":step_accepted", ":watched", ":watch")


@dataclass
class Storm:
    """One seeded storm; `boundaries` are worked through in turn, other kills come at any time."""

    servers: Fleet
    crowd: Crowd
    chance: random.Random
    kills: int
    """Random kills that there have to be at least."""
    deaths: int
    """Boundaries at which a server has to have died at least."""
    boundaries: list[str] = field(default_factory=lambda: list(BOUNDARIES))
    died_at: Counter[str] = field(default_factory=Counter)
    random_kills: int = 0

    @property
    def is_through(self) -> bool:
        """Everything that has to happen has happened; what still rages is spread over the rest."""
        return self.random_kills >= self.kills and len(self.died_at) >= self.deaths

    def rage(self, is_over: Callable[[], bool]) -> None:
        """Kill and start again, one server after the other, until it is over."""
        self.servers.start()
        n = 0
        while not is_over():
            n = (n + 1) % len(self.servers)
            life_s = self.chance.uniform(*(LONG_S if self.is_through else SHORT_S))
            self._let_live(n, life_s, is_over)
            self.servers.kill(n)
            self.random_kills += 1
            if self.boundaries and not is_over():
                self._die_at(self.boundaries.pop(0), n, is_over)
            self._start(n, "never")

    def _start(self, n: int, boundary: str) -> None:
        self.calm()  # it has to come up before it can be hurt again
        self.servers.start(n, boundary=boundary, call_id=ANY_CALL)

    def _die_at(self, boundary: str, n: int, is_over: Callable[[], bool]) -> None:
        self._start(n, boundary)
        if boundary.endswith(ACCEPTED_FIRST):
            self.trouble("stripe", "insufficient_balance", SPEND, times=3)
        self._let_live(n, LIVES_S, lambda: is_over() or not self.servers.is_alive(n))
        if self.servers.is_alive(n):
            self.boundaries.append(boundary)  # nothing came by; again later
            self.servers.kill(n)
            self.random_kills += 1
            return
        self.servers.ended(n)
        self.died_at[boundary] += 1

    def _let_live(self, n: int, seconds: float, is_over: Callable[[], bool]) -> None:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and not is_over():
            self.chance.choices((self._fault, self._world), (3, 1))[0]()
            time.sleep(self.chance.uniform(0.05, 0.3))

    # --- what happens in the world ---

    def _fault(self) -> None:
        vendor = self.chance.choices(("stripe", "slack", "paystack"), (4, 4, 1))[0]
        fault, operation = (
            self.chance.choice(TROUBLE[vendor]),
            self.chance.choice(OPERATIONS[vendor]),
        )
        if fault != "refused" or operation == SPEND:
            self.trouble(vendor, fault, operation, times=self.chance.randint(1, 3))

    def trouble(self, vendor: str, fault: str, operation: str, *, times: int) -> None:
        self.crowd.house.fault(vendor, fault, times=times, only=operation)

    def calm(self) -> None:
        """Switch all faults off."""
        for vendor in TROUBLE:
            self.crowd.house.fault(vendor, "none", times=None)

    def _world(self) -> None:
        """Money waits for funds, arrives, comes back, or somebody refunds in the dashboard."""
        what = self.chance.choice(("shortage", "settle", "settle", "fail", "elsewhere"))
        pending = pending_refunds(self.crowd)
        if what == "shortage":
            self.trouble("stripe", "insufficient_balance", SPEND, times=1)
        elif what == "elsewhere":
            one = self.chance.choice(self.crowd.known).payment if self.crowd.known else None
            if one and one.charge.startswith("ch_"):
                self.crowd.attempt(f"stripe/charges/{one.charge}/refund", amount_minor=100)
        elif pending:
            self.crowd.attempt(f"{self.chance.choice(pending)}/{what}")


def pending_refunds(crowd: Crowd) -> list[str]:
    """The doors of all refunds that have not arrived yet."""
    world = crowd.house.world.sandbox
    stripe = [
        f"stripe/refunds/{one['id']}"
        for one in world.books.every("refund")
        if one["status"] == "pending"
    ]
    paystack = [
        f"paystack/refunds/{one['id']}"
        for one in world.paystack.every("refund")
        if one["status"] in {"pending", "processing"}
    ]
    return stripe + paystack
