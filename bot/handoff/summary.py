"""The short operational summary that a system of record gets where it offers a place for notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handoff.words import StepOutcome
from bot.money import format_money
from bot.redaction import Redacted, redact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.handoff.handoff import Handoff
    from bot.handoff.step import Step

MOST = 480
"""Characters: Stripe takes 500 in one metadata value (https://docs.stripe.com/metadata)."""
MOST_SAID = 160
"""Characters of somebody's own words, so that what follows is never cut off."""


def summary_of(
    handoff: Handoff, approvers: Sequence[str], now: datetime, *, news: str | None = None
) -> Redacted:
    """Say what was asked, what was decided, by whom and what comes next, in one line.

    `news` is what happened instead of what was approved, or after it; it goes first.
    """
    call = handoff.call
    parts = (
        news,
        handoff.workflow.value.replace("_", " "),
        _asked(handoff),
        f"approved by {', '.join(approvers)}" if approvers else None,
        f"on {now:%Y-%m-%d}",
        f"promised: {call.promised_next_step}" if call.promised_next_step else None,
        f"due {call.due_date:%Y-%m-%d}" if call.due_date else None,
        f"call {call.call_id}",
        f"handoff {handoff.id}",
    )
    return redact("; ".join(part for part in parts if part)[:MOST])


def _asked(handoff: Handoff) -> str | None:
    call = handoff.call
    if call.amount_minor is None or call.currency is None:
        return None
    return f"caller named {format_money(call.amount_minor, call.currency)}"


def rejection(actor: str, reason: str | None) -> str:
    """Who said no, and why: `rejected by U0ADA: paid twice already`."""
    return f"rejected by {actor}{_said(': ', reason)}"


def reversal(before: Step, after: Step) -> str:
    """What is not true any more: `failed after it was done: stripe.create_refund re_1, USD 49.00`.

    It claims no more than the provider's books: where the money is now is not known from them.
    """
    was = "done" if before.outcome is StepOutcome.DONE else "accepted"
    what = " ".join(part for part in (after.operation, after.reference) if part)
    amount_minor, currency = after.facts.get("amount_minor"), after.facts.get("currency")
    if isinstance(amount_minor, int) and isinstance(currency, str):
        what = f"{what}, {format_money(amount_minor, currency)}"
    return f"failed after it was {was}: {what}{_said(' - ', after.said)}"


def _said(before: str, words: str | None) -> str:
    return f"{before}{words[:MOST_SAID].rstrip('.')}" if words else ""
