"""What local Google holds: one spreadsheet, one shared drive, one mailbox, and what was asked."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.sandbox.google_files import LocalDrive
from handlers.sandbox.google_mail import LocalMailbox
from handlers.sandbox.google_tokens import MAILBOX, TokenDesk
from handlers.sandbox.slack_messages import Clock

SPREADSHEET_ID = "sheet-local-queue"
TAB = "Queue"
KEPT_REQUESTS = 400


@dataclass(slots=True)
class RecordedRequest:
    """One request as it arrived; `status` is None while it is answered."""

    at: datetime
    service: str
    method: str
    path: str
    query: str
    body: str = field(repr=False)
    status: int | None = None


@dataclass
class GoogleBooks:
    """The state behind the doors; `now` is the world's clock."""

    now: Clock
    rate_status: int = 429
    """What "too fast" is answered with: 429, or 403 with a reason."""
    retry_after_s: int | None = 1

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """As on the first day; tokens that were given out stay good."""
        if not hasattr(self, "tokens"):
            self.tokens = TokenDesk(self.now)
        self.requests: deque[RecordedRequest] = deque(maxlen=KEPT_REQUESTS)
        self.sheets: dict[str, dict[str, list[list[Any]]]] = {SPREADSHEET_ID: {TAB: []}}
        self.drive = LocalDrive(self.now)
        self.mailbox = LocalMailbox(self.now, MAILBOX)
