"""Journeys: the whole product between real sockets, driven only through its true doors."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

import app
import storage
from bot.settings import Settings
from handlers import serving as product
from handlers.jobs import worker
from handlers.sandbox import RunningSandbox, SandboxConfig, free_port, run_sandbox, ways_in
from handlers.sandbox.calls import SampleCall, fresh, sample_call, sign
from handlers.slack import door

POLICY = Path(__file__).parents[2] / "policy.toml"
KEY = "a-local-key-of-the-tests-only"
PATIENCE_S = 45.0
CARD_CHANNEL = "billing-approvals"
NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Nothing here is spoken over TLS, and reading the usual ones takes 30 ms for each client."""


@pytest.fixture(autouse=True)
def _time_passes_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks at the clock now and then looks often here, where the clock is moved by hours."""
    monkeypatch.setattr(worker, "IDLE_S", 0.25)
    monkeypatch.setattr(product, "NUDGES_EVERY_S", 0.25)
    monkeypatch.setattr(product, "REREADS_EVERY_S", 0.25)
    monkeypatch.setattr(door, "REFRESH_PAUSE_S", 0.1)


def until(what: Callable[[], Any], patience_s: float = PATIENCE_S) -> Any:
    """Wait until `what` is true and return it; the failure shows what it was last."""
    limit = time.monotonic() + patience_s
    while not (seen := what()):
        if time.monotonic() > limit:
            pytest.fail(f"waited {patience_s} s in vain; last seen: {seen!r}")
        time.sleep(0.02)
    return seen


def quick_policy(path: Path, *, cancel_window_s: int = 0, **changes: str) -> Path:
    """The default policy with another cancel window, and texts replaced."""
    text = POLICY.read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("cancel_window_s"))
    text = text.replace(before, f"cancel_window_s = {cancel_window_s}")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


class MovableClock:
    """The real clock, moved ahead on demand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class House:
    """A running product beside a running local world; `database` is its `DATABASE_URL`."""

    world: RunningSandbox
    config: SandboxConfig
    bot_url: str
    database: str
    http: httpx.Client
    runtime: app.Runtime
    clock: MovableClock

    # --- what DialNexa does ---

    def deliver(self, call: SampleCall, *, secret: str | None = None) -> httpx.Response:
        """Send a body as DialNexa does, signed over the raw bytes."""
        raw = call.encoded()
        signature = sign(raw, secret or self.config.dialnexa_secret)
        headers = {"content-type": "application/json", "x-dialnexa-signature": signature}
        return self.http.post(f"{self.bot_url}/dialnexa/webhook", content=raw, headers=headers)

    def receive(self, name: str, n: int = 1) -> str:
        """Deliver a fresh copy of a sample call; its call id."""
        call = fresh(sample_call(name, app.utc_now()), n)
        answer = self.deliver(call)
        assert answer.status_code == 200, answer.text
        return call.call_id

    # --- what people do ---

    def ui(self, door: str, **act: Any) -> dict[str, Any]:
        answer = self.http.post(f"{self.world.base_url}/ui/{door}", json=act)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def click(self, call_id: str, action_id: str, user: str = "U0ADA", **more: Any) -> dict:
        card = self.card(call_id)
        return self.ui(
            "click",
            user=user,
            channel=card["channel"],
            ts=card["ts"],
            action_id=f"handoff_{action_id}",
            **more,
        )

    def open_view(self, user: str = "U0ADA") -> dict[str, Any]:
        views = self.state()["views"].get(user) or []
        return views[-1] if views else {}

    def submit(
        self,
        user: str = "U0ADA",
        repeat: int = 1,
        form: Mapping[str, str] | None = None,
        **typed: str,
    ) -> dict[str, Any]:
        """Submit the open view; `form` fills the inputs of a plan's own form."""
        view = until(lambda: self.open_view(user))
        values = {
            f"{name}_block": {f"{name}_input": _typed(name, value)} for name, value in typed.items()
        }
        values |= {
            f"form_block_{name}": {"form_input": _filled(view, name, value)}
            for name, value in (form or {}).items()
        }
        return self.ui("submit", user=user, view_id=view["id"], values=values, repeat=repeat)

    def approve(self, call_id: str, user: str = "U0ADA", **typed: str) -> dict[str, Any]:
        self.await_button(call_id, "approve")
        self.click(call_id, "approve", user)
        return self.submit(user, **typed)

    # --- what is to be seen ---

    def state(self) -> dict[str, Any]:
        result: dict[str, Any] = self.http.get(f"{self.world.base_url}/ui/state").json()
        return result

    def messages(self, channel: str = CARD_CHANNEL) -> list[dict[str, Any]]:
        for one in self.state()["channels"]:
            if one["name"] == channel:
                return [message | {"channel": one["id"]} for message in one["messages"]]
        return []

    def handoff_id(self, call_id: str) -> str:
        found = self.read(lambda tx: tx.handoffs.by_call(call_id))
        assert found is not None
        return found.id

    def cards(self, call_id: str) -> list[dict[str, Any]]:
        handoff_id = self.handoff_id(call_id)
        return [
            message
            for message in self.messages()
            if not message["is_reply"] and _marked(message) == handoff_id
        ]

    def card(self, call_id: str) -> dict[str, Any]:
        cards = until(lambda: self.cards(call_id))
        assert len(cards) == 1, "one call, one card"
        return cards[0]

    def thread(self, call_id: str) -> str:
        ts = self.card(call_id)["ts"]
        replies = [one for one in self.messages() if one["thread_ts"] == ts and one["is_reply"]]
        return "\n".join(one["text"] for one in replies)

    def await_thread(self, call_id: str, *words: str) -> None:
        """Wait until the thread says all of this."""
        until(lambda: all(word in self.thread(call_id) for word in words))

    def await_card(self, call_id: str, *words: str) -> dict[str, Any]:
        return until(lambda: _saying(self.card(call_id), words))

    def await_button(self, call_id: str, action: str) -> None:
        until(lambda: f"handoff_{action}" in buttons(self.card(call_id)))

    def await_state(self, call_id: str, state: str) -> None:
        """Wait until the handoff is in this state and the card shows its newest revision."""
        until(lambda: self._is_in(call_id, state))

    def _is_in(self, call_id: str, state: str) -> bool:
        case = self.case(call_id)
        drawn = case.place.drawn_revision if case.place else 0
        return case.handoff.state == state and drawn == case.handoff.revision

    def notices(self, user: str) -> str:
        return "\n".join(one["text"] for one in self.state()["ephemerals"].get(user, []))

    def refunds(self) -> list[dict[str, Any]]:
        return list(self.world.sandbox.books.view()["refunds"])

    def new_refunds(self, charge: str) -> list[dict[str, Any]]:
        """The refunds that Handoff made: those that carry a step key."""
        return [
            one
            for one in self.refunds()
            if one["charge"] == charge and "handoff_step" in one["metadata"]
        ]

    def mails(self) -> list[dict[str, Any]]:
        return list(self.world.sandbox.books.view()["mails"])

    def fault(
        self, vendor: str, fault: str, times: int | None = 1, only: str | None = None
    ) -> None:
        self.ui("faults", vendor=vendor, fault=fault, times=times, only=only)

    def direct(self, user: str) -> str:
        """What the bot wrote to one person directly."""
        return "\n".join(
            message["text"]
            for one in self.state()["channels"]
            if one["is_im"] and user in one["members"]
            for message in one["messages"]
        )

    def travel_to(self, when: datetime) -> None:
        """Move the product's clock to a moment ahead; the directory is read anew there."""
        self.clock.ahead = when - datetime.now(UTC)
        self.ui("group", group="S0APPROVERS", users=["U0ADA", "U0BEN"])
        until(lambda: self.read(lambda tx: tx.directories.current()).is_fresh(self.clock()))

    def write(self, work: Callable[[Any], Any]) -> Any:
        """Run one transaction on the product's own database thread."""
        return self.runtime.desk.office.database.write_now(work)

    # --- the database, read beside the running product ---

    def read(self, work: Callable[[Any], Any]) -> Any:
        return self._database.read_now(work)

    def case(self, call_id: str) -> Any:
        handoff_id = self.handoff_id(call_id)
        return self.read(lambda tx: tx.handoffs.case(handoff_id))

    def steps(self, call_id: str) -> list[Any]:
        """Everything done or said about a call, or still to be."""
        handoff_id = self.handoff_id(call_id)
        return [
            *self.read(lambda tx: tx.steps.of(handoff_id)),
            *self.read(lambda tx: tx.steps.messages_of(handoff_id)),
        ]

    @cached_property
    def _database(self) -> storage.SqlDatabase:
        return storage.open_database(self.database, [SecretStr(KEY)], migrate=False)

    def close(self) -> None:
        if "_database" in vars(self):
            self._database.close()


