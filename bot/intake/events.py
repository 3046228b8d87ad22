"""What a delivery from DialNexa can mean: one frozen value per meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.errors import HandoffError
from bot.handoff.billing_call import BillingCall
from bot.redaction import RedactedTurn


class BadBody(HandoffError):
    """The body cannot be read. The message names what is wrong and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Verification:
    """DialNexa asks whether somebody listens here; the answer is 2xx and nothing else."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Acknowledged, nothing made of it. `why` is a sentence of ours; the rest is tame words.

    `settled` says that the call was read whole and is none of ours.
    """

    call_id: str | None
    event_type: str
    status: str
    why: str
    settled: bool = False


@dataclass(frozen=True, slots=True)
class AwaitingAnalysis:
    """A completed call without analysis or summary: to be read again by REST a little later.

    The transcript is kept because only the webhook carries it. `draft` is what its words alone
    make of the call, when they are about money at all.
    """

    call_id: str
    event_type: str
    status: str
    transcript: tuple[RedactedTurn, ...] = ()
    draft: BillingCall | None = None


@dataclass(frozen=True, slots=True)
class Billing:
    """A completed call about money."""

    call: BillingCall
    transcript: tuple[RedactedTurn, ...]
    event_type: str
    status: str


Event: TypeAlias = Verification | Ignored | AwaitingAnalysis | Billing
