"""What cards call things: one plain word or sentence for every value a reader can meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.cards.kit import Mrkdwn, escape
from bot.handoff.record import FoundBy, RecordStatus
from bot.handoff.words import ReviewReason, State, Urgency, Workflow

WORKFLOWS: Mapping[Workflow, str] = MappingProxyType(
    {
        Workflow.REFUND_REQUEST: "Refund request",
        Workflow.CHARGE_DISPUTE: "Disputed charge",
        Workflow.INVOICE_RESEND: "Invoice wanted again",
        Workflow.RECEIPT_REQUEST: "Receipt wanted",
        Workflow.RENEWAL_FAILURE: "Failed renewal",
        Workflow.PAYMENT_BLOCKER: "Blocked payment",
        Workflow.PROMISE_TO_PAY: "Promise to pay",
        Workflow.TAX_OR_ADDRESS_CORRECTION: "Tax or address correction",
        Workflow.OTHER_BILLING: "Billing question",
    }
)

URGENCIES: Mapping[Urgency, str] = MappingProxyType(
    {
        Urgency.LOW: "Low urgency",
        Urgency.NORMAL: "Normal urgency",
        Urgency.HIGH: "Urgent",
        Urgency.CRITICAL: "Critical",
    }
)

STATES: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "Being looked up",
        State.NEEDS_REVIEW: "Needs a look",
        State.AWAITING_APPROVAL: "Needs approval",
        State.AWAITING_NEXT: "Needs another approval",
        State.SCHEDULED: "Approved, not sent yet",
        State.EXECUTING: "Being sent",
        State.SUBMITTED: "Accepted, not settled yet",
        State.SUCCEEDED: "Done",
        State.PARTLY_DONE: "Partly done",
        State.FAILED: "Not done",
        State.UNKNOWN: "Outcome unknown",
        State.REVERSED: "Failed after it was accepted",
        State.WAITING_FOR_INFO: "Waiting for information",
        State.REJECTED: "Rejected",
        State.EXPIRED: "Expired",
        State.CANCELLED: "Cancelled",
        State.LOGGED: "For the record",
    }
)

BECAME: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "still being looked up",
        State.NEEDS_REVIEW: "nobody has decided yet",
        State.AWAITING_APPROVAL: "nobody has approved it yet",
        State.AWAITING_NEXT: "approved in part, not sent",
        State.SCHEDULED: "approved, about to be sent",
        State.EXECUTING: "being sent right now",
        State.SUBMITTED: "accepted by the provider, not settled yet",
        State.SUCCEEDED: "done",
        State.PARTLY_DONE: "partly done",
        State.FAILED: "not done, nothing happened",
        State.UNKNOWN: "outcome unknown, money may have moved",
        State.REVERSED: "accepted, then it failed",
        State.WAITING_FOR_INFO: "waiting for information",
        State.REJECTED: "rejected",
        State.EXPIRED: "expired without a decision",
        State.CANCELLED: "cancelled before it was sent",
        State.LOGGED: "kept for the record",
    }
)
"""What became of another handoff, to stand after a colon."""

REVIEW_REASONS: Mapping[ReviewReason, str] = MappingProxyType(
    {
        ReviewReason.LOW_CONFIDENCE_MATCH: "It is not certain which record is meant.",
        ReviewReason.SENSITIVE_REQUEST: "It is a sensitive request.",
        ReviewReason.HIGH_VALUE_CUSTOMER: "It is a high-value customer.",
        ReviewReason.CHANGES_MONEY: "It moves money.",
        ReviewReason.CHANGES_ACCESS: "It changes what the customer has access to.",
        ReviewReason.CHANGES_LEGAL_TERMS: "It touches legal terms.",
        ReviewReason.CHANGES_COMMITMENTS: "It changes what was promised to the customer.",
        ReviewReason.NO_ANALYSIS: (
            "No analysis of this call came from DialNexa; what is shown was read from its words."
        ),
        ReviewReason.NOT_MADE_SAFE: (
            "The words of this call could not be made safe, so none of them are shown."
        ),
    }
)

RECORD_STATUSES: Mapping[RecordStatus, str] = MappingProxyType(
    {
        RecordStatus.PAID: "Paid",
        RecordStatus.PENDING: "Not paid yet",
        RecordStatus.FAILED: "Payment failed",
        RecordStatus.DRAFT: "Draft",
        RecordStatus.OPEN: "Open",
        RecordStatus.VOID: "Void",
        RecordStatus.ACTIVE: "Active",
        RecordStatus.PAST_DUE: "Past due",
        RecordStatus.PAUSED: "Paused",
        RecordStatus.ENDED: "Ended",
        RecordStatus.EMPTY: "Empty",
    }
)

EVIDENCE: Mapping[FoundBy, str] = MappingProxyType(
    {
        FoundBy.REFERENCE: "the id matches",
        FoundBy.INVOICE: "invoice matches",
        FoundBy.EMAIL_AND_AMOUNT: "e-mail and amount match",
        FoundBy.EMAIL: "only the e-mail matches",
        FoundBy.PICKED: "picked by a person",
    }
)

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "received": "the call came in",
        "updated": "sent new details, taken in",
        "update_recorded": "sent new details, recorded only",
        "looked_up": "looked the record up",
        "look_up_refused": "could not look the record up",
        "look_up_requested": "asked to look again",
        "read_again": "read the record again, the provider had reported a change",
        "dispute_noted": "noted what the provider reported of a dispute",
        "approved": "approved",
        "rejected": "rejected it",
        "escalated": "escalated it",
        "claimed": "took it over",
        "reassigned": "handed it on",
        "snoozed": "moved the deadline",
        "picked": "picked the record",
        "cancelled": "cancelled it",
        "resend_requested": "asked to send the document again",
        "retried": "asked to try again",
        "attested_done": "said that it happened",
        "attested_not_done": "said that it did not happen",
        "check_requested": "asked to check again",
        "reopened": "opened it again",
        "nudged": "sent a reminder",
        "silence_escalated": "handed it up, nobody had decided",
        "silence_reassigned": "handed it on, nobody had decided",
        "silence_expired": "let it expire, nobody had decided",
        "silence_skipped": "found nobody to hand it on to",
        "account_owner_found": "found whose account it is",
        "alert_raised": "raised an alert",
        "alert_called": "called the next people",
        "alert_acknowledged": "acknowledged the alert",
        "delegated": "handed it on with the queue",
        "sending": "sent it to the provider",
        "held_by_stop": "held it, money is stopped",
        "held_unread": "held it, the list of people could not be read",
        "step_waits": "could not send yet, will try again",
        "returned_to_approval": "gave it back for approval",
        "refused_at_recheck": "stopped it at the last check",
        "step_done": "saw it done",
        "step_accepted": "saw it accepted, not settled",
        "step_refused": "saw it refused",
        "step_unavailable": "could not reach the provider",
        "step_unknown": "got no clear answer",
    }
)
"""What the history calls an action; one that is missing here is shown by its own name."""

VOIDED: Mapping[str, str] = MappingProxyType(
    {
        "amount_changed": "what was approved was changed",
        "match_changed": "another record was picked",
        "returned": "it could not be sent as approved",
        "record_changed": "the provider's record has changed",
        "cancelled": "it was cancelled",
        "reopened": "it was opened again",
        "expired": "nobody decided in time",
    }
)
"""Why an approval does not count any more, to stand after a colon."""

_SUPPRESSED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "card": ("card number", "card numbers"),
        "bank": ("bank detail", "bank details"),
        "tax id": ("tax id", "tax ids"),
        "code": ("security code", "security codes"),
        "password": ("password", "passwords"),
        "private document": ("private document", "private documents"),
    }
)

VENDORS: Mapping[str, str] = MappingProxyType(
    {
        "stripe": "Stripe",
        "paystack": "Paystack",
        "plisio": "Plisio",
        "proabono": "ProAbono",
        "skyfire": "Skyfire",
        "polygon": "Polygon.io",
        "quickbooks": "QuickBooks",
        "hubspot": "HubSpot",
        "zendesk": "Zendesk",
        "google": "Google",
        "gmail": "Gmail",
        "drive": "Google Drive",
        "sheets": "Google Sheets",
        "slack": "Slack",
    }
)

_THINGS: Mapping[str, str] = MappingProxyType(
    {
        "create_refund": "refund",
        "send_receipt": "receipt",
        "send_invoice": "invoice",
        "create_credit_note": "credit note",
        "submit_evidence": "answer to the dispute",
        "paystack.submit_evidence": "evidence for the dispute",
        "pay_invoice": "invoice payment",
        "resume_subscription": "subscription restart",
        "update_customer": "change of the customer's record",
        "add_note": "note",
        "notify_payment_request": "payment request",
        "create_payment_request": "new payment request",
        "finalize_payment_request": "issue of the payment request",
        "mail_card_link": "link to update the card",
        "create_customer": "new customer record",
        "plisio.create_invoice": "new invoice",
        "create_kya_token": "token for the seller",
        "create_task": "follow-up task",
        "add_public_comment": "reply to the customer",
        "proabono.update_customer": "new billing address",
        "update_payment_settings": "new payment settings",
        "quickbooks.update_customer": "new billing address",
        "record_credit": "credit memo in the books",
        "append_row": "row in the review queue",
        "store_document": "copy of the document",
        "send_follow_up": "follow-up mail",
    }
)
_VERBS = frozenset({"create", "send", "update", "submit", "add", "file"})


def vendor_title(vendor: str | None) -> str:
    """Write a vendor's name as it does itself."""
    return VENDORS.get(vendor or "", (vendor or "the provider").replace("_", " "))


