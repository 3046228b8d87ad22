"""One handoff's life at random: every interleaving of people, vendor, clock and crashes.

The real decide, begin and outcome functions run on a real database. Whatever happens, the
vendor's books never show more than was approved, and every state is backed by those books.
"""

from __future__ import annotations

import contextlib
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.cards import names
from bot.desk.stop import resume, stop
from bot.errors import Refused, Unavailable
from bot.handoff.approvals import needed
from bot.handoff.states import compute_state, left_to_people
from bot.handoff.words import Choice, State, StepKind, StepOutcome
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA, Bench, Crash, Refund

WORDS = (
    *("ok", "pending", "refuse", "auth", "away", "fault_before", "fault_after"),
    *("lost_before", "lost_after", "under_way", "crash_before", "crash_after"),
)
PEOPLE = st.sampled_from([ADA, BEN, LEA])
FUSES = st.none() | st.integers(0, 7)
"""At which commit the process ends: even before it, odd after it."""
WAITS = st.sampled_from(
    [
        timedelta(seconds=1),
        timedelta(seconds=2),
        timedelta(seconds=31),
        timedelta(minutes=3),
        timedelta(minutes=70),
        timedelta(hours=25),
    ]
)
NOTHING_MOVED = frozenset(
    {
        *(State.RECEIVED, State.NEEDS_REVIEW, State.AWAITING_APPROVAL, State.AWAITING_NEXT),
        *(State.SCHEDULED, State.FAILED, State.CANCELLED, State.REJECTED, State.REVERSED),
    }
)
AT_REST = (NOTHING_MOVED - {State.RECEIVED, State.SCHEDULED}) | {State.SUCCEEDED}
LONGEST_UNDER_WAY = timedelta(minutes=3)
"""A call without an answer lands or is lost within this time."""


