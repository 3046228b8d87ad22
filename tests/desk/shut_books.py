"""Books of a vendor that do not answer, and looking into them again and again."""

from __future__ import annotations

from bot.errors import Refused, Unavailable

REVOKED = Refused("The key is not accepted.", code="auth", mendable=True)
DOWN = Unavailable("No connection.")


class Shut:
    """Reads of a vendor: the same failure, until it is mended."""

    def __init__(self, failure: Exception) -> None:
        self.failure: Exception | None = failure

    def __bool__(self) -> bool:
        return self.failure is not None

    def popleft(self) -> Exception:
        assert self.failure is not None
        return self.failure


def look_for(bench, *, hours):
    """Look again and again: every few minutes of one hour, every few hours of a day."""
    for _ in range(12):
        bench.later(minutes=hours * 60 / 12)
        bench.work()
        yield


def mend(bench):
    bench.books.reads = type(bench.slack.trouble)()
