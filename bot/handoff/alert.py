"""An alert about a handoff, and somebody's queue in other hands: what stands beside the case."""

from __future__ import annotations

from datetime import datetime

from bot.handoff.ruling import AlertRule
from bot.handoff.value import Value


class Called(Value):
    """Whom the alert has called: a role of its chain, and who of it was told."""

    role: str
    people: tuple[str, ...]
    at: datetime


class Alert(Value):
    """One per handoff at most: what is drawn in the alert's own channel, and who was called.

    It ends when somebody acknowledges it or the handoff is decided; after that nobody is called.
    `version` rises with every change, so that an older drawing never covers a newer one.
    """

    handoff_id: str
    rule: AlertRule
    raised_at: datetime
    version: int = 1
    called: tuple[Called, ...] = ()
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    channel_id: str | None = None  # where the message stands
    ts: str | None = None
    drawn_version: int = 0

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who was called so far, each once."""
        return tuple(dict.fromkeys(user for one in self.called for user in one.people))


class Delegation(Value):
    """Somebody's queue in another's hands until an instant: reminders and calls, never rights."""

    user_id: str
    to_user: str
    until: datetime
    made_at: datetime
