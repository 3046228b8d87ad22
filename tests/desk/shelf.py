"""A vendor at the port whose records and operations a test puts there; every order is kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff import companions
from bot.handoff.operations import MONEY_OPERATIONS, OperationFacts, RepeatSafety
from bot.handoff.playbooks import PLAYBOOKS
from bot.handoff.record import FoundBy, Record, RecordKind, RecordStatus
from bot.redaction import redact
from bot.vendors import Effect, Order
from tests.desk.bench import NOW

FAILURES = {
    "refuse": Refused("The vendor said no."),
    "away": Unavailable("Too many requests."),
    "lost": OutcomeUnknown("No answer came."),
}


@dataclass
class Act:
    """One operation; `script` says what goes wrong next."""

    name: str
    orders: list[Order]
    safety: RepeatSafety = RepeatSafety.NONE
    script: deque[str] = field(default_factory=deque)

    @property
    def facts(self) -> OperationFacts:
        return OperationFacts(
            name=self.name,
            writes=True,
            moves_money=self.name in MONEY_OPERATIONS,
            repeat_safety=self.safety,
            title=self.name,
            card_may_say="Done.",
        )

    async def send(self, order: Order) -> Effect:
        self.orders.append(order)
        word = self.script.popleft() if self.script else "ok"
        if word in FAILURES:
            raise FAILURES[word]
        return Effect(status="done", reference=f"ref_{len(self.orders)}", said=redact("Done."))

    async def find_effect(self, _order: Order) -> Effect | None:
        return None

    async def watch(self, _order: Order, reference: str) -> Effect:
        return Effect(status="done", reference=reference)


class Shelf:
    """Records by kind, and every operation that a playbook names."""

    def __init__(self, name: str, *records: Record) -> None:
        self.name = name
        self.records = list(records)
        self.orders: list[Order] = []
        self.no: Exception | None = None
        self.operations = {one: Act(one, self.orders) for one in _named(name)}
        self.looks: dict[str, Any] = {}

    async def find_records(self, _claim: object, kind: RecordKind) -> Sequence[Record]:
        if self.no:
            raise self.no
        return [one for one in self.records if one.kind is kind]

    async def observe(self, _kind: object, record_id: str) -> Record:
        return next(one for one in self.records if one.record_id == record_id)

    def now_shows(self, **change: Any) -> None:
        """All its records change."""
        self.records = [one.model_copy(update=change) for one in self.records]


def _named(vendor: str) -> list[str]:
    """Every operation of a vendor."""
    books = [one for (_, at), one in PLAYBOOKS.items() if at == vendor]
    planned = [one for book in books for plan in book.plans for one in plan.operations]
    told = [one.operation for one in companions.COMPANIONS if one.system == vendor]
    return list(dict.fromkeys((*planned, *(one for book in books for one in book.resend), *told)))


def record(vendor: str, record_id: str, kind: RecordKind, **change: Any) -> Record:
    """A record in good order, of somebody with an address."""
    told = {
        "vendor": vendor,
        "kind": kind,
        "record_id": record_id,
        "found_by": FoundBy.REFERENCE,
        "customer_id": "customer_1",
        "customer_email": redact("office@beninbronze.example"),
        "amount_minor": 500000,
        "currency": "NGN",
        "status": RecordStatus.OPEN,
        "livemode": False,
        "observed_at": NOW,
    }
    return Record(**{**told, **change})


def values(view: dict[str, Any]) -> dict[str, str | None]:
    """What the inputs of a view hold beforehand, by block."""
    return {
        block["block_id"]: block["element"].get("initial_value")
        for block in view["blocks"]
        if block["type"] == "input"
    }


EVIDENCE = {"service_details": redact("A desk.\nDelivered, signed for."), "final": redact("yes")}
ADDRESS = {"line1": redact("Weg 1"), "city": redact("Kiel")}
PROMISE = {
    name: redact("yes") for name in ("recipient", "consent", "channel", "purpose", "follow_up")
}
DISPUTED = record(
    "stripe",
    "ch_bench",
    RecordKind.PAYMENT,
    status=RecordStatus.PAID,
    currency="USD",
    disputed=True,
    evidence_wanted=True,
)


def customer(record_id: str = "CUS_bench", **change: Any) -> Record:
    """A customer in good standing at Paystack."""
    told = {"status": RecordStatus.ACTIVE, "amount_minor": None, "currency": None, **change}
    return record("paystack", record_id, RecordKind.CUSTOMER, **told)


def invoice(**change: Any) -> Record:
    """An open payment request at Paystack."""
    return record("paystack", "PRQ_bench", RecordKind.INVOICE, **change)
