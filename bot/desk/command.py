"""What a click or a submission asks for, and what it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import Field

from bot.desk.office import Rules
from bot.errors import Overtaken
from bot.handoff.decision import Decision
from bot.handoff.handoff import Case, Handoff
from bot.handoff.people import Actor
from bot.handoff.value import Value
from bot.handoff.words import Choice
from bot.ports import Tx
from bot.redaction import Redacted


class Command(Value):
    """One choice as it came through the door. `source` makes it count once.

    `typed_amount` is as typed, in major units of the record's currency; `target` is a role for an
    escalation and a record id for a pick; `fields` is what a plan's form holds. `answered_in_view`
    says that the person sees the answer in an open view, so no private notice is needed.
    """

    choice: Choice
    handoff_id: str
    revision: int
    actor: Actor
    source: str
    typed_amount: Redacted | None = None
    reason: Redacted | None = None
    target: str | None = None
    fields: Mapping[str, Redacted] = Field(default_factory=dict)
    answered_in_view: bool = False


class Answer(Value):
    """Yes with the handoff as it now is, or no with a sentence; `field` is the input at fault."""

    handoff: Handoff | None = None
    sentence: str | None = None
    field: str | None = None

    @property
    def accepted(self) -> bool:
        return self.sentence is None

    @classmethod
    def yes(cls, handoff: Handoff) -> Self:
        return cls(handoff=handoff)

    @classmethod
    def no(cls, sentence: str, *, field: str | None = None) -> Self:
        return cls(sentence=sentence, field=field)


@dataclass(frozen=True, slots=True)
class Situation:
    """All that one choice is made in: the transaction, the case as read in it, the rules."""

    tx: Tx
    case: Case
    command: Command
    now: datetime
    rules: Rules

    @property
    def handoff(self) -> Handoff:
        return self.case.handoff

    def record_decision(
        self,
        *,
        role: str | None = None,
        amount_minor: int | None = None,
        currency: str | None = None,
        target: str | None = None,
    ) -> None:
        """Write the decision row. Raises Overtaken where its source was counted meanwhile."""
        added = self.tx.decisions.add(
            Decision(
                id=self.tx.new_id("de"),
                handoff_id=self.handoff.id,
                revision=self.command.revision,
                choice=self.command.choice,
                actor=self.command.actor.user_id,
                team_id=self.command.actor.team_id,
                at=self.now,
                role=role,
                amount_minor=amount_minor,
                currency=currency,
                reason=self.command.reason,
                target=target,
                source=self.command.source,
            )
        )
        if not added:
            raise Overtaken