def vendor_of(operation: str) -> str:
    """Name the vendor of an operation: `stripe.create_refund` -> `Stripe`."""
    return vendor_title(operation.partition(".")[0])


def thing_of(operation: str) -> str:
    """Name what an operation makes or sends: `stripe.create_refund` -> `refund`."""
    name = operation.partition(".")[2]
    verb, _, rest = name.partition("_")
    known = _THINGS.get(operation) or _THINGS.get(name)
    return known or (rest if verb in _VERBS and rest else name).replace("_", " ")


_BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "gmail.send_follow_up": (
            "Then {vendor} writes to the address on the record: what was done, sum and reference."
        ),
        "drive.store_document": "Then a copy of the document is filed in {vendor}.",
    }
)


def beside(operation: str) -> str:
    """Say, as a template, what a paired system is asked for."""
    return _BESIDE.get(operation, "Then {vendor} gets the {thing}.")


def role_title(role: str) -> str:
    """Write a role's name from the policy as words: `finance_lead` -> `Finance lead`."""
    words = role.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def suppressed(kind: str, count: int) -> Mrkdwn:
    """Say how much of one kind was removed: `2 card numbers`."""
    one, many = _SUPPRESSED.get(kind, (kind, kind))
    return escape(f"{count} {one if count == 1 else many}")


def duration(span: timedelta) -> str:
    """Write a span in its largest whole unit: `30 seconds`, `2 hours`."""
    seconds = max(0, int(span.total_seconds()))
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length and seconds % length == 0:
            return _count(seconds // length, unit)
    return _count(seconds, "second")


def roughly(span: timedelta) -> str:
    """Write an age as people say it: `4 minutes`, `2 hours`; under a minute is `a moment`."""
    seconds = int(span.total_seconds())
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return _count(seconds // length, unit)
    return "a moment"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
