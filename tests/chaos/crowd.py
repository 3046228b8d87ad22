"""Calls that come in and people who decide on them, whatever happens to the product meanwhile."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DatabaseBusy
from handlers.sandbox.calls import SampleCall
from handlers.sandbox.faults import Fault
from handlers.sandbox.slack_messages import Message
from tests.journeys.bad_days import BadHouse, Payment
from tests.journeys.conftest import buttons

PEOPLE = ("U0ADA", "U0BEN", "U0CFO", "U0OPS", "U0GUEST")
OFTEN = (6, 6, 2, 1, 1)
DECIDING = frozenset({"handoff_approve", "handoff_retry"})
KEEPS_SENDING_S = 120.0
PAUSE_S = 0.1
STAYS_S = 40.0
"""How long at most people come back to one card; most leave once somebody has decided."""


@dataclass
class Known:
    """A call, and whether DialNexa was told that it was taken in."""

    payment: Payment
    call: SampleCall
    was_taken: bool = False


@dataclass
class Crowd:
    """Everybody around the product; several threads may play calls at once."""

    house: BadHouse
    seed: int
    known: list[Known] = field(default_factory=list)
    is_over: Callable[[], bool] = lambda: False
    unheard: set[int] = field(default_factory=set)
    """Which of Paystack's requests, by number, were answered and the answer never arrived."""

    def __post_init__(self) -> None:
        sandbox = self.house.world.sandbox
        take = sandbox.faults.take

        def noted(vendor: str, operation: str) -> Fault:
            fault = take(vendor, operation)
            if vendor == "paystack" and fault is Fault.LOST_ANSWER:
                self.unheard.add(len(sandbox.paystack.requests) - 1)
            return fault

        sandbox.faults.take = noted

    def play(self, payment: Payment) -> None:
        """One call from its delivery until people lose interest in it."""
        chance = random.Random(f"{self.seed} {payment.name}")
        told = Known(payment, payment.call())
        self.known.append(told)
        self._deliver(told, chance)
        if chance.random() < 0.1:
            return  # nobody looks at this one
        limit = time.monotonic() + STAYS_S
        while time.monotonic() < limit and not self.is_over():
            time.sleep(2 * PAUSE_S * chance.random())
            case = self.case(told)
            if case is not None and case.decisions and chance.random() < 0.7:
                return
            self._press(case, chance)
            self._submit(case, chance)

    def _deliver(self, told: Known, chance: random.Random) -> None:
        """DialNexa sends until it is answered, and at times once more."""
        limit = time.monotonic() + KEEPS_SENDING_S
        while not told.was_taken and time.monotonic() < limit:
            told.was_taken = self._sent(told.call)
            time.sleep(0 if told.was_taken else PAUSE_S)
        if chance.random() < 0.3:
            self._sent(told.call)

    def _sent(self, call: SampleCall) -> bool:
        try:
            return self.house.deliver(call).status_code == 200
        except httpx.TransportError:
            return False

    # --- what people see and do ---

    def case(self, told: Known) -> Any:
        """The case as it is now; None before it was taken in or while the database is away."""
        try:
            found = self.house.read(lambda tx: tx.handoffs.by_call(told.call.call_id))
            return found and self.house.read(lambda tx: tx.handoffs.case(found.id))
        except (SQLAlchemyError, DatabaseBusy):
            return None

    def card(self, case: Any) -> Message | None:
        if case is None or case.place is None:
            return None
        return self.house.world.sandbox.workspace.messages.find(
            case.place.channel_id, case.place.ts
        )

    def _press(self, case: Any, chance: random.Random) -> None:
        """Anybody presses anything on a card, now and then as it was some revisions ago."""
        card = self.card(case)
        offered = buttons({"blocks": card.blocks}) if card else []
        if not offered:
            return
        old = max(1, case.handoff.revision - chance.randint(1, 3))
        stale = {"value": f"{case.handoff.id}.{old}"} if chance.random() < 0.1 else {}
        favoured = [one for one in offered if one in DECIDING]
        usual = favoured and chance.random() < 0.85
        self.attempt(
            "click",
            user=chance.choices(PEOPLE, OFTEN)[0],
            channel=card.channel,
            ts=card.ts,
            action_id=chance.choice(favoured if usual else offered),
            repeat=chance.choice((1, 1, 1, 2)),
            **stale,
        )

    def _submit(self, case: Any, chance: random.Random) -> None:
        """Whoever has a window of this case open sends it, once or twice."""
        time.sleep(0.05)  # a window opens behind the click
        for user, view in self._open_views(case):
            if view.spec["callback_id"] == "handoff_notice" or chance.random() < 0.05:
                self.attempt("close", user=user, view_id=view.id)
                continue
            reason = {"reason_input": {"type": "plain_text_input", "value": "It was agreed."}}
            self.attempt(
                "submit",
                user=user,
                view_id=view.id,
                values={"reason_block": reason} if "reason_block" in str(view.blocks) else {},
                repeat=chance.choice((1, 1, 2)),
            )

    def _open_views(self, case: Any) -> list[tuple[str, Any]]:
        if case is None:
            return []
        stacks = dict(self.house.world.sandbox.workspace.views.stacks)
        opened = [(user, stack[-1]) for user, stack in stacks.items() if stack]
        return [
            (user, view)
            for user, view in opened
            if str(view.spec.get("private_metadata", "")).startswith(case.handoff.id)
            or view.spec["callback_id"] == "handoff_notice"
        ]

    def attempt(self, door: str, **act: object) -> None:
        """Do it; the world may say that it is too late for that."""
        answer = self.house.http.post(f"{self.house.world.base_url}/ui/{door}", json=act)
        assert answer.status_code in {200, 400, 404}, answer.text