class Life(RuleBasedStateMachine):
    """What can happen, in any order."""

    def __init__(self, new_database) -> None:
        super().__init__()
        self._left = contextlib.ExitStack()
        folder = self._left.enter_context(tempfile.TemporaryDirectory(prefix="handoff-model-"))
        self.bench = Bench(self._left.enter_context(new_database(Path(folder))))
        self.approved: list[int] = []
        self.asked: dict[str, int | None] = {}
        self.asleep: list = []
        self.misled = False
        self._send = self.bench.books.send
        self.bench.books.send = self._watched

    @initialize(charged=st.sampled_from([4900, 249000]))
    def call_comes_in(self, charged):
        self.bench.books.charged = charged
        self.bench.call(amount_minor=charged)

    # --- the vendor, Slack and the clock ---

    @rule(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
    def next_writes(self, words):
        self.bench.books.script.extend(words)

    @rule(trouble=st.sampled_from(["refused", "down", "slack", "off", "dispute", "by hand"]))
    def trouble_begins_or_ends(self, trouble):
        books, vendors = self.bench.books, self.bench.office.vendors
        if trouble == "refused":
            books.reads.append(Refused("No."))
        elif trouble == "down":
            books.reads.append(Unavailable("Down."))
        elif trouble == "slack":
            self.bench.slack.trouble.append(Unavailable("Slack is down."))
        elif trouble == "dispute":
            books.disputed = not books.disputed
        elif trouble == "by hand" and not books.given_back:
            books.refunds.append(Refund("re_hand", "by hand", 1500, "succeeded"))
        elif trouble == "off" and not vendors.pop("stripe", None):
            vendors["stripe"] = books

    @rule(who=PEOPLE)
    def somebody_leaves_or_returns(self, who):
        self.bench.slack.gone ^= {who}

    @rule(well=st.booleans())
    def pending_refunds_settle(self, well):
        for refund in self.bench.books.refunds:
            if refund.status == "pending":
                refund.status = "succeeded" if well else "failed"

    # --- people ---

    @rule(who=PEOPLE, amount=st.sampled_from([None, "20", "12.50", "1500"]))
    def approve(self, who, amount):
        answer = self.bench.approve(who, amount=amount)
        if answer.accepted:
            self.approved.append(answer.handoff.amount_minor)

    @rule(
        amount=st.sampled_from([None, "20"]),
        words=st.lists(st.sampled_from(WORDS), max_size=3),
        fuse=FUSES,
    )
    def everybody_approves_and_it_goes_out(self, amount, words, fuse):
        self.bench.books.script.extend(words)
        self.approve(ADA, amount)
        self.approve(LEA, amount)
        self.bench.later(seconds=31)
        self._work(fuse)

    @rule(
        who=PEOPLE,
        choice=st.sampled_from([Choice.RETRY, Choice.RETRY, Choice.CANCEL, Choice.REJECT]),
    )
    def decide(self, who, choice):
        self.bench.decide(choice, who, reason=redact("It is so."))

    @rule(word=st.sampled_from(["lost_before", "lost_after"]), who=PEOPLE, is_true=st.booleans())
    def its_answer_is_lost_its_books_stay_shut_and_somebody_says_what_happened(
        self, word, who, is_true
    ):
        """A wrong word stands as that person's, and still moves no money twice."""
        bench, vendors = self.bench, self.bench.office.vendors
        bench.books.script.appendleft(word)
        self.everybody_approves_and_it_goes_out("20", [], None)
        vendors.pop("stripe", None)
        for wait in (timedelta(minutes=6), timedelta(hours=25)):
            self._later(wait)
            bench.work(3)
        vendors["stripe"] = bench.books
        for step in left_to_people(bench.case()):
            if all(one.status == "succeeded" for one in self.living):
                said = names.HAPPENED if bool(self.living) is is_true else names.DID_NOT
                target = names.attest_value(said, step.id)
                answer = bench.decide(Choice.ATTEST, who, target=target, reason=redact("So."))
                self.misled |= answer.accepted and not is_true

    @rule(who=PEOPLE)
    def stop_or_resume(self, who):
        def work(tx):
            if tx.stops.standing():
                resume(tx, vendor=None, actor=who, now=self.bench.now)
            else:
                stop(tx, vendor=None, actor=who, reason=redact("Odd."), now=self.bench.now)

        self.bench.write(work)

    # --- the process ---

    @rule(wait=WAITS, fuse=FUSES, restart=st.booleans())
    def time_passes_at_work(self, wait, fuse, restart):
        self._later(wait)
        self._work(fuse)
        if restart:
            self.bench.restart()

    @rule(wait=WAITS)
    def time_passes_while_nobody_serves(self, wait):
        self._later(wait)

    def _later(self, wait):
        if wait >= LONGEST_UNDER_WAY:
            self.bench.books.land()
        self.bench.now += wait

    @rule()
    def a_worker_takes_steps_and_falls_asleep(self):
        self.asleep.extend(self.bench.claim())

    @precondition(lambda self: self.asleep)
    @rule()
    def it_wakes_up(self):
        steps, self.asleep = self.asleep, []
        with contextlib.suppress(Crash):
            for step in steps:
                self.bench.step(step)

    def _work(self, fuse):
        self.bench.ledger.fuse = fuse
        with contextlib.suppress(Crash):
            self.bench.work(3)
        self.bench.ledger.fuse = None

    # --- what always holds ---

    async def _watched(self, order):
        """At the very moment of sending: approved by people who may, for this, in time, no stop."""
        bench, case = self.bench, self.bench.case()
        step, handoff = case.effects[0], case.handoff
        assert self.asked.setdefault(order.wire_key, order.amount_minor) == order.amount_minor
        assert {one.amount_minor for one in case.approvals} == {order.amount_minor}
        roles = [one.role for one in needed(handoff.ruling, order.amount_minor, order.currency)]
        assert sorted(one.role for one in case.approvals) == sorted(roles)
        assert not {one.actor for one in case.approvals} & bench.slack.gone
        assert not bench.database.read_now(lambda tx: tx.stops.standing())
        if step.first_sent_at == step.sent_at:  # else it may have gone out before: to its end
            due_at = datetime.fromisoformat(step.args["due_at"])
            assert bench.now <= due_at + handoff.ruling.start_within
        return await self._send(order)

    @property
    def ours(self):
        return [one for one in self.bench.books.refunds if one.step_key != "by hand"]

    @property
    def living(self):
        return [one for one in self.ours if one.status != "failed"]

    @invariant()
    def money_moves_once_and_as_approved(self):
        assert len(self.living) <= 1
        assert all(one.amount_minor in self.approved for one in self.ours)

    @invariant()
    def every_claim_is_backed_by_the_books(self):
        case, books = self.bench.case(), self.bench.books
        state = case.handoff.state
        if self.misled:
            return  # cards say whose word it is
        if state in NOTHING_MOVED:
            assert not self.living, state
            assert not books.travelling, state
        if state is State.SUCCEEDED:
            assert [one.status for one in self.living] == ["succeeded"]
        if state is State.SUBMITTED:
            assert case.effects[0].reference in {one.id for one in self.ours}

    @invariant()
    def the_state_follows_from_decisions_and_steps(self):
        case = self.bench.case()
        if not any(one.outcome is StepOutcome.LEASED for one in case.effects):
            assert case.handoff.state is compute_state(case)

    def teardown(self):
        """Once all trouble is over, every story comes to an end, and its history holds."""
        try:
            if self.bench.database.read_now(lambda tx: tx.handoffs.by_call("call_1")):
                self._heal()
                self._come_to_rest()
                assert not self.bench.database.read_now(lambda tx: tx.audit.verify())
        finally:
            self.bench.close()
            self._left.close()

    def _heal(self):
        bench = self.bench
        bench.books.script.clear()
        bench.books.reads.clear()
        bench.slack.trouble.clear()
        bench.slack.gone.clear()
        bench.books.land()
        self.pending_refunds_settle(well=True)
        bench.office.vendors["stripe"] = bench.books
        bench.write(lambda tx: tx.stops.lift(None, actor="U0CFO", at=bench.now))

    def _come_to_rest(self):
        for _ in range(6):
            self.bench.later(minutes=10)
            self.bench.work()
        if self.bench.state() == "unknown":  # left to people after a few looks
            self.bench.later(hours=25)
            self.bench.decide(Choice.RETRY, BEN)
            self.bench.work()
        self.every_claim_is_backed_by_the_books()
        self.money_moves_once_and_as_approved()
        case = self.bench.case()
        assert case.handoff.state in AT_REST, case.handoff.state
        assert not [one for one in case.steps if one.under_way and one.kind is StepKind.EFFECT]


def test_a_life(new_database):
    run_state_machine_as_test(
        lambda: Life(new_database),
        settings=settings(
            max_examples=15,
            stateful_step_count=22,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
