"""What the adapter reads of Plisio's answers: needed fields required, unknown ones ignored.

Amounts are decimal text in major units: `source_*` in money, the others in coins.
https://plisio.net/documentation/endpoints/create-an-invoice
"""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """The base of everything Plisio answers."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        coerce_numbers_to_str=True,
        populate_by_name=True,
    )


W = TypeVar("W")


class Envelope(Wire, Generic[W]):
    """A success; a failure has another status and is read by `errors`."""

    status: Literal["success"]
    data: W


class Params(Wire):
    """What an invoice was asked for."""

    order_number: str | None = None
    order_name: str | None = None
    source_amount: str | None = None
    source_currency: str | None = None
    email: str | None = None


NO_PARAMS = Params()


class Made(Wire):
    """The part of a create's answer that every shop gets."""

    txn_id: str
    invoice_url: str


class Operation(Wire):
    """One operation: short for a hosted shop, with sums and params for a white-label one.

    `expire_at_utc` is in seconds or, as Plisio's own SDK notes, in milliseconds.
    """

    id: str
    type: str
    status: str
    params: Params | None = None
    actual_sum: str | None = None
    expire_at_utc: int | None = None


class Invoice(Wire):
    """The invoice of `/invoices/{id}`."""

    id: str
    received_amount: str | None = None
    params: Params | None = None


class Details(Wire):
    """An invoice with what belongs to it; a payer who changes the coin gets another active one."""

    invoice: Invoice
    active_invoice_id: str | None = None


class PageOf(Wire):
    """Where a page of a list stands."""

    pageCount: int | None = None  # noqa: N815 - the wire's name
    currentPage: int | None = None  # noqa: N815 - the wire's name


class Operations(Wire):
    """One page of operations."""

    operations: list[Operation]
    meta: PageOf = Field(default=PageOf(), alias="_meta")


class Balance(Wire):
    """What the shop holds of one coin."""

    psys_cid: str
    currency: str
    balance: str


class Coin(Wire):
    """One way to pay; `fiat_rate` is one unit of the money `fiat`, in coins."""

    name: str
    cid: str
    currency: str
    fiat: str | None = None
    fiat_rate: str | None = None
    hidden: int = 0
    maintenance: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the shop can be paid in it now."""
        return not self.hidden and not self.maintenance
