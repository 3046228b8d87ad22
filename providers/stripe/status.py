"""How a subscription stands, in words of ours: https://docs.stripe.com/api/subscriptions/object."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.handoff.record import RecordStatus

_STATUS: Final[Mapping[str, RecordStatus]] = MappingProxyType(
    {
        "active": RecordStatus.ACTIVE,
        "trialing": RecordStatus.ACTIVE,
        "past_due": RecordStatus.PAST_DUE,
        "unpaid": RecordStatus.PAST_DUE,
        "incomplete": RecordStatus.PAST_DUE,
        "paused": RecordStatus.PAUSED,
        "canceled": RecordStatus.ENDED,
        "incomplete_expired": RecordStatus.ENDED,
    }
)


def subscription_status(word: str) -> RecordStatus:
    """A word we do not know allows nothing: ended."""
    return _STATUS.get(word, RecordStatus.ENDED)
