"""The short operational summary that a system of record gets where it offers a place for notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.money import format_money
from bot.redaction import Redacted, redact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.handoff.handoff import Handoff

MOST = 480
"""Characters: Stripe takes 500 in one metadata value (https://docs.stripe.com/metadata)."""


def summary_of(handoff: Handoff, approvers: Sequence[str], now: datetime) -> Redacted:
    """Say what was asked, what was decided, by whom and what comes next, in one line."""
    call = handoff.call
    parts = (
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
