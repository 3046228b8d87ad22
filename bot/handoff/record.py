"""What a provider's own record shows, observed at a moment."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.handoff.value import Value
from bot.redaction import Redacted


class RecordKind(StrEnum):
    """What sort of object a call is about; the playbook says which."""

    PAYMENT = "payment"  # Stripe charge, Paystack transaction
    INVOICE = "invoice"  # Stripe invoice, Paystack payment request
    SUBSCRIPTION = "subscription"
    CUSTOMER = "customer"
    WALLET = "wallet"  # our own money at a provider, which pays for what is asked there


class RecordStatus(StrEnum):
    """The record as the provider states it, in words of ours."""

    PAID = "paid"  # a payment that succeeded, an invoice that is settled
    PENDING = "pending"  # a payment under way
    FAILED = "failed"  # a payment that came to nothing
    DRAFT = "draft"  # an invoice not issued yet
    OPEN = "open"  # an invoice issued and not settled
    VOID = "void"  # an invoice taken back or written off
    ACTIVE = "active"  # a subscription or customer in good standing
    PAST_DUE = "past_due"  # a subscription whose invoice was not paid
    PAUSED = "paused"  # a subscription that can be resumed
    ENDED = "ended"  # a subscription or customer that is gone
    EMPTY = "empty"  # a wallet without money


class FoundBy(StrEnum):
    """How a record was found; decides how far the match is trusted."""

    REFERENCE = "reference"  # the provider's own id was named
    INVOICE = "invoice"  # exactly this invoice number
    EMAIL_AND_AMOUNT = "email_and_amount"  # the caller's address and the claimed sum
    EMAIL = "email"  # the caller's address alone
    PICKED = "picked"  # a person chose it


class Record(Value):
    """One object in a provider's books. Amounts are minor units of `currency` (ISO 4217).

    `amount_minor` is what a payment took, an invoice asks in all, or a subscription's open invoice
    asks; a customer has none. `paid_minor` is the settled part of an invoice. What a kind does not
    have stays None: a card says nothing about it.
    """

    vendor: str  # "stripe"
    kind: RecordKind = RecordKind.PAYMENT
    record_id: str  # "ch_...", "in_...", "PRQ_..."
    found_by: FoundBy
    customer_id: str | None = None
    customer_name: Redacted | None = None
    customer_email: Redacted | None = None
    customer_phone: Redacted | None = None
    invoice_id: str | None = None
    invoice_number: Redacted | None = None
    subscription_id: str | None = None
    subscription_status: RecordStatus | None = None
    description: Redacted | None = None
    amount_minor: int | None = None
    currency: str | None = None
    refunded_minor: int = 0
    pending_refund_minor: int = 0
    paid_minor: int = 0
    status: RecordStatus
    disputed: bool = False
    dispute_id: str | None = None
    evidence_due_at: datetime | None = None  # the vendor's own deadline for an answer
    evidence_wanted: bool = False  # the dispute is open for evidence now
    duplicate_of: str | None = None  # an equal payment of the same customer shortly before
    livemode: bool
    paid_at: datetime | None = None
    due_at: datetime | None = None  # of an invoice
    last_sent_at: datetime | None = None  # when the vendor mailed the document last
    mailable: bool = True  # false: the vendor does not send this one anywhere when it is asked to
    record_url: str | None = None
    observed_at: datetime

    @property
    def resource(self) -> str:
        """The provider object that is acted on, as one key: `stripe:ch_...`."""
        return f"{self.vendor}:{self.record_id}"

    @property
    def shared(self) -> str | None:
        """What two calls about the same thing have in common; these two stand for many things."""
        return None if self.kind in {RecordKind.CUSTOMER, RecordKind.WALLET} else self.resource

    @property
    def refundable_minor(self) -> int:
        """What can still be given back of a payment."""
        return max(0, (self.amount_minor or 0) - self.refunded_minor - self.pending_refund_minor)

    @property
    def remaining_minor(self) -> int:
        """What is still to be paid of an invoice."""
        return max(0, (self.amount_minor or 0) - self.paid_minor)


class RecordClaim(Value):
    """What the caller says identifies a record: the only input of a look-up."""

    payment_ids: tuple[str, ...] = ()
    invoice_number: str | None = None
    subscription_id: str | None = None
    email: str | None = None
    phone: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
