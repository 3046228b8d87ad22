"""A bench for the desk: real storage, and a scripted vendor and messenger at the ports.

The local world cannot stop between two commits or hold a call back for a day; these can, so that
every interleaving the ledger has to survive can be written down.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import storage
from bot.desk import Office, Rules, receive
from bot.desk.command import Answer, Command
from bot.desk.decide import decide
from bot.desk.look import view_for
from bot.desk.run_step import claim, run_step
from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.billing_call import BillingCall
from bot.handoff.handoff import Case, Handoff
from bot.handoff.people import Actor, Channel, Directory, Person
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.step import Step
from bot.handoff.words import Choice, Workflow
from bot.intake import Billing
from bot.policy import parse_policy
from bot.ports import Posted, Tx
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.stripe.refunds import FACTS

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
POLICY = Path(__file__).parents[2] / "policy.toml"
TEAM = "T1"
ADA, BEN, LEA = "U0ADA", "U0BEN", "U0LEA"
KEYS = storage.KeyRing([SecretStr("a key of the tests, long enough")])
CHARGE = "ch_bench"
CHARGED = 4900


class Crash(BaseException):
    """The process ends here: nothing of ours may catch this."""


@dataclass
class Refund:
    """One refund in the vendor's books."""

    id: str
    step_key: str
    amount_minor: int
    status: str  # "succeeded", "pending", "failed"


@dataclass
class Told:
    """What the vendor keeps under an idempotency key, and since when."""

    answer: Effect | Exception
    since: datetime


_AS = {"succeeded": "done", "pending": "accepted", "failed": "failed"}


@dataclass
class Books:
    """A vendor that keeps books and keys as Stripe does; `script` says what goes wrong next.

    Words of the script: `ok`, `pending`, `refuse`, `auth` (refused before the key is looked at),
    `away` (turned away), `fault_before`, `fault_after` (stored under the key), `lost_before`,
    `lost_after`, `under_way` (no answer; it happens when `land` is called), `crash_before`,
    `crash_after`. `reads` holds failures of the next reads.
    """

    clock: Callable[[], datetime]
    name: str = "stripe"
    charged: int = CHARGED
    disputed: bool = False
    email: str = "office@orchard.example"
    script: deque[str] = field(default_factory=deque)
    reads: deque[Exception] = field(default_factory=deque)
    refunds: list[Refund] = field(default_factory=list)
    keys: dict[str, Told] = field(default_factory=dict)
    travelling: dict[str, Order] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    facts = FACTS

    @property
    def operations(self) -> dict[str, Books]:
        return {FACTS.name: self}

    @property
    def given_back(self) -> int:
        return sum(one.amount_minor for one in self.refunds if one.status != "failed")

    # --- reads ---

    def _read(self) -> None:
        if self.reads:
            raise self.reads.popleft()

    async def find_records(self, _claim: object, _kind: object) -> Sequence[Record]:
        self._read()
        return [self.record()]

    async def observe(self, _kind: object, _record_id: str) -> Record:
        self._read()
        return self.record()

    def record(self, record_id: str = CHARGE) -> Record:
        pending = sum(one.amount_minor for one in self.refunds if one.status == "pending")
        return Record(
            vendor="stripe",
            record_id=record_id,
            found_by=FoundBy.REFERENCE,
            customer_id="cus_1",
            customer_email=redact(self.email),
            amount_minor=self.charged,
            currency="USD",
            refunded_minor=self.given_back - pending,
            pending_refund_minor=pending,
            status=RecordStatus.PAID,
            disputed=self.disputed,
            livemode=False,
            observed_at=self.clock(),
        )

    async def find_effect(self, order: Order) -> Effect | None:
        self._read()
        ours = [one for one in reversed(self.refunds) if one.step_key == order.step_key]
        ours.sort(key=lambda one: one.status == "failed")
        return _effect(ours[0]) if ours else None

    async def watch(self, _order: Order, reference: str) -> Effect:
        self._read()
        return _effect(next(one for one in self.refunds if one.id == reference))

    # --- the write ---

    async def send(self, order: Order) -> Effect:
        self.orders.append(order)
        word = self.script.popleft() if self.script else "ok"
        if word == "auth":
            raise Refused("The key is not accepted.", code="auth")
        if word == "away":
            raise Unavailable("Too many requests.")
        if word in {"crash_before", "lost_before"}:
            raise _no_answer() if word == "lost_before" else Crash
        if order.wire_key in self.travelling:
            raise OutcomeUnknown("Still working on the first request.", answered=False)
        if word == "under_way":
            self.travelling[order.wire_key] = order
            raise _no_answer()
        answer = self._answered(order, word)
        if word == "crash_after":
            raise Crash
        if word == "lost_after":
            raise _no_answer()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _answered(self, order: Order, word: str) -> Effect | Exception:
        told = self.keys.get(order.wire_key)
        if told is None or self.clock() - told.since >= timedelta(hours=24):
            told = Told(self._executed(order, word), self.clock())
            self.keys[order.wire_key] = told
        return told.answer

    def _executed(self, order: Order, word: str) -> Effect | Exception:
        fault = OutcomeUnknown("It answered with a fault.", answered=True)
        if word == "fault_before":
            return fault
        amount = order.amount_minor or 0
        if word == "refuse" or self.given_back + amount > self.charged:
            return Refused("The vendor said no.")
        status = "pending" if word == "pending" else "succeeded"
        refund = Refund(f"re_{len(self.refunds) + 1}", order.step_key, amount, status)
        self.refunds.append(refund)
        return fault if word == "fault_after" else _effect(refund)

    def land(self) -> None:
        """What was under way arrives."""
        for order in self.travelling.values():
            self._answered(order, "ok")
        self.travelling.clear()


