"""What the adapter reads of Paystack's objects: needed fields required, unknown ones ignored.

Amounts are subunits, integers only. https://paystack.com/docs/api/
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
)


class Wire(BaseModel):
    """The base of everything Paystack answers."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


def _id_of(value: object) -> object:
    """A transaction is its number in lists and the whole object in the answer to a create."""
    return value.get("id") if isinstance(value, dict) else value


def _as_object(value: object) -> object:
    """A customer is its number in the answer to a create and the whole object elsewhere."""
    return {"id": value} if isinstance(value, int) else value


def _unless_number(value: object) -> object:
    """A plan that is only its number says nothing."""
    return None if isinstance(value, int) else value


def _aware(moment: datetime) -> datetime:
    """Paystack's instants are UTC, also where one lacks its Z."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Instant = Annotated[datetime, AfterValidator(_aware)]
Metadata = dict[str, Any] | str | None
"""An object in the reference, JSON text in the published description."""
Id = Annotated[StrictInt | None, BeforeValidator(_id_of)]


class PaystackObject(Wire):
    """Anything with an id (up to 64 bits unsigned) and the mode it belongs to."""

    id: StrictInt
    domain: str


class Payer(Wire):
    """The customer as a transaction shows them."""

    id: StrictInt
    email: str | None = None
    customer_code: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None

    @property
    def name(self) -> str | None:
        return " ".join(part for part in (self.first_name, self.last_name) if part) or None


AnyPayer = Annotated[Payer | None, BeforeValidator(_as_object)]


class Customer(PaystackObject, Payer):
    """A customer record."""

    email: str
    customer_code: str
    metadata: Metadata = None


class Transaction(PaystackObject):
    """One payment. It carries no refunded sum: that is the sum of its refunds."""

    status: str
    reference: str = Field(min_length=1)
    amount: StrictInt
    currency: str
    paid_at: Instant | None = None
    customer: Payer | None = None

    @property
    def iso(self) -> str:
        return self.currency.upper()


class Refund(PaystackObject):
    """Money on its way back."""

    status: str
    amount: StrictInt
    currency: str
    transaction: Id = None
    merchant_note: str | None = None

    @property
    def iso(self) -> str:
        return self.currency.upper()


class Dispute(PaystackObject):
    """A customer's claim at their bank."""

    status: str
    resolution: str | None = None
    transaction: Id = None
    dueAt: Instant | None = None  # noqa: N815 - Paystack's name
    evidence: Any = None  # what it holds once there is some is not published


class Evidence(Wire):
    """An answer to a dispute as Paystack keeps it; it does not say its mode."""

    id: StrictInt
    dispute: StrictInt | None = None


class Notification(Wire):
    """One mail about a payment request."""

    sent_at: Instant | None = None


class PaymentRequest(PaystackObject):
    """What a customer is asked to pay. Only one that is fetched says what is still to come."""

    request_code: str = Field(min_length=1)
    status: str
    amount: StrictInt
    currency: str
    paid: StrictBool
    pending_amount: StrictInt | None = None
    invoice_number: StrictInt | None = None
    offline_reference: str | None = None
    description: str | None = None
    due_date: Instant | None = None
    notifications: tuple[Notification, ...] | None = None
    customer: AnyPayer = None

    @property
    def iso(self) -> str:
        return self.currency.upper()

    @property
    def last_sent_at(self) -> datetime | None:
        """When Paystack mailed it last, as far as its list of notifications says."""
        return max((one.sent_at for one in self.notifications or () if one.sent_at), default=None)


class Plan(Wire):
    """What a subscription renews."""

    name: str | None = None
    currency: str | None = None


class Subscription(PaystackObject):
    """A plan that a customer pays for again and again."""

    subscription_code: str = Field(min_length=1)
    status: str
    amount: StrictInt
    customer: AnyPayer = None
    plan: Annotated[Plan | None, BeforeValidator(_unless_number)] = None


D = TypeVar("D")


class Meta(Wire):
    """Where a page stands; only page-based lists have a count of pages."""

    page: StrictInt | None = None
    pageCount: StrictInt | None = None  # noqa: N815 - Paystack's name


class Said(Wire):
    """A successful answer without data. `status` is that of the API call, never of the payment."""

    status: StrictBool


class Envelope(Said, Generic[D]):
    """A successful answer."""

    data: D
    meta: Meta | None = None
