"""One person's recorded choice."""

from __future__ import annotations

from datetime import datetime

from bot.handoff.value import Value
from bot.handoff.words import Choice
from bot.redaction import Redacted


class Decision(Value):
    """A choice bound to the revision that was seen; never edited, at most voided.

    `amount_minor` and `currency` are what an approval covers; `target` is the role, user or
    payment that an escalation, reassignment or pick names. `voided_by` says what took it back.
    """

    id: str
    handoff_id: str
    revision: int
    choice: Choice
    actor: str
    team_id: str
    at: datetime
    role: str | None = None  # the approval step it fills
    amount_minor: int | None = None
    currency: str | None = None
    reason: Redacted | None = None
    target: str | None = None
    voided_by: str | None = None
    source: str = ""  # what makes it count once: "view:V1", "click:U1:1690000000.1"

    @property
    def counts(self) -> bool:
        return self.voided_by is None
