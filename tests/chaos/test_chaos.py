"""Chance decides: calls, clicks, faults, kills. Afterwards books, cards and audit tell one story.

`CHAOS_SEED` and `CHAOS_CALLS` choose another run and a longer one; a failure names both.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest

from handlers.sandbox.calls import SampleCall
from tests.journeys.bad_days import (
    LIVE,
    SPEND,
    BadHouse,
    Payment,
    assert_posted_once,
    plain_server,
)
from tests.journeys.conftest import buttons
from tests.journeys.nursery import Nursery, deliver_once, handoff_of, nursery, settle_all

SEED = int(os.environ.get("CHAOS_SEED", "20418"))
CALLS = int(os.environ.get("CHAOS_CALLS", "14"))
ACTS_PER_CALL = 9
PATIENCE_S = 60.0

STRIPE_FAULTS = ("rate_limited", "server_error", "hang", "lost_answer", "slow", "refused")
SLACK_FAULTS = ("rate_limited", "server_error", "hang", "lost_answer", "slow", "auth")
STRIPE_CALLS = (SPEND, "GET /v1/charges/{charge}", "GET /v1/refunds", "GET /v1/disputes")
SLACK_CALLS = ("chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "users.info")
PEOPLE = ("U0ADA", "U0BEN", "U0CFO", "U0OPS", "U0GUEST")

NO_MONEY = frozenset(
    {"received", "needs_review", "awaiting_approval", "awaiting_next", "failed", "rejected"}
    | {"cancelled", "expired", "reversed"}
)
"""States whose card says that no refund of ours stands."""


@dataclass
class Chaos:
    """One seeded run."""

    servers: Nursery
    chance: random.Random
    child: int = 0
    kills: int = 0
    known: list[tuple[Payment, SampleCall]] = field(default_factory=list)

    @property
    def house(self) -> BadHouse:
        return self.servers.house

    def run(self) -> None:
        self._start()
        waiting = list(self.house.payments.values())
        while waiting:
            payment = waiting.pop()
            self.known.append((payment, payment.call()))
            self._deliver(self.known[-1][1])
            for _ in range(self.chance.randint(1, 2 * ACTS_PER_CALL)):
                self._act()
        self._kill()

    def _act(self) -> None:
        acts = {
            self._fault: 3,
            self._press: 12,
            self._submit: 16,
            self._world: 2,
            self._repeat: 2,
            self._restart: 1,
            self._wait: 6,
        }
        (act,) = self.chance.choices(list(acts), list(acts.values()))
        act()

    # --- what happens to the product ---

    def _start(self) -> None:
        self.child = self.servers.start("never", "nobody")

    def _kill(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        assert self.servers.ended() == -signal.SIGKILL
        self.kills += 1

    def _restart(self) -> None:
        self._kill()
        self.house.calm()  # it has to come up before it can be hurt again
        self._start()

    def _wait(self) -> None:
        time.sleep(self.chance.random() * 0.2)

    # --- what happens in the world ---

    def _fault(self) -> None:
        times = self.chance.randint(1, 3)
        if self.chance.random() < 0.5:
            fault, call = self.chance.choice(STRIPE_FAULTS), self.chance.choice(STRIPE_CALLS)
            if fault == "refused" and call != SPEND:
                return
            self.house.trouble("stripe", fault, call, times=times)
        else:
            fault, call = self.chance.choice(SLACK_FAULTS), self.chance.choice(SLACK_CALLS)
            self.house.trouble("slack", fault, call, times=times)

    def _world(self) -> None:
        """Money waits for funds, arrives, comes back, or somebody refunds in the dashboard."""
        payment, _ = self.chance.choice(self.known)
        what = self.chance.choice(("shortage", "settle", "fail", "elsewhere"))
        pending = [one for one in self.house.refunds() if one["status"] == "pending"]
        if what == "shortage":
            self.house.trouble("stripe", "insufficient_balance", SPEND)
        elif what == "elsewhere":
            self._try("stripe/charges/{}/refund", payment.charge, amount_minor=100)
        elif pending:
            self._try(f"stripe/refunds/{{}}/{what}", self.chance.choice(pending)["id"])

    def _repeat(self) -> None:
        self._deliver(self.chance.choice(self.known)[1])

    def _deliver(self, call: SampleCall) -> None:
        for _ in range(self.chance.randint(1, 3)):
            deliver_once(self.house, call)

    # --- what people do ---

    def _press(self) -> None:
        """Anybody presses anything on a card, now and then as it was some revisions ago."""
        _, call = self.chance.choice(self.known[-5:] if self.chance.random() < 0.7 else self.known)
        if handoff_of(self.house, call.call_id) is None:
            return
        cards = self.house.cards(call.call_id)
        assert len(cards) <= 1, "one call, one card"
        offered = buttons(cards[0]) if cards else []
        if not offered:
            return
        handoff = handoff_of(self.house, call.call_id)
        old = max(1, handoff.revision - self.chance.randint(1, 3))
        stale = {"value": f"{handoff.id}.{old}"} if self.chance.random() < 0.15 else {}
        favoured = [one for one in offered if one in {"handoff_approve", "handoff_retry"}]
        usual = favoured and self.chance.random() < 0.8
        action = self.chance.choice(favoured if usual else offered)
        self._try(
            "click",
            user=self._somebody(),
            channel=cards[0]["channel"],
            ts=cards[0]["ts"],
            action_id=action,
            repeat=self.chance.randint(1, 3),
            **stale,
        )

    def _somebody(self) -> str:
        return self.chance.choices(PEOPLE, (6, 6, 2, 1, 1))[0]

    def _submit(self) -> None:
        """Whoever has a window open sends it, once or three times."""
        views = self.house.state()["views"]
        opened = [(user, stack[-1]) for user, stack in views.items() if stack]
        if not opened:
            return
        user, view = self.chance.choice(opened)
        if view["callback_id"] == "handoff_notice" or self.chance.random() < 0.1:
            self._try("close", user=user, view_id=view["id"])
            return
        reason = {"reason_input": {"type": "plain_text_input", "value": "It was agreed."}}
        self._try(
            "submit",
            user=user,
            view_id=view["id"],
            values={"reason_block": reason} if "reason_block" in str(view["blocks"]) else {},
            repeat=self.chance.randint(1, 3),
        )

    def _try(self, door: str, *parts: str, **act: object) -> None:
        """Do it; the world may say that it is too late for that."""
        url = f"{self.house.world.base_url}/ui/{door.format(*parts)}"
        answer = self.house.http.post(url, json=act)
        assert answer.status_code in {200, 400, 404}, answer.text


# --- afterwards -------------------------------------------------------------------------------


def _bring_to_rest(house: BadHouse, known: list[tuple[Payment, SampleCall]]) -> None:
    """DialNexa repeats what was never answered, all money arrives, everything is worked off."""
    for _, call in known:
        answer = house.deliver(call)
        assert answer.status_code == 200
    limit = time.monotonic() + PATIENCE_S
    while not _is_at_rest(house, known):
        unsettled = [said for _, call in known for said in _unsettled(house, call.call_id)]
        assert time.monotonic() < limit, unsettled
        time.sleep(0.1)


def _is_at_rest(house: BadHouse, known: list[tuple[Payment, SampleCall]]) -> bool:
    settle_all(house)
    return not any(_unsettled(house, call.call_id) for _, call in known)


def _unsettled(house: BadHouse, call_id: str) -> list[str]:
    """What is still to be done about a call."""
    case = house.case(call_id)
    drawn = case.place.drawn_revision if case.place else 0
    behind = [] if drawn == case.handoff.revision else [f"{call_id}: card at revision {drawn}"]
    todo = [one for one in house.steps(call_id) if one.outcome in {"pending", "leased", "unknown"}]
    return behind + [f"{one.key}: {one.outcome}, {one.run_at}, {one.said}" for one in todo]


def _assert_agreement(house: BadHouse, payment: Payment, call: SampleCall) -> None:
    """The books, the card and the state say the same of this call."""
    case = house.case(call.call_id)
    state, card = case.handoff.state, house.card(call.call_id)
    made = house.new_refunds(payment.charge)
    live = [one for one in made if one["status"] in LIVE]
    if state in NO_MONEY:
        assert live == [], (state, made, card["text"])
        assert "shows the refund" not in card["text"]
    else:
        assert state == "succeeded", state
        assert [one["status"] for one in live] == ["succeeded"], (state, made)
        assert live[0]["id"] in card["text"]
        approvals = [one for one in case.decisions if one.choice == "approve" and one.counts]
        assert approvals, "no money without a decision"
    assert len({step.operation for step in case.effects}) == len(case.effects) <= 1


def _assert_nobody_without_a_right(house: BadHouse, call: SampleCall) -> None:
    deciders = {one.actor for one in house.case(call.call_id).decisions}
    assert deciders <= {"U0ADA", "U0BEN", "U0CFO"}


@pytest.mark.parametrize("seed", [SEED])
def test_whatever_happens_books_cards_and_audit_agree(tmp_path, new_database, seed):
    names = [f"Chaos{n}" for n in range(CALLS)]
    with nursery(tmp_path, names, new_database) as (servers, environment):
        house = servers.house
        chaos = Chaos(servers, random.Random(seed))
        chaos.run()
        house.calm()
        with plain_server(house, environment, tmp_path):
            _bring_to_rest(house, chaos.known)
            for payment, call in chaos.known:
                _assert_agreement(house, payment, call)
                _assert_nobody_without_a_right(house, call)
            assert_posted_once(house)
            assert house.read(lambda tx: tx.audit.verify()) == ()
        states = Counter(house.case(call.call_id).handoff.state for _, call in chaos.known)
        assert len(chaos.known) == CALLS
        assert states["succeeded"] >= 1, "a run in which nothing moved shows little"
