"""The case made from a billing call, and all that belongs to it."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.handoff.billing_call import BillingCall
from bot.handoff.decision import Decision
from bot.handoff.record import Record
from bot.handoff.ruling import Ruling
from bot.handoff.step import Step
from bot.handoff.value import Moment, Value
from bot.handoff.words import Choice, NudgeKind, ReviewReason, State, StepKind, Workflow
from bot.redaction import Redacted


class Handoff(Value):
    """One per call id; `revision` rises with every change a decision depends on.

    `amount_minor` and `currency` are what would be sent now. `record` is the matched payment,
    `candidates` those a person may pick from. `unmet` are sentences: the preconditions that fail.
    """

    id: str
    call_id: str
    revision: int = 1
    workflow: Workflow
    state: State = State.RECEIVED
    call: BillingCall
    ruling: Ruling
    record: Record | None = None
    candidates: tuple[Record, ...] = ()
    amount_minor: int | None = None
    currency: str | None = None
    fields: dict[str, Redacted] = Field(default_factory=dict)  # what an approver filled in
    owner: str | None = None
    owner_role: str | None = None
    owner_note: str | None = None  # a sentence on whom the caller, or the policy, would have had
    makers: tuple[str, ...] = ()
    review_reasons: tuple[ReviewReason, ...] = ()
    unmet: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what changed since it was made, as sentences
    due: Moment | None = None  # as stated
    due_at: datetime | None = None  # the instant that follows from it
    looked_up: bool = False  # the provider's record was read, or there is none to read
    expired: bool = False
    created_at: datetime
    updated_at: datetime


class CardPlace(Value):
    """Where the one card of a handoff stands, and which revision it shows."""

    handoff_id: str
    channel_id: str
    ts: str
    drawn_revision: int


class Case(Value):
    """A handoff with its decisions and steps, oldest first: enough to draw or decide."""

    handoff: Handoff
    decisions: tuple[Decision, ...] = ()
    steps: tuple[Step, ...] = ()
    place: CardPlace | None = None
    linked: tuple[Handoff, ...] = ()

    @property
    def effects(self) -> tuple[Step, ...]:
        """The steps that change something at a provider, in order."""
        return tuple(step for step in self.steps if step.kind is StepKind.EFFECT)

    @property
    def resends(self) -> tuple[Step, ...]:
        """The documents sent again, in order."""
        return tuple(step for step in self.steps if step.kind is StepKind.RESEND)

    @property
    def approvals(self) -> tuple[Decision, ...]:
        """Approvals that still stand, oldest first."""
        return tuple(one for one in self.counted if one.choice is Choice.APPROVE)

    @property
    def counted(self) -> tuple[Decision, ...]:
        """Decisions that still stand."""
        return tuple(decision for decision in self.decisions if decision.counts)

    def has_counted(self, source: str) -> bool:
        """Tell whether this click or view was counted before, voided since or not."""
        return bool(source) and any(one.source == source for one in self.decisions)


class Nudge(Value):
    """What is due at a time unless a decision comes first; a row that a tick claims once.

    `wanted_at` is when it should have happened, `run_at` when it is looked at next. `rung` is its
    place in the policy's list; one with `any_hour` does not wait for working hours.
    """

    id: str  # "<handoff id>:nudge:<deadline>:<offset seconds>"
    handoff_id: str
    kind: NudgeKind = NudgeKind.REMINDER
    rung: int = 0
    run_at: datetime
    wanted_at: datetime
    due_at: datetime
    any_hour: bool = False


class AuditEntry(Value):
    """Who did what, when, why, under which policy. `details` are what a purge may remove."""

    handoff_id: str
    at: datetime
    actor: str  # Slack user id, "handoff" or "dialnexa"
    action: str  # "approved", "step_done"
    revision: int
    policy_hash: str
    details: dict[str, str | int | None]
