"""What providers implement: typed writes, look-ups of records, questions that change nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from bot.handoff.billing_call import BillingCall
from bot.handoff.operations import OperationFacts
from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.redaction import Redacted


@dataclass(frozen=True, slots=True)
class Done:
    """What was carried out at the destination. Amounts are minor units (ISO 4217).

    `settled` is false while it is accepted alone: it may still fail. `stated_by` is a person (a
    Slack user id) whose word is all there is for it, where the destination cannot be asked.
    """

    operation: str
    reference: str | None
    amount_minor: int | None = None
    currency: str | None = None
    settled: bool = True
    stated_by: str | None = None

    @property
    def how(self) -> str:
        """How far it is known to have come, for a note at a paired system."""
        if self.stated_by:
            return f"Done, as {self.stated_by} says"
        return "Done" if self.settled else "Accepted, not settled yet"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a system beside the destination is told of.

    `record` is the destination's, read just before: an address is taken from it alone. It is None
    where no record was found or what happened needs none.
    """

    handoff_id: str
    call: BillingCall
    record: Record | None = None
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One write as the desk asks an adapter for it. Amounts are minor units (ISO 4217).

    `fields` is what an approver wrote in the form, by field name (`bot.handoff.forms`), redacted.
    `note` is the short operational summary, for operations that leave one at the vendor. `matter`
    is what a paired system is told of. `made_id` was made before the first sending and kept.
    """

    step_key: str
    wire_key: str
    record_id: str
    amount_minor: int | None = None
    currency: str | None = None
    since: datetime | None = None  # when the step was made: where a look into the books starts
    fields: Mapping[str, Redacted] = field(default_factory=dict)
    note: Redacted | None = None
    matter: Matter | None = None
    made_id: str | None = None  # of an operation that `MakesIds`


@dataclass(frozen=True, slots=True)
class Effect:
    """What a vendor's own answer or books show of a write.

    `status`: "done" seen as final, "accepted" taken but not settled, "failed" taken once and
    failed or returned. `reference` is the vendor's id. `facts` hold ids, enums, integers only.
    """

    status: Literal["done", "accepted", "failed"]
    reference: str
    amount_minor: int | None = None
    currency: str | None = None
    said: Redacted | None = None
    facts: Mapping[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know, reading a card."""

    call: BillingCall
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of an answer, shown to the one who asked and kept nowhere; no bearer links."""

    label: str
    value: Redacted
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as its vendor drew it, as PDF: neither logged, nor stored, nor shown."""

    name: str  # with its ending: "INV-1042.pdf"
    content: bytes = field(repr=False)


@runtime_checkable
class Papers(Protocol):
    """A vendor that hands out the documents of what it holds."""

    async def paper(self, matter: Matter) -> Paper:
        """Read the document of what was done, or else of the record.

        Raises Refused when there is none, or Unavailable.
        """


class Look(Protocol):
    """One typed question to a vendor, which changes nothing there."""

    @property
    def facts(self) -> OperationFacts: ...

    def applies(self, question: Question) -> bool:
        """Tell, without asking anybody, whether there is anything to ask with."""

    async def ask(self, question: Question) -> Sequence[Finding]:
        """Ask; nothing found is an empty answer. Raises Refused or Unavailable."""


class Operation(Protocol):
    """One typed write of one vendor."""

    @property
    def facts(self) -> OperationFacts: ...

    async def send(self, order: Order) -> Effect:
        """Do it once under `order.wire_key`. Raises Refused, Unavailable or OutcomeUnknown."""

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for an effect of `order.step_key` in the vendor's books; None: it is not there."""

    async def watch(self, order: Order, reference: str) -> Effect:
        """Re-read an accepted effect."""


@runtime_checkable
class MakesIds(Protocol):
    """An operation whose effect stands under an id that the vendor gives out beforehand."""

    async def make_id(self, order: Order) -> str:
        """Have an id made, which changes nothing; it is kept with the step before anything is sent.

        Raises Refused or Unavailable.
        """


class Vendor(Protocol):
    """One provider account behind typed operations. Reads raise Refused or Unavailable."""

    @property
    def name(self) -> str: ...

    @property
    def operations(self) -> Mapping[str, Operation]: ...

    @property
    def looks(self) -> Mapping[str, Look]: ...

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:
        """Every record of this kind the claim could mean, best evidence first, at most ten."""

    async def observe(self, kind: RecordKind, record_id: str) -> Record:
        """One record as it is now (Refused when there is none)."""
