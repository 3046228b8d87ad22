"""One durable unit of outgoing work: a row in the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Self, TypeAlias

from pydantic import Field, JsonValue

from bot.handoff.operations import MONEY_OPERATIONS
from bot.handoff.unanswered import Unanswered
from bot.handoff.value import Value
from bot.handoff.words import StepKind, StepOutcome
from bot.redaction import Redacted

Facts: TypeAlias = dict[str, JsonValue]
"""Ids, enums, integers and ISO dates: never free text."""


ATTESTED_BY = "attested_by"
"""Where a step keeps the user id of whoever said what came of it."""
RESTS_ON = "rests_on"
"""Where a step that is tried again keeps who said that nothing had come of it before."""
SENT_FOR = "sent_for"
"""Where it keeps, beside that, for which record it was sent: it may be for another by then."""

_OPEN = frozenset({StepOutcome.PENDING, StepOutcome.LEASED, StepOutcome.UNKNOWN})


class Step(Value):
    """A step and everything known about it.

    `key` is stable: `<call id>:<operation>:<ordinal>`, for a document that is sent again
    `<call id>:resend:<n>`; a vendor sees `wire_key`, which also holds the attempt. `attempt` rises
    only when the previous one is known to have had no effect. `sent_at` is committed before the
    call of this attempt, so a step that is found leased and sent may have had its effect. `fence`
    rises with every lease; only its holder may write.
    """

    id: str
    handoff_id: str
    call_id: str
    operation: str  # "stripe.create_refund"
    ordinal: int = 1
    kind: StepKind
    outcome: StepOutcome = StepOutcome.PENDING
    attempt: int = 1
    args: Facts = Field(default_factory=dict)
    run_at: datetime
    created_at: datetime
    lane: str | None = None  # one at a time, in order
    resource: str | None = None  # one guarded step at a time: "stripe:ch_..."
    waits_for: str | None = None  # the step that must have worked before
    tries: int = 0  # leases taken so far
    checks: int = 0  # looks into the vendor's books after an unknown outcome
    fence: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = None
    first_sent_at: datetime | None = None  # of this attempt's wire key
    sent_at: datetime | None = None
    answered: bool = False  # the unknown outcome came with an answer: nothing is under way
    finished_at: datetime | None = None
    reference: str | None = None  # the vendor's id of the effect: "re_..."
    facts: Facts = Field(default_factory=dict)
    said: Redacted | None = None  # why it was refused or is unknown, as a sentence
    was_accepted: bool = False  # for an effect that came back later
    unanswered: Unanswered | None = None  # the looks since the vendor's books last answered

    @property
    def key(self) -> str:
        """Approving and resending may be the same call at the vendor, and still are two steps."""
        what = "resend" if self.kind is StepKind.RESEND else self.operation
        return f"{self.call_id}:{what}:{self.ordinal}"

    @property
    def wire_key(self) -> str:
        return f"{self.key}:{self.attempt}"

    @property
    def under_way(self) -> bool:
        """Whether it may still come to something by itself; what was left to people may not."""
        return self.outcome in _OPEN and self.finished_at is None

    @property
    def left_to_people(self) -> bool:
        """Whether somebody has to say what happened: its vendor cannot be asked, or never answers.

        Where there are books, they are looked into all the same: once they answer, they count. A
        note at a paired system, which no card shows, keeps nothing open and is left to its books.
        """
        shut = self.unanswered is not None and self.unanswered.is_too_long
        asked = shut and self.kind is not StepKind.NOTE
        return self.is_unknown and (self.finished_at is not None or asked)

    @property
    def attested_by(self) -> str | None:
        """Who said what came of it, where nothing else tells."""
        who = self.facts.get(ATTESTED_BY)
        return who if isinstance(who, str) else None

    @property
    def rests_on(self) -> str | None:
        """On whose word alone it is tried again: the vendor's books were not read since."""
        who = self.facts.get(RESTS_ON)
        return who if isinstance(who, str) else None

    @property
    def sent_for(self) -> str | None:
        """The record in whose books it is looked for too, as long as it rests on a word."""
        record_id = self.facts.get(SENT_FOR)
        return record_id if isinstance(record_id, str) else None

    @property
    def moves_money(self) -> bool:
        return self.operation in MONEY_OPERATIONS

    @property
    def is_guarded(self) -> bool:
        """Whether record and rights are read once more before it is sent, one at a time."""
        return self.resource is not None

    @property
    def is_unknown(self) -> bool:
        """An unknown outcome, also while a worker is looking into the books for it."""
        looking = self.outcome is StepOutcome.LEASED and self.checks > 0
        return looking or self.outcome is StepOutcome.UNKNOWN

    @property
    def in_doubt(self) -> bool:
        """This attempt was sent before, and nobody knows yet what came of it."""
        return self.checks > 0 and self.first_sent_at is not None

    def attested(
        self, outcome: StepOutcome, *, actor: str, reason: Redacted | None, at: datetime
    ) -> Self:
        """Take somebody's word for it. `first_sent_at` stays: the wire key was used."""
        return self.model_copy(
            update={
                "outcome": outcome,
                "facts": {**self.facts, ATTESTED_BY: actor},
                "said": reason,
                "sent_at": None,
                "checks": 0,
                "finished_at": at,
                "lease_until": None,
            }
        )

    def read_in_books(self) -> Self:
        """The vendor's books answered: looks that failed before and a word count no more."""
        facts = {name: self.facts[name] for name in self.facts if name not in {RESTS_ON, SENT_FOR}}
        return self.model_copy(update={"unanswered": None, "facts": facts})

    def freed(self, outcome: StepOutcome, run_at: datetime) -> Self:
        """Start over once every attempt is known to have no effect (any more).

        A wire key that was used is not used again. Where somebody's word is all there is for it,
        that is kept until the vendor's books were read.
        """
        used = self.first_sent_at is not None
        facts = {name: self.facts[name] for name in self.facts if name != ATTESTED_BY}
        if self.attested_by and self.unanswered and self.outcome is StepOutcome.REFUSED:
            facts |= {RESTS_ON: self.attested_by, SENT_FOR: self.args.get("record_id")}
        return self.model_copy(
            update={
                "outcome": outcome,
                "attempt": self.attempt + 1 if used else self.attempt,
                "run_at": run_at,
                "tries": 0,
                "checks": 0,
                "lease_until": None,
                "first_sent_at": None,
                "sent_at": None,
                "answered": False,
                "finished_at": None,
                "was_accepted": False,
                "unanswered": None,
                "said": None if self.attested_by else self.said,
                "facts": facts,
            }
        )
