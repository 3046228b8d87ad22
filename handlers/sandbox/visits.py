"""What a local vendor remembers of its visitors."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request


@dataclass
class RecordedRequest:
    """One request as it came, whatever became of it; no header with a key in it is kept."""

    at: datetime
    method: str
    path: str
    query: str = ""
    body: str = ""
    status: int | None = None


def recorded(request: Request, body: bytes, at: datetime) -> RecordedRequest:
    """The request in full; whoever is told secrets in it takes them out."""
    text = body.decode("utf-8", "replace")
    return RecordedRequest(at, request.method, request.url.path, request.url.query, text)
