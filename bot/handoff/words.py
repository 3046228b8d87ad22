"""The glossary as enumerations: workflows, states, step outcomes, choices, reasons."""

from __future__ import annotations

from enum import StrEnum


class Workflow(StrEnum):
    """What the caller needs."""

    REFUND_REQUEST = "refund_request"
    CHARGE_DISPUTE = "charge_dispute"
    INVOICE_RESEND = "invoice_resend"
    RECEIPT_REQUEST = "receipt_request"
    RENEWAL_FAILURE = "renewal_failure"
    PAYMENT_BLOCKER = "payment_blocker"
    PROMISE_TO_PAY = "promise_to_pay"
    TAX_OR_ADDRESS_CORRECTION = "tax_or_address_correction"
    OTHER_BILLING = "other_billing"


class Urgency(StrEnum):
    """How soon the caller says a person is needed."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class State(StrEnum):
    """Where a handoff stands; computed by `states.compute_state`, never set by hand."""

    RECEIVED = "received"  # the call is in; the record is being looked up
    NEEDS_REVIEW = "needs_review"  # a person must pick or look before anything can be approved
    AWAITING_APPROVAL = "awaiting_approval"  # nobody has approved this amount yet
    AWAITING_NEXT = "awaiting_next"  # approved by some, more people are required
    SCHEDULED = "scheduled"  # fully approved; the cancel window runs
    EXECUTING = "executing"  # the provider is being called
    SUBMITTED = "submitted"  # the provider accepted; the result is not yet seen
    SUCCEEDED = "succeeded"  # the provider's own record shows the result
    PARTLY_DONE = "partly_done"  # money moved, a later step did not
    FAILED = "failed"  # the provider refused or was down; nothing moved
    UNKNOWN = "unknown"  # money may have moved; the books are being checked
    REVERSED = "reversed"  # was accepted, and failed or came back later
    WAITING_FOR_INFO = "waiting_for_info"  # somebody asked for information
    REJECTED = "rejected"  # a person said no
    EXPIRED = "expired"  # nobody decided in time
    CANCELLED = "cancelled"  # stopped by a person inside the cancel window
    LOGGED = "logged"  # nothing to decide


class StepOutcome(StrEnum):
    """How far one durable unit of outgoing work has come."""

    PENDING = "pending"  # not started, or given back
    LEASED = "leased"  # a worker has it
    DONE = "done"  # seen at the vendor
    ACCEPTED = "accepted"  # the vendor took it; not yet settled
    REFUSED = "refused"  # the vendor said no; no effect
    UNAVAILABLE = "unavailable"  # tried enough; never had an effect
    UNKNOWN = "unknown"  # may have had its effect
    SKIPPED = "skipped"  # not needed any more
    CANCELLED = "cancelled"  # stopped by a person before it was sent


class StepKind(StrEnum):
    """What a step is for."""

    LOOK_UP = "look_up"  # reads the provider's record
    EFFECT = "effect"  # what an approval causes at a provider
    RESEND = "resend"  # sends a document again; never part of the handoff's state
    WATCH = "watch"  # re-reads an accepted effect until it settles
    READ_AGAIN = "read_again"  # re-reads an effect or a record, as a change was reported
    NOTE = "note"  # tells a paired system what no approval caused; never part of the state
    MESSAGE = "message"  # draws or tells something in Slack


class NudgeKind(StrEnum):
    """What a row that waits for its time is for."""

    REMINDER = "reminder"  # to the owner, before the deadline
    SILENCE = "silence"  # what the policy does when nobody decides
    CALL = "call"  # the next people of an alert, when nobody has acknowledged it


class SilenceAct(StrEnum):
    """What the policy does when nobody decides."""

    ESCALATE = "escalate"  # to another role
    REASSIGN = "reassign"  # to another role or person
    EXPIRE = "expire"  # closed without a decision


class Choice(StrEnum):
    """What a person can decide."""

    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"
    RESEND = "resend"
    CLAIM = "claim"
    REASSIGN = "reassign"
    SNOOZE = "snooze"
    CANCEL = "cancel"
    RETRY = "retry"
    PICK = "pick"
    ASK = "ask"
    ATTEST = "attest"  # says what came of a step that its vendor cannot be asked about


class ReviewReason(StrEnum):
    """Why a person must look."""

    LOW_CONFIDENCE_MATCH = "low_confidence_match"
    SENSITIVE_REQUEST = "sensitive_request"
    HIGH_VALUE_CUSTOMER = "high_value_customer"
    CHANGES_MONEY = "changes_money"
    CHANGES_ACCESS = "changes_access"
    CHANGES_LEGAL_TERMS = "changes_legal_terms"
    CHANGES_COMMITMENTS = "changes_commitments"
    NO_ANALYSIS = "no_analysis"
    NOT_MADE_SAFE = "not_made_safe"
