"""`PolygonBooks`: what local Polygon.io knows of listed companies, and who asks too often."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

Clock: TypeAlias = Callable[[], datetime]
PolygonObject: TypeAlias = dict[str, Any]

MINUTE: Final = timedelta(minutes=1)
FREE: Final = 5
HOST: Final = "https://api.massive.com"
"""What `next_url` begins with, whatever host was asked."""


@dataclass
class RecordedRequest:
    """One request as it came, whatever became of it; the key is not kept."""

    at: datetime
    method: str
    path: str
    query: str
    status: int | None = None


@dataclass
class PolygonBooks:
    """Public facts, the same for every key. `most_a_minute` 0 is a plan without a limit.

    `older_family` false takes the filings away that list files: they are not documented any more.
    """

    api_key: str
    now: Clock
    fill: Callable[["PolygonBooks"], None] | None = None
    most_a_minute: int = FREE
    older_family: bool = True
    companies: dict[str, PolygonObject] = field(default_factory=dict)
    filings: list[PolygonObject] = field(default_factory=list)
    files: dict[str, list[PolygonObject]] = field(default_factory=dict)
    requests: list[RecordedRequest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._asked: deque[datetime] = deque()
        self.reset()

    def reset(self) -> None:
        """Forget everything but the seed data."""
        self.companies.clear()
        self.filings.clear()
        self.files.clear()
        self.requests.clear()
        self._asked.clear()
        if self.fill is not None:
            self.fill(self)

    def is_too_often(self) -> bool:
        """Count one call; a call that is turned away counts as well."""
        now = self.now()
        while self._asked and self._asked[0] + MINUTE <= now:
            self._asked.popleft()
        self._asked.append(now)
        return bool(self.most_a_minute) and len(self._asked) > self.most_a_minute

    def view(self) -> dict[str, Any]:
        """For the page."""
        requests = [
            {"at": one.at.isoformat(), "path": one.path, "query": one.query, "status": one.status}
            for one in reversed(self.requests[-60:])
        ]
        return {"companies": sorted(self.companies), "requests": requests}
