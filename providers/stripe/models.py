"""What the adapter reads of Stripe's objects: needed fields required, unknown ones ignored.

Shapes of API version 2026-10-28.endive. Amounts are Stripe's units, integers
only.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    field_validator,
)


class Wire(BaseModel):
    """The base of everything Stripe answers."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


def _id_of(value: object) -> object:
    """An expandable field is an id or the whole object."""
    return value.get("id") if isinstance(value, dict) else value


Id = Annotated[str | None, BeforeValidator(_id_of)]


def moment(unix: int | None) -> datetime | None:
    return None if unix is None else datetime.fromtimestamp(unix, UTC)


class StripeObject(Wire):
    """Anything with an id."""

    id: str = Field(min_length=1)
    livemode: StrictBool | None = None


class BillingDetails(Wire):
    """What the payer typed."""

    email: str | None = None
    name: str | None = None


class Charge(StripeObject):
    """One movement of money from a customer."""

    amount: StrictInt
    amount_captured: StrictInt
    amount_refunded: StrictInt
    captured: StrictBool
    disputed: StrictBool
    livemode: StrictBool
    currency: str
    status: str
    created: StrictInt
    customer: Id = None
    payment_intent: Id = None
    description: str | None = None
    receipt_email: str | None = None
    billing_details: BillingDetails = BillingDetails()

    @property
    def iso(self) -> str:
        return self.currency.upper()

    @property
    def paid_at(self) -> datetime:
        return datetime.fromtimestamp(self.created, UTC)


class Address(Wire):
    """A postal address; what is not known is null."""

    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Customer(StripeObject):
    """A customer record; a deleted one has nothing but its id."""

    email: str | None = None
    name: str | None = None
    phone: str | None = None
    address: Address | None = None
    metadata: dict[str, str] | None = None
    deleted: StrictBool = False

    @field_validator("deleted", mode="before")
    @classmethod
    def _null_is_no(cls, value: object) -> object:
        return value or False


class Noted(StripeObject):
    """Any object, as far as its notes go."""

    metadata: dict[str, str] | None = None


class Refund(StripeObject):
    """Money on its way back. `status` may be null for old ones."""

    amount: StrictInt
    currency: str
    created: StrictInt
    status: str | None = None
    charge: Id = None
    metadata: dict[str, str] | None = None
    failure_reason: str | None = None
    pending_reason: str | None = None


class EvidenceDetails(Wire):
    """Until when the bank takes an answer, and whether it has one."""

    has_evidence: StrictBool
    past_due: StrictBool
    submission_count: StrictInt
    due_by: StrictInt | None = None


class Dispute(StripeObject):
    """A chargeback or an inquiry before one."""

    status: str
    evidence_details: EvidenceDetails
    metadata: dict[str, str] | None = None

    @property
    def due_at(self) -> datetime | None:
        return moment(self.evidence_details.due_by)


class PaymentIntent(StripeObject):
    """What leads to a charge."""

    status: str
    latest_charge: Id = None


class Paid(Wire):
    """What an invoice was paid by."""

    payment_intent: Id = None
    charge: Id = None


class InvoicePayment(StripeObject):
    """The link between an invoice and what paid it."""

    invoice: Id = None
    status: str
    payment: Paid


T = TypeVar("T", bound=StripeObject)


class Page(Wire, Generic[T]):
    """One page of a list or of a search."""

    data: list[T]
    has_more: StrictBool
