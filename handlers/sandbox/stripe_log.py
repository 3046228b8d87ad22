"""What local Stripe remembers of its visitors and of the mails it would have sent."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RecordedRequest:
    """One request as it came, whatever became of it; `Authorization` is not kept."""

    at: datetime
    request_id: str
    method: str
    path: str
    query: str
    body: str
    idempotency_key: str | None
    version: str | None


@dataclass(frozen=True)
class Mail:
    """A mail that the real Stripe would have sent to the customer."""

    at: datetime
    kind: str
    to: str
    subject: str
    about: str
