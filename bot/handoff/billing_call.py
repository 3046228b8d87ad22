"""The normalised, redacted content of a completed call: claims to check, never facts."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.handoff.value import Moment, Value
from bot.handoff.words import Urgency, Workflow
from bot.redaction import Redacted


class BillingCall(Value):
    """What DialNexa learned in one call. Everything here is the caller's claim.

    Amounts are minor units of `currency`; references are as spoken or typed; `suppressed` counts
    what was removed by kind. `unsafe` is true when redaction failed and all free text was dropped,
    `unanalysed` while nothing but the call's own words is known.
    """

    call_id: str
    workflow: Workflow
    workflow_confident: bool = True

    customer: Redacted | None = None
    account: Redacted | None = None
    email: Redacted | None = None
    phone: Redacted | None = None
    invoice_number: Redacted | None = None
    payment_id: Redacted | None = None
    subscription_id: Redacted | None = None
    order_ref: Redacted | None = None
    tax_region: Redacted | None = None

    amount_minor: int | None = None
    currency: str | None = None
    due_date: Moment | None = None
    payment_status: Redacted | None = None
    refund_reason: Redacted | None = None
    dispute_reason: Redacted | None = None
    credit_request: Redacted | None = None

    approval_threshold: int | None = None
    finance_owner: Redacted | None = None
    escalation_reason: Redacted | None = None
    promised_next_step: Redacted | None = None
    follow_up_deadline: Moment | None = None
    callback_expected: bool | None = None
    urgency: Urgency = Urgency.NORMAL

    transcript_ref: str | None = None
    recording_ref: str | None = None
    crm_url: str | None = None
    ticket_url: str | None = None
    platform_url: str | None = None
    record_url: str | None = None

    suppressed: dict[str, int] = Field(default_factory=dict)

    summary: Redacted | None = None
    learned: tuple[tuple[Redacted, Redacted], ...] = ()
    email_verified: bool | None = None
    vip_claimed: bool | None = None
    approval_required: bool | None = None
    agent_id: str | None = None
    direction: str | None = None
    started_at: datetime | None = None
    duration_s: int | None = None
    transferred: bool = False
    unanalysed: bool = False
    unsafe: bool = False

    def updated_by(self, newer: BillingCall) -> BillingCall:
        """Take over what a newer body states; what it leaves out stays as it was known.

        A second webhook of the same call often carries less than the first.
        """
        stated = {name: getattr(newer, name) for name in newer.model_fields_set}
        told = {name: value for name, value in stated.items() if value not in _UNSAID}
        lacks = {name: getattr(self, name) and getattr(newer, name) for name in _LACKS}
        return self.model_copy(update={**told, **lacks})


_LACKS = ("unanalysed", "unsafe")
"""What one good body makes good."""

_UNSAID: tuple[object, ...] = (None, (), {})
