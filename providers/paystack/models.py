"""What the adapter reads of Paystack's objects: needed fields required, unknown ones ignored.

Amounts are subunits, integers only. https://paystack.com/docs/api/
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

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


def _aware(moment: datetime) -> datetime:
    """Paystack's instants are UTC, also where one lacks its Z."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Instant = Annotated[datetime, AfterValidator(_aware)]
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


class Customer(PaystackObject):
    """A customer record."""

    email: str


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


D = TypeVar("D")


class Meta(Wire):
    """Where a page stands; only page-based lists have a count of pages."""

    page: StrictInt | None = None
    pageCount: StrictInt | None = None  # noqa: N815 - Paystack's name


class Envelope(Wire, Generic[D]):
    """A successful answer. `status` is that of the API call, never that of the payment."""

    status: StrictBool
    data: D
    meta: Meta | None = None
