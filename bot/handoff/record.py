"""What a provider's own record shows, observed at a moment."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.handoff.value import Value
from bot.redaction import Redacted


class PaymentStatus(StrEnum):
    """The payment as the provider states it, in three words of ours."""

    PAID = "paid"
    PENDING = "pending"
    FAILED = "failed"


class FoundBy(StrEnum):
    """How a record was found; decides how far the match is trusted."""

    REFERENCE = "reference"  # the provider's own id was named
    INVOICE = "invoice"  # exactly this invoice number
    EMAIL_AND_AMOUNT = "email_and_amount"  # the caller's address and the claimed sum
    EMAIL = "email"  # the caller's address alone
    PICKED = "picked"  # a person chose it


class PaymentRecord(Value):
    """One payment in a provider's books. Amounts are minor units of `currency` (ISO 4217)."""

    vendor: str  # "stripe"
    payment_id: str  # "ch_..."
    found_by: FoundBy
    customer_id: str | None = None
    customer_name: Redacted | None = None
    customer_email: Redacted | None = None
    invoice_id: str | None = None
    invoice_number: Redacted | None = None
    description: Redacted | None = None
    amount_minor: int
    currency: str
    refunded_minor: int = 0
    pending_refund_minor: int = 0
    status: PaymentStatus
    disputed: bool = False
    livemode: bool
    paid_at: datetime | None = None
    record_url: str | None = None
    observed_at: datetime

    @property
    def resource(self) -> str:
        """The provider object that money moves on, as one key: `stripe:ch_...`."""
        return f"{self.vendor}:{self.payment_id}"

    @property
    def refundable_minor(self) -> int:
        """What can still be given back."""
        return max(0, self.amount_minor - self.refunded_minor - self.pending_refund_minor)


class PaymentClaim(Value):
    """What the caller says identifies the payment: the only input of a look-up."""

    payment_ids: tuple[str, ...] = ()
    invoice_number: str | None = None
    email: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