def _no_answer() -> OutcomeUnknown:
    return OutcomeUnknown("No answer came.", answered=False)


def _effect(refund: Refund) -> Effect:
    return Effect(
        status=_AS[refund.status],
        reference=refund.id,
        amount_minor=refund.amount_minor,
        currency="USD",
        said=redact(f"The refund is {refund.status}."),
    )


@dataclass
class Workspace:
    """Slack as far as rights need it; messages go nowhere."""

    clock: Callable[[], datetime]
    gone: set[str] = field(default_factory=set)
    trouble: deque[Exception] = field(default_factory=deque)
    posts: int = 0

    async def load_directory(self, **_wanted: object) -> Directory:
        if self.trouble:
            raise self.trouble.popleft()
        return self.directory()

    def directory(self) -> Directory:
        people = {one: Person(user_id=one, team_id=TEAM) for one in (ADA, BEN, LEA)}
        held = {"@finance-approvers": (ADA, BEN), "@finance-leads": (LEA,)}
        return Directory(
            loaded_at=self.clock(),
            people=people,
            groups={k: tuple(u for u in v if u not in self.gone) for k, v in held.items()},
            channels={
                "#billing-approvals": Channel(channel_id="C1", is_private=True, has_bot=True)
            },
        )

    async def post(self, channel_id: str, *_rest: object, **_more: object) -> Posted:
        self.posts += 1
        return Posted(channel_id, f"1.{self.posts}")

    async def update(self, *_rest: object) -> None: ...

    async def find_posted(self, *_rest: object, **_more: object) -> None: ...

    async def tell(self, *_rest: object) -> None: ...

    async def direct_channel(self, user_id: str) -> str:
        return f"D{user_id}"

    async def permalink(self, place: Posted) -> str:
        return f"https://acme.slack.com/archives/{place.channel_id}/p{place.ts}"


@dataclass
class Ledger:
    """The real database, called from this thread; `fuse` ends the process at a commit.

    `fuse` 0: the next write is rolled back; 1: it is committed and its answer lost; and so on.
    """

    real: storage.SqlDatabase
    fuse: int | None = None

    async def write(self, work: Callable[[Tx], Any]) -> Any:
        if self.fuse is None:
            return self.real.write_now(work)
        before, odd = divmod(self.fuse, 2)
        if before:
            self.fuse -= 2
            return self.real.write_now(work)
        self.fuse = None
        if odd:
            self.real.write_now(work)
        raise Crash

    async def write_grouped(self, work: Callable[[Tx], Any]) -> Any:
        return await self.write(work)

    async def read(self, work: Callable[[Tx], Any]) -> Any:
        return self.real.read_now(work)


