"""Looks into a vendor's books that nothing answers, and when they leave a step to people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from bot.handoff.value import Value
from bot.redaction import Redacted

REFUSED_FOR = timedelta(minutes=15)
UNANSWERED_FOR = timedelta(days=1)


class Unanswered(Value):
    """The looks for one step since its vendor's books last answered: none of them was answered.

    `since` is the first and `at` the last of them; `said` is why the last one was not.
    `refused_since`: from then on the vendor turned every look away (None: not the last one).
    """

    since: datetime
    at: datetime
    said: Redacted
    refused_since: datetime | None = None

    @classmethod
    def after(cls, before: Self | None, *, said: Redacted, refused: bool, at: datetime) -> Self:
        """Count one more look that was not answered."""
        began = before.refused_since if before and before.refused_since else at
        return cls(
            since=before.since if before else at,
            at=at,
            said=said,
            refused_since=began if refused else None,
        )

    @property
    def is_too_long(self) -> bool:
        """Whether a person may say what happened, instead of waiting for the books.

        A refusal (a revoked key, a closed account) is not mended by waiting. A quarter of an hour
        of nothing else is asked for all the same: by then a call without an answer is not under way
        any more (`effects.SETTLED_AFTER`), so that who looks elsewhere sees how it ended, and one
        odd answer is no reason. An outage passes by itself, as a rule within hours: a day of it.

        The clock comes in with the looks: what nobody asked in between, as Handoff itself was down,
        counts only once a look after it failed too. So card, view and click agree on it at any
        time, and it begins and ends with a look, which draws the card in the same commit.
        """
        refused_for = self.at - self.refused_since if self.refused_since else timedelta()
        return refused_for >= REFUSED_FOR or self.at - self.since >= UNANSWERED_FOR
