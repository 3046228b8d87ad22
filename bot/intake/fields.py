"""Under which names an analysis may state each field; operators name theirs freely.

Keys are normalised (`Callback By` is `callback_by`); of several that are filled the first counts,
the others are shown as learned.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Keys = tuple[str, ...]


def _table(rows: dict[str, str]) -> Mapping[str, Keys]:
    return MappingProxyType({field: tuple(words.split()) for field, words in rows.items()})


NAMES = _table(
    {
        "customer": "customer_name customer caller_name contact_name full_name name",
        "account": "company company_name account account_name organisation organization",
        "tax_region": "tax_region region",
        "payment_status": "payment_status",
        "finance_owner": "finance_owner account_owner owner",
    }
)
REASONS = _table(
    {
        "refund_reason": "refund_reason reason_for_refund",
        "dispute_reason": "dispute_reason reason_for_dispute",
        "credit_request": "credit_request credit_requested credit_note_request",
        "escalation_reason": "escalation_reason reason_for_escalation",
        "promised_next_step": "promised_next_step requested_next_step next_step next_steps",
    }
)
REFERENCES = _table(
    {
        "invoice_number": "invoice_number invoice_no invoice_id invoice_reference invoice",
        "payment_id": "payment_reference payment_id payment_ref transaction_id charge_id",
        "subscription_id": "subscription_id subscription_reference subscription",
        "order_ref": "order_ref order_reference order_number order_id order",
    }
)
TRUTHS = _table(
    {
        "email_verified": "email_verified verified_email",
        "vip_claimed": "vip_customer vip is_vip",
        "approval_required": "approval_required requires_approval needs_approval",
    }
)
LINKS = _table(
    {
        "crm_url": "crm_url crm_link crm_record_url",
        "ticket_url": "ticket_url ticket_link",
        "platform_url": "platform_url payment_platform_url payment_url payment_link",
        "record_url": "record_url record_link invoice_url invoice_link",
    }
)
EMAIL: Keys = ("customer_email", "email", "email_address", "billing_email", "contact_email")
PHONE: Keys = ("customer_phone", "phone", "phone_number", "callback_number")
AMOUNT: Keys = ("amount", "claimed_amount", "refund_amount", "disputed_amount", "amount_due")
CURRENCY: Keys = ("currency", "currency_code")
THRESHOLD: Keys = ("approval_threshold", "approval_limit")
DUE_DATE: Keys = ("amount_due_date", "due_date", "invoice_due_date", "payment_due_date")
CALLBACK: Keys = ("callback_expected", "callback_requested", "callback_required", "wants_callback")
CALLBACK_BY: Keys = ("callback_by", "call_back_by")
DEADLINE: Keys = (
    *("follow_up_by", "follow_up_deadline", "deadline"),
    *CALLBACK_BY,
    *("respond_by", "promise_to_pay_date"),
)
URGENCY: Keys = ("urgency", "priority")
THREATS: Keys = ("chargeback_threat", "legal_threat")

ON_CALL = _table(
    {
        "phone": "from_number to_number from_phone_number to_phone_number phone_number",
        "transcript_ref": "transcript",
        "recording_ref": "recording_url recording_sas_url",
        "summary": "summary",
        "agent_id": "agent_id",
        "direction": "direction call_direction",
        "started_at": "initiated_at createdAt created_at called_time",
        "duration_s": "duration_in_seconds duration_seconds duration_sec duration",
    }
)
"""What stands on the call itself, beside the analysis, in webhooks and over REST."""

NOT_SHOWN = frozenset({"sensitive_data_spoken", *(key for keys in LINKS.values() for key in keys)})
"""Said elsewhere on the card (what was suppressed), or of no use unless it is a good link."""