class Bench:
    """One office with a clock that stands until it is moved."""

    def __init__(self, database_url: str) -> None:
        self.now = NOW
        self.database = storage.open_database(database_url, KEYS, migrate=False)
        self.ledger = Ledger(self.database)
        self.books = Books(self.clock)
        self.slack = Workspace(self.clock)
        policy = parse_policy(POLICY.read_text(encoding="utf-8"), name="policy.toml")
        self.office = Office(
            database=self.ledger,
            messenger=self.slack,
            vendors={"stripe": self.books},
            rules=Rules(policy=policy, team_ids={TEAM}, hashing=KEYS),
            clock=self.clock,
            worker="w1",
        )
        self._loop = asyncio.new_event_loop()
        self._clicks = 0
        self.refresh()

    def close(self) -> None:
        self._loop.close()
        self.database.close()

    def clock(self) -> datetime:
        return self.now

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def refresh(self) -> None:
        """Read the directory as the tick does."""
        self.write(lambda tx: tx.directories.put(self.slack.directory()))

    def write(self, work: Callable[[Tx], Any]) -> Any:
        return self.database.write_now(work)

    # --- what comes in ---

    def call(self, call_id: str = "call_1", **told: Any) -> Handoff:
        """A refund request whose record was looked up."""
        self.receive(call_id, **told)
        self.work()
        return self.case(call_id).handoff

    def receive(self, call_id: str = "call_1", **told: Any) -> receive.Receipt:
        call = BillingCall(
            call_id=call_id,
            **{
                "workflow": Workflow.REFUND_REQUEST,
                "payment_id": redact(CHARGE),
                "amount_minor": CHARGED,
                "currency": "USD",
                **told,
            },
        )
        event = Billing(call, (), "call.completed", "completed")
        hashes = KEYS.body_hashes(call.model_dump_json().encode())
        return self.write(
            lambda tx: receive.take_in(
                tx, event, hashes=hashes, now=self.now, rules=self.office.rules
            )
        )

    def decide(
        self, choice: Choice, user: str = ADA, call_id: str = "call_1", **more: Any
    ) -> Answer:
        """One click on the card as it is now (or on `revision`)."""
        command = self.command(choice, user, call_id, **more)
        return self.write(lambda tx: decide(tx, command, self.now, self.office.rules))

    def view(self, choice: Choice, user: str = ADA, call_id: str = "call_1") -> Any:
        """The view that a click opens."""
        command = self.command(choice, user, call_id)
        return self.write(lambda tx: view_for(tx, command, self.now, self.office.rules))

    def command(self, choice: Choice, user: str, call_id: str, **more: Any) -> Command:
        """What a click says."""
        self.refresh()
        self._clicks += 1
        handoff = self.case(call_id).handoff
        return Command(
            **{
                "choice": choice,
                "handoff_id": handoff.id,
                "revision": handoff.revision,
                "actor": Actor(user_id=user, team_id=TEAM),
                "source": f"view:V{self._clicks}",
                "answered_in_view": True,
                **more,
            }
        )

    def approve(
        self, user: str = ADA, call_id: str = "call_1", amount: str | None = None, **more: Any
    ) -> Answer:
        typed = redact(amount) if amount else None
        return self.decide(Choice.APPROVE, user, call_id, typed_amount=typed, **more)

    # --- the worker ---

    def claim(self, limit: int = 16) -> Sequence[Step]:
        return self.run(claim(self.office, limit))

    def run(self, work: Any) -> Any:
        return self._loop.run_until_complete(work)

    def step(self, step: Step) -> None:
        self.run(run_step(self.office, step))

    def work(self, turns: int = 20) -> None:
        """Run what is due now until nothing is."""
        for _ in range(turns):
            taken = self.claim()
            for step in taken:
                self.step(step)
            if not taken:
                return

    def send(self) -> None:
        """Let the cancel window pass and the money step run once."""
        self.later(seconds=31)
        self.work()

    def restart(self) -> None:
        """The process comes up again: it takes back what was leased."""
        self.write(lambda tx: tx.steps.release())

    # --- what is to be seen ---

    def case(self, call_id: str = "call_1") -> Case:
        found = self.database.read_now(lambda tx: tx.handoffs.by_call(call_id))
        return self.database.read_now(lambda tx: tx.handoffs.case(found.id))

    def messages(self, call_id: str = "call_1") -> Sequence[Step]:
        """Everything said about a call, or still to be said."""
        found = self.database.read_now(lambda tx: tx.handoffs.by_call(call_id))
        return self.database.read_now(lambda tx: tx.steps.messages_of(found.id))

    def effect(self, call_id: str = "call_1") -> Step:
        return self.case(call_id).effects[0]

    def state(self, call_id: str = "call_1") -> str:
        return self.case(call_id).handoff.state.value

    def lines(self, call_id: str = "call_1") -> str:
        """What was said in the thread."""
        return "\n".join(
            str(one.args["text"]) for one in self.messages(call_id) if "thread" in one.operation
        )
