"""A call without any of its words: what is left when its text could not be made safe."""

from __future__ import annotations

from dataclasses import replace

from bot.handoff.billing_call import BillingCall
from bot.intake.events import AwaitingAnalysis, Billing, Event

_KEPT = frozenset(
    {
        "call_id",
        "workflow",
        "workflow_confident",
        "amount_minor",
        "currency",
        "due_date",
        "approval_threshold",
        "follow_up_deadline",
        "callback_expected",
        "urgency",
        "suppressed",
        "email_verified",
        "vip_claimed",
        "approval_required",
        "agent_id",
        "direction",
        "started_at",
        "duration_s",
        "transferred",
        "unanalysed",
    }
)
"""Ids of DialNexa's own, enums, amounts and dates. References stay out: they are free text."""


def without_words(event: Event) -> Event:
    """The same event with ids, enums, amounts and dates alone; nothing is lost but words."""
    if isinstance(event, Billing):
        return replace(event, call=_wordless(event.call), transcript=())
    if isinstance(event, AwaitingAnalysis):
        draft = _wordless(event.draft) if event.draft else None
        return replace(event, transcript=(), draft=draft)
    return event


def _wordless(call: BillingCall) -> BillingCall:
    kept = {name: getattr(call, name) for name in _KEPT}
    return BillingCall(**kept, unsafe=True)
