"""What the adapter reads of QuickBooks' objects: needed fields required, unknown ones ignored.

Ids and sync tokens are text, amounts decimals of the major unit, `Ref`s name other objects.
https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr


class Wire(BaseModel):
    """The base of everything QuickBooks answers."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Ref(Wire):
    """Another object."""

    value: StrictStr = Field(min_length=1)
    name: str | None = None


class Email(Wire):
    """One address, or several with commas."""

    Address: str | None = None


class Phone(Wire):
    """A number as somebody typed it."""

    FreeFormNumber: str | None = None


class Address(Wire):
    """A postal address; what it has not is None."""

    Line1: str | None = None
    Line2: str | None = None
    Line3: str | None = None
    Line4: str | None = None
    Line5: str | None = None
    City: str | None = None
    CountrySubDivisionCode: str | None = None
    PostalCode: str | None = None
    Country: str | None = None


class Entity(Wire):
    """Anything with an id of its kind and a token that rises with each change."""

    entity: ClassVar[str]
    """Its name in statements and answers; in a path it is lower case."""

    Id: StrictStr = Field(pattern=r"^[0-9]{1,20}$")
    SyncToken: StrictStr = Field(min_length=1)


class Customer(Entity):
    """Who owes."""

    entity = "Customer"

    DisplayName: str
    PrimaryEmailAddr: Email | None = None
    PrimaryPhone: Phone | None = None
    BillAddr: Address | None = None
    Balance: Decimal | None = None
    CurrencyRef: Ref | None = None
    Active: StrictBool = True
    Notes: str | None = None

    @property
    def email(self) -> str | None:
        return self.PrimaryEmailAddr.Address if self.PrimaryEmailAddr else None


class ItemDetail(Wire):
    """What was sold on a line."""

    ItemRef: Ref | None = None
    TaxCodeRef: Ref | None = None


class DocumentLine(Wire):
    """One line of a document; subtotals and text have no detail of a sale."""

    DetailType: str
    SalesItemLineDetail: ItemDetail | None = None


class Delivery(Wire):
    """What is known of the last mail."""

    DeliveryTime: datetime | None = None
    DeliveryErrorType: str | None = None


class Link(Wire):
    """Another document that this one is tied to."""

    TxnId: str
    TxnType: str


class Document(Entity):
    """What invoices, credit memos and refund receipts have in common."""

    DocNumber: str | None = None
    TotalAmt: Decimal
    CustomerRef: Ref | None = None
    CurrencyRef: Ref | None = None
    PrivateNote: str | None = None
    LinkedTxn: tuple[Link, ...] = ()

    @property
    def iso(self) -> str | None:
        return self.CurrencyRef.value.upper() if self.CurrencyRef else None


class Invoice(Document):
    """What a customer was billed, and how much of it is still open."""

    entity = "Invoice"

    Balance: Decimal
    DueDate: date | None = None
    BillEmail: Email | None = None
    EmailStatus: str | None = None
    DeliveryInfo: Delivery | None = None
    GlobalTaxCalculation: str | None = None
    Line: tuple[DocumentLine, ...] = ()

    @property
    def sent_at(self) -> datetime | None:
        """When it was mailed last; a time without a zone says nothing."""
        at = self.DeliveryInfo.DeliveryTime if self.DeliveryInfo else None
        return at if at and at.tzinfo else None

    @property
    def undelivered(self) -> str | None:
        """Why the last mail did not arrive, when QuickBooks learned that it did not."""
        return self.DeliveryInfo.DeliveryErrorType if self.DeliveryInfo else None

    @property
    def sold(self) -> ItemDetail | None:
        """The first line that sells a product; shipping has a word in place of a number."""
        found = (one.SalesItemLineDetail for one in self.Line if one.SalesItemLineDetail)
        return next((one for one in found if one.ItemRef and one.ItemRef.value.isdigit()), None)


class CreditMemo(Document):
    """What a customer has to their credit."""

    entity = "CreditMemo"

    RemainingCredit: Decimal | None = None


class RefundReceipt(Document):
    """The record of money that was given back."""

    entity = "RefundReceipt"

    PaymentRefNum: str | None = None


class Granted(Wire):
    """What the token endpoint answers; the newest refresh token is the only one that counts."""

    access_token: str = Field(min_length=1, repr=False)
    refresh_token: str = Field(min_length=1, repr=False)
    expires_in: int = Field(gt=0)
