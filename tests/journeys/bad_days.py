"""What the journeys through bad days share: quick waits, payments of their own, the plain truth."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

import app
from bot.settings import Settings
from handlers.sandbox import RunningSandbox, SandboxConfig, free_port, run_sandbox
from handlers.sandbox.calls import SampleCall
from handlers.sandbox.calls_body import Caller, as_speaker_array, envelope
from handlers.sandbox.faults import Fault
from handlers.sandbox.slack_methods import METHODS
from handlers.sandbox.stripe_log import RecordedRequest
from handlers.sandbox.stripe_routes import OPERATIONS
from handlers.sandbox.stripe_seed import add_charge, add_customer
from tests.conftest import NewDatabase
from tests.journeys.conftest import (
    KEY,
    House,
    MovableClock,
    page_client,
    quick_policy,
    serving,
    settings_for,
    until,
)

ROOT = Path(__file__).parents[2]

TIMEOUT_S = 0.6
"""How long the product waits on a silent line in these tests."""
FIRST_WAIT_S = 0.02
LEASE_S = 1.0
"""How long the work of a dead replica is waited for."""
SLOW_S = 0.2
KNOWN = {
    "stripe": frozenset(operation.name for operation in OPERATIONS),
    "slack": frozenset(METHODS),
}
LIVE = frozenset({"succeeded", "pending", "requires_action"})
SPEND = "POST /v1/refunds"

CARD_WORDS = {
    "succeeded": "shows the refund of",
    "submitted": "has accepted the refund of",
    "reversed": "but it failed later",
}
"""What the card says when the books hold one refund; see `assert_true` for when they hold none."""
NOTHING = ("no money was moved", "Nothing was sent", "nothing has happened so far")


@dataclass(frozen=True)
class Payment:
    """One charge in the local books, and the call that asks for it back."""

    name: str
    charge: str
    amount_minor: int = 4900
    currency: str = "eur"

    def call(self, *, reason: str = "A seat that nobody used") -> SampleCall:
        """A refund request that names the charge."""
        turns = (
            ("agent", "Quillhaven billing, what can I do for you?"),
            ("user", f"I want my money back for {self.charge}, it was a seat nobody used."),
        )
        facts = {
            "request_type": "refund_request",
            "customer_name": f"Customer {self.name}",
            "customer_email": _email(self.name),
            "email_verified": True,
            "payment_reference": self.charge,
            "amount": self.amount_minor / 100,
            "currency": self.currency.upper(),
            "refund_reason": reason,
        }
        summary = "The caller asks for the price of an unused seat back."
        caller = Caller("493023125041", 3)
        said = as_speaker_array(turns)
        body = envelope(
            f"trouble {self.name}", app.utc_now(), caller, said=said, facts=facts, summary=summary
        )
        return SampleCall(self.name, self.name, body)


def _email(name: str) -> str:
    return f"{name.casefold()}@customers.example"


def seed(world: RunningSandbox, names: Sequence[str]) -> dict[str, Payment]:
    """Put a customer and a charge of 49.00 EUR for each name into the books, before any traffic."""
    books = world.sandbox.books
    made = {}
    for name in names:
        payer = add_customer(books, name, name=f"Customer {name}", email=_email(name))
        charge = add_charge(books, name, payer, money=(4900, "eur"))
        made[name] = Payment(name, charge["id"])
    return made


def hurried(settings: Settings, **more: Any) -> Settings:
    """The same settings with short waits, as a deployment may set them too."""
    quick = {"vendor_timeout_s": TIMEOUT_S, "retry_first_wait_s": FIRST_WAIT_S, "lease_s": LEASE_S}
    return settings.model_copy(update={**quick, **more})


@contextmanager
def local_world(bot_port: int) -> Iterator[tuple[RunningSandbox, SandboxConfig]]:
    config = SandboxConfig(bot_url=f"http://127.0.0.1:{bot_port}")
    with run_sandbox(config) as world:
        world.sandbox.faults.slow_s = SLOW_S
        yield world, config


@dataclass
class BadHouse(House):
    """A house whose payments are its own."""

    payments: dict[str, Payment]

    def trouble(self, vendor: str, fault: str, *operations: str, times: int | None = 1) -> None:
        """Switch a fault on for these operations, whose names have to be the vendor's own."""
        for operation in operations:
            assert operation in KNOWN[vendor], operation
            self.fault(vendor, fault, times=times, only=operation)

    def calm(self) -> None:
        """Switch all faults off."""
        for vendor in KNOWN:
            self.fault(vendor, "none", times=None)

    def assert_spent(self) -> None:
        """Wait until all faults that were switched on have been met."""
        until(lambda: not any(one["rules"] for one in self.state()["faults"].values()))

    def once(self, operation: str, then: Callable[[], None]) -> None:
        """Run `then` in the local world as soon as Stripe has been asked for this operation."""
        faults = self.world.sandbox.faults
        take = faults.take

        def watched(vendor: str, asked: str) -> Fault:
            fault = take(vendor, asked)
            if asked == operation:
                faults.take = take
                then()
            return fault

        faults.take = watched

    def spent(self, payment: Payment) -> list[RecordedRequest]:
        """The refunds that Stripe was asked for."""
        asked = list(self.world.sandbox.books.requests)
        posts = [one for one in asked if one.method == "POST" and one.path.endswith("/v1/refunds")]
        return [one for one in posts if payment.charge in one.body]

    def take(self, name: str) -> tuple[Payment, str]:
        """Deliver the call about a payment; the payment and the call id."""
        payment = self.payments[name]
        call = payment.call()
        answer = self.deliver(call)
        assert answer.status_code == 200, answer.text
        return payment, call.call_id


