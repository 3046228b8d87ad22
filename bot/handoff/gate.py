"""Whether a vendor, or a method of Slack's, takes calls just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gate:
    """Trouble with a vendor ("stripe"), or with a method of Slack's ("slack chat.update").

    `failures` in a row, the first of them at `since`; nothing is claimed for it before
    `shut_until`. `is_out`: people are told that it does not answer.
    """

    name: str
    failures: int
    since: datetime
    shut_until: datetime
    is_out: bool = False