def buttons(message: dict[str, Any]) -> list[str]:
    return [
        element["action_id"]
        for block in message["blocks"]
        for element in block.get("elements", [])
        if "action_id" in element
    ]


def _typed(name: str, value: str) -> dict[str, Any]:
    if name in {"target", "act"}:
        option = {"value": value, "text": {"type": "plain_text", "text": value}}
        return {"type": "static_select", "selected_option": option}
    return {"type": "plain_text_input", "value": value}


def _filled(view: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    """The state of one input of a plan's form, by the element it is drawn with."""
    blocks = {one.get("block_id"): one for one in view["blocks"]}
    element = blocks[f"form_block_{name}"]["element"]
    if element["type"] == "checkboxes":
        return {"type": "checkboxes", "selected_options": element["options"]}
    if element["type"] == "datepicker":
        return {"type": "datepicker", "selected_date": value}
    return {"type": "plain_text_input", "value": value}


def _marked(message: dict[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("handoff_id")


def _saying(card: dict[str, Any], words: tuple[str, ...]) -> dict[str, Any] | None:
    return card if all(word.casefold() in card["text"].casefold() for word in words) else None


def settings_for(
    world: RunningSandbox, config: SandboxConfig, database: str, policy: Path, port: int
) -> Settings:
    return Settings(
        _env_file=None,
        port=port,
        database_url=database,
        policy_file=policy,
        keys=(SecretStr(KEY),),
        **ways_in(config, world.base_url, key_file=policy.with_name("google.json")),
    )


def page_client() -> httpx.Client:
    """What a test asks the local world and the product's doors with."""
    return httpx.Client(timeout=30, verify=NO_AUTHORITIES)


@contextmanager
def serving(settings: Settings, clock: MovableClock) -> Iterator[app.Runtime]:
    """Serve the product from a thread of this process until the block ends."""
    runtime = app.build(settings, clock=clock)
    server = uvicorn.Server(app.web_config(runtime.web, settings))
    thread = threading.Thread(target=server.run, name="product", daemon=True)
    thread.start()
    try:
        until(lambda: (runtime.came_up.is_set() and server.started) or not thread.is_alive())
        assert thread.is_alive(), f"the product did not come up on port {settings.port}"
        yield runtime
    finally:
        server.should_exit = True
        thread.join(20)


def a_house(
    stack: ExitStack,
    folder: Path,
    database: str,
    *,
    cancel_window_s: int = 0,
    socket_mode: bool = False,
    sweep_every_s: float = 300.0,
    **changes: str,
) -> House:
    """A house that stands until the stack ends."""
    port = free_port()
    config = SandboxConfig(bot_url=f"http://127.0.0.1:{port}", socket_mode=socket_mode)
    world = stack.enter_context(run_sandbox(config))
    policy = quick_policy(folder / "policy.toml", cancel_window_s=cancel_window_s, **changes)
    settings = settings_for(world, config, database, policy, port)
    settings = settings.model_copy(update={"sweep_every_s": sweep_every_s})
    clock = MovableClock()
    runtime = stack.enter_context(serving(settings, clock))
    http = stack.enter_context(page_client())
    house = House(world, replace(config), config.bot_url, database, http, runtime, clock)
    stack.callback(house.close)
    until(lambda: house.state()["sockets"]["open"] == socket_mode)
    return house


@pytest.fixture
def open_house(tmp_path: Path, new_url: str) -> Iterator[Callable[..., House]]:
    """Open a house; `cancel_window_s` and policy texts can be changed."""
    with ExitStack() as stack:
        yield partial(a_house, stack, tmp_path, new_url)


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    return open_house()


@pytest.fixture
def wait() -> Callable[[Callable[[], Any]], Any]:
    """Wait until something is true; long enough for a tick of five seconds."""
    return partial(until, patience_s=2 * PATIENCE_S)
