"""Port about what a provider reports of its own accord. What it says is never believed.

A report says where to look again, and nothing else of it goes any further: what the provider's
books show then is what counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.errors import HandoffError


class NotSigned(HandoffError):
    """No configured secret made this signature over these bytes, or it is too old to be taken."""


class BadCallback(HandoffError):
    """Signed, and yet not to be taken: malformed, or of the other mode. The message says which."""


class CallbackKind(StrEnum):
    """What something may have become of."""

    REFUND = "refund"  # one was made, settled, failed or returned
    DISPUTE = "dispute"  # one was opened, changed or closed
    INVOICE = "invoice"  # one was paid, voided or changed, or a payment came in


@dataclass(frozen=True, slots=True)
class Callback:
    """One report: `names` are the provider's ids of the payments or invoices it is about.

    `key` is the same for a repetition of the same report and for no other report of this vendor.
    """

    vendor: str
    key: str
    kind: CallbackKind
    names: tuple[str, ...]


class CallbackReader(Protocol):
    """Checks and reads what one provider sends. Keeps nothing and does no I/O."""

    def read(self, raw: bytes, headers: Mapping[str, str], now: datetime) -> Callback | None:
        """Verify the raw bytes and say what they are about; None: nothing that matters here.

        `headers` have lower-case names. Raises NotSigned or BadCallback.
        """


class Callbacks(Protocol):
    """Which reports were taken, for as long as one could come again."""

    def take(self, vendor: str, key: str, at: datetime) -> bool:
        """Remember one; False when it was taken before (nothing is changed then)."""

    def forget(self, before: datetime) -> int:
        """Forget those taken earlier; how many they were."""