@contextmanager
def bad_house(
    path: Path,
    names: Sequence[str],
    new_database: NewDatabase,
    *,
    cancel_window_s: int = 0,
    before: Callable[[RunningSandbox], None] = lambda _world: None,
) -> Iterator[BadHouse]:
    """A product with short waits beside a local world that holds these payments.

    `before` is done to the world before the product starts.
    """
    port = free_port()
    with ExitStack() as stack:
        world, config = stack.enter_context(local_world(port))
        payments = seed(world, names)
        before(world)
        policy = quick_policy(path / "policy.toml", cancel_window_s=cancel_window_s)
        database = stack.enter_context(new_database(path))
        settings = hurried(settings_for(world, config, database, policy, port))
        clock = MovableClock()
        runtime = stack.enter_context(serving(settings, clock))
        http = stack.enter_context(page_client())
        house = BadHouse(
            world, replace(config), config.bot_url, database, http, runtime, clock, payments
        )
        stack.callback(house.close)
        yield house


# --- the product as a process of its own --------------------------------------------------------


@contextmanager
def empty_house(
    path: Path, names: Sequence[str], new_database: NewDatabase
) -> Iterator[tuple[BadHouse, dict[str, str]]]:
    """A world whose product is not running yet, and the environment to run it in."""
    port = free_port()
    with ExitStack() as stack:
        world, config = stack.enter_context(local_world(port))
        database = stack.enter_context(new_database(path))
        http = stack.enter_context(page_client())
        payments = seed(world, names)
        house = BadHouse(
            world, config, config.bot_url, database, http, None, MovableClock(), payments
        )
        stack.callback(house.close)
        yield house, environment_of(house, quick_policy(path / "policy.toml"), port)


def environment_of(house: BadHouse, policy: Path, port: int) -> dict[str, str]:
    """What the product reads its settings from."""
    world = house.world.base_url
    return {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "LOG_LEVEL": "DEBUG",
        "DATABASE_URL": house.database,
        "POLICY_FILE": str(policy),
        "HANDOFF_KEYS": KEY,
        "SLACK_BOT_TOKEN": house.config.bot_token,
        "SLACK_SIGNING_SECRET": house.config.signing_secret,
        "SLACK_API_URL": f"{world}/slack/api/",
        "DIALNEXA_WEBHOOK_SECRETS": house.config.dialnexa_secret,
        "STRIPE_API_KEY": house.config.stripe_api_key,
        "STRIPE_BASE_URL": f"{world}/stripe",
        "PAYSTACK_SECRET_KEY": house.config.paystack_secret_key,
        "PAYSTACK_BASE_URL": f"{world}/paystack",
        "VENDOR_TIMEOUT_S": str(TIMEOUT_S),
        "RETRY_FIRST_WAIT_S": str(FIRST_WAIT_S),
        "LEASE_S": str(LEASE_S),
    }


def is_ready(house: BadHouse, url: str | None = None) -> bool:
    """Tell whether the product is ready, or the one of its replicas at `url`."""
    try:
        return house.http.get(f"{url or house.bot_url}/readyz").status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def plain_server(house: BadHouse, environment: dict[str, str], path: Path) -> Iterator[None]:
    """`python app.py serve`, as it is."""
    with (path / "log.txt").open("a") as log:
        process = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, str(ROOT / "app.py"), "serve"], env=environment, cwd=path, stderr=log
        )
        try:
            until(lambda: is_ready(house))
            yield
        finally:
            process.terminate()
            process.wait(20)


# --- the truth --------------------------------------------------------------------------------


def assert_true(house: House, payment: Payment, call_id: str, state: str) -> dict[str, Any]:
    """Books, card, thread and audit agree on `state`; the card."""
    house.await_state(call_id, state)
    made = house.new_refunds(payment.charge)
    live = [one for one in made if one["status"] in LIVE]
    card = house.card(call_id)
    assert len(live) <= 1, "never two refunds for one decision"
    if state in CARD_WORDS:
        assert len(made) == 1, made
        assert CARD_WORDS[state].casefold() in card["text"].casefold(), card["text"]
        assert made[0]["id"] in card["text"]
    elif state == "failed":
        assert made == [], "the card says none"
        assert any(words.casefold() in card["text"].casefold() for words in NOTHING), card["text"]
    assert_posted_once(house)
    assert house.read(lambda tx: tx.audit.verify()) == ()
    return card


def assert_posted_once(house: House) -> None:
    """No step of the ledger has put two messages into Slack."""
    marks = Counter(
        (message.get("metadata") or {}).get("event_payload", {}).get("step_id")
        for channel in house.state()["channels"]
        for message in channel["messages"]
        if message.get("metadata")
    )
    assert {mark: n for mark, n in marks.items() if n > 1} == {}
