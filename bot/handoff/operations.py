"""What each operation is: facts that decide how it may be repeated, one row per vendor call."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.value import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

MONEY_OPERATIONS = frozenset(
    {
        "stripe.create_refund",
        "stripe.create_credit_note",
        "stripe.pay_invoice",
        "stripe.resume_subscription",
        "paystack.create_refund",
        "quickbooks.create_credit_memo",
    }
)
"""Operations that give money back, take it or owe it; a stop halts them, a card says so.

Each adapter declares the same in its `OperationFacts`.
"""


class RepeatSafety(StrEnum):
    """How a write is kept from happening twice."""

    NATIVE_KEY = "native_key"  # the vendor honours an idempotency key inside `key_window`
    LOOK_UP = "look_up"  # the step key can be found in the vendor's books
    NATURAL = "natural"  # the same end state however often
    NONE = "none"  # after a time-out only a person can tell


SAFETY: Mapping[RepeatSafety, str] = MappingProxyType(
    {
        RepeatSafety.NATIVE_KEY: "the vendor honours our key",
        RepeatSafety.LOOK_UP: "found again in the vendor's books",
        RepeatSafety.NATURAL: "the same end state however often",
        RepeatSafety.NONE: "never repeated; a person decides",
    }
)
"""Why a write does not happen twice, for people."""


class OperationFacts(Value):
    """The declared nature of one operation, e.g. `stripe.create_refund`."""

    name: str
    writes: bool
    moves_money: bool
    requires: tuple[str, ...] = ()  # billing-call or record fields
    repeat_safety: RepeatSafety
    key_window: timedelta | None = None
    can_look_up: bool = False  # effects can be found in the books by step key
    title: str  # what a card calls it: "Refund at Stripe"
    card_may_say: str  # what may be claimed of its result
    summary_in: str = ""  # where it leaves the operational summary, if it does


def reading(name: str, title: str, shows: str, *, by: tuple[str, ...] = ()) -> OperationFacts:
    """Facts of what is read for a card, or asked in More: it changes nothing, however often.

    `by` names what it is found by; any one of these is enough.
    """
    return OperationFacts(
        name=name,
        writes=False,
        moves_money=False,
        requires=by,
        repeat_safety=RepeatSafety.NATURAL,
        title=title,
        card_may_say=shows,
    )
