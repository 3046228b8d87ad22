"""Afterwards books, cards, states and audit have to tell one story."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from tests.chaos.crowd import Crowd, Known
from tests.journeys.bad_days import LIVE, assert_posted_once

ARRIVED = frozenset({"succeeded", "processed"})
STANDING = LIVE | ARRIVED | {"processing", "needs-attention"}
CLAIM = "shows the refund of"
TURNED_AWAY = HTTPStatus.TOO_MANY_REQUESTS
NO_MONEY = frozenset(
    {"received", "needs_review", "awaiting_approval", "awaiting_next", "failed", "rejected"}
    | {"cancelled", "expired", "reversed", "waiting_for_info", "logged"}
)
"""States whose card says that no refund of ours stands."""
DECIDERS = frozenset({"U0ADA", "U0BEN", "U0CFO"})


@dataclass(frozen=True)
class Refund:
    """One refund of ours in a vendor's books."""

    id: str
    step_key: str
    status: str

    @property
    def stands(self) -> bool:
        return self.status in STANDING


def books_by_call(crowd: Crowd) -> Mapping[str, list[Refund]]:
    """All refunds that carry a step key, by the call they were made for."""
    world = crowd.house.world.sandbox
    made = [
        Refund(one["id"], one["metadata"]["handoff_step"], one["status"])
        for one in world.books.view()["refunds"]
        if "handoff_step" in one["metadata"]
    ]
    made += [
        Refund(str(one["id"]), one["merchant_note"], one["status"])
        for one in world.paystack.every("refund")
        if str(one["merchant_note"]).startswith("call_")
    ]
    found: dict[str, list[Refund]] = {}
    for one in made:
        found.setdefault(one.step_key.partition(":")[0], []).append(one)
    return found


def judge(crowd: Crowd, known: Iterable[Known]) -> tuple[Counter[str], int]:
    """Assert all that was promised; how many calls are in which state, and what was sent again.

    That is the number of orders that went to Paystack anew, each after a look.
    """
    books, states = books_by_call(crowd), Counter[str]()
    for told in known:
        case = crowd.case(told)
        assert case is not None or not told.was_taken, f"lost: {told.call.call_id}"
        if case is not None:
            _judge_one(crowd, case, books.get(told.call.call_id, []))
            states[case.handoff.state.value] += 1
    again = _looked_for_repeats(crowd)
    assert_posted_once(crowd.house)
    assert crowd.house.read(lambda tx: tx.audit.verify()) == ()
    return states, again


def _judge_one(crowd: Crowd, case: Any, made: list[Refund]) -> None:
    standing = [one for one in made if one.stands]
    card, state = crowd.card(case), case.handoff.state
    assert card is not None, f"without a card: {case.handoff.call_id}"
    where = (case.handoff.call_id, state.value, made, card.text)
    assert len(standing) <= 1, ("twice", where)
    assert len({step.operation for step in case.effects}) == len(case.effects) <= 1, where
    assert {one.actor for one in case.decisions} <= DECIDERS, where
    if standing:
        approvals = [one for one in case.decisions if one.choice == "approve"]
        assert approvals, ("no money without a decision", where)
    if state in NO_MONEY:
        assert standing == [], where
    if state == "succeeded":
        assert [one.status in ARRIVED for one in standing] == [True], where
        assert standing[0].id in card.text, where
    else:
        assert CLAIM not in card.text, ("claims what the books deny", where)


def _looked_for_repeats(crowd: Crowd) -> int:
    """Paystack has no keys: before a step is sent again, the refunds of its payment were listed.

    Of that very payment, after the order before it, with an answer that came: nothing else tells
    what became of the step. Only one that was turned away unread may be sent again without.
    """
    books = crowd.house.world.sandbox.paystack
    payments = {one["reference"]: str(one["id"]) for one in books.every("transaction")}
    sent_to: dict[str, str] = {}
    orders: list[str] = []
    for n, one in enumerate(list(books.requests)):
        if one.method == "POST" and one.path.endswith("/refund"):
            order = json.loads(one.body)
            key = order["merchant_note"]
            orders.append(key)
            assert key not in sent_to, f"repeated blindly: {key}"
            if one.status != TURNED_AWAY:
                sent_to[key] = payments[order["transaction"]]
        elif _was_listed(one) and n not in crowd.unheard:
            listed = parse_qs(one.query).get("transaction")
            sent_to = {key: paid for key, paid in sent_to.items() if [paid] != listed}
    return len(orders) - len(set(orders))


def _was_listed(one: Any) -> bool:
    is_list = one.method == "GET" and one.path.endswith("/refund")
    return is_list and one.status == HTTPStatus.OK
