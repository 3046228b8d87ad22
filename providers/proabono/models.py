"""What the adapter reads of ProAbono's objects: needed fields required, unknown ones ignored.

Amounts are integers in the currency's minor units. https://docs.proabono.com/api/
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StrictInt,
)
from pydantic.alias_generators import to_pascal


class Wire(BaseModel):
    """The base of everything ProAbono answers: its names are PascalCase."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        alias_generator=to_pascal,
        populate_by_name=True,
    )


def _aware(moment: datetime) -> datetime:
    """ProAbono's instants are UTC, also where one lacks its Z."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unless_empty(value: object) -> object:
    return None if value == "" else value


Instant = Annotated[datetime, AfterValidator(_aware)]
Maybe = Annotated[str | None, BeforeValidator(_unless_empty)]


class Link(Wire):
    """Where to go on; whoever has `href` gets in, so it is never shown or kept."""

    rel: str = Field(alias="rel")
    href: SecretStr | None = Field(default=None, alias="href")


class Customer(Wire):
    """A customer record; `reference_customer` is ours to choose and unique within its segment."""

    id: StrictInt
    reference_customer: str
    reference_segment: str | None = None
    currency: str | None = None
    name: Maybe = None
    email: Maybe = None
    status: str
    metadata: Mapping[str, Any] | None = None


class Address(Wire):
    """The billing address of a customer; a tax id that stands there is not read."""

    company: Maybe = None
    first_name: Maybe = None
    last_name: Maybe = None
    address_line1: Maybe = None
    address_line2: Maybe = None
    zip_code: Maybe = None
    city: Maybe = None
    country: Maybe = None
    region: Maybe = None
    phone: Maybe = None


class PaymentSettings(Wire):
    """How a customer pays and when they are billed next."""

    type_payment: Maybe = None
    mode_billing: Maybe = None
    note_invoice: Maybe = None
    date_next_billing: Instant | None = None


class Subscription(Wire):
    """An offer that a customer holds; the buyer pays for it."""

    id: StrictInt
    reference_customer: str
    reference_customer_buyer: Maybe = None
    reference_offer: Maybe = None
    status: str
    state_subscription: str
    is_payment_capping_reached: bool | None = None
    amount_recurrence: StrictInt | None = None
    date_next_billing: Instant | None = None
    date_term: Instant | None = None


class Invoice(Wire):
    """An invoice, or a credit note where `type_credit` is set."""

    id: StrictInt
    reference_customer: str | None = None
    full_number: Maybe = None
    status: str
    state_invoice: str
    amount_total: StrictInt
    currency: str
    type_credit: Maybe = None
    date_issue: Instant | None = None
    date_payment: Instant | None = None
    date_payment_limit: Instant | None = None
    links: tuple[Link, ...] = ()

    @property
    def iso(self) -> str:
        return self.currency.upper()


I = TypeVar("I", bound=Wire)  # noqa: E741 - the items of a page


class Page(Wire, Generic[I]):
    """One page of a list."""

    page: StrictInt
    size_page: StrictInt
    total_items: StrictInt
    items: tuple[I, ...]
