"""What a credit memo and a refund receipt have in common: one line over the approved sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import Refused
from bot.money import format_money
from bot.vendors import Order
from providers.quickbooks.marks import note_of, short_of
from providers.quickbooks.models import Document, Invoice, ItemDetail, Ref
from providers.quickbooks.units import minor_or_none, shown, to_books

_US_CODES = frozenset({"TAX", "NON"})
_TAXED = frozenset({"TaxExcluded", "TaxInclusive"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One sum that is given back. `item` is what it is booked on, `invoice` what it is of."""

    amount_minor: int
    currency: str
    customer: str
    item: Ref
    invoice: Invoice | None = None


def sum_of(order: Order) -> tuple[int, str]:
    """The approved sum. Raises Refused unless it is above zero and has a currency."""
    if order.amount_minor is None or order.currency is None or order.amount_minor <= 0:
        raise Refused(
            "An amount above zero and a currency are needed; nothing was sent.", code="no_amount"
        )
    return order.amount_minor, order.currency.upper()


def check_currency(invoice: Invoice, currency: str) -> None:
    """Raise Refused when the books hold it in another currency."""
    if invoice.iso != currency:
        raise Refused(
            f"The invoice is in {invoice.iso or 'no stated currency'}, not in {currency}; nothing "
            "was sent.",
            code="other_currency",
        )


def body_of(order: Order, credit: Credit) -> dict[str, Any]:
    """The document. A line without an item would be booked as text and its amount ignored."""
    amount = to_books(credit.amount_minor, credit.currency)
    whole, detail = _tax(credit.invoice)
    about = f"Credit for invoice {_number(credit.invoice)}" if credit.invoice else "Refund"
    sale = {"ItemRef": {"value": credit.item.value}, "Qty": 1, "UnitPrice": amount, **detail}
    return {
        "DocNumber": short_of(order.step_key),
        "PrivateNote": note_of(order, credit.invoice.Id if credit.invoice else None),
        "CustomerRef": {"value": credit.customer},
        "CurrencyRef": {"value": credit.currency},
        "Line": [
            {
                "Amount": amount,
                "DetailType": "SalesItemLineDetail",
                "Description": about,
                "SalesItemLineDetail": sale,
            }
        ],
        **whole,
    }


def _number(invoice: Invoice) -> str:
    return invoice.DocNumber or invoice.Id


def _tax(invoice: Invoice | None) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """Keep the total at the approved sum: tax is inside it, or there is none on it.

    Outside the US the line's own tax code applies and the sum includes it; in the US a line is
    taxed or not, and this one is not.
    """
    sold = invoice.sold if invoice else None
    code = sold.TaxCodeRef.value if sold and sold.TaxCodeRef else None
    if invoice is not None and invoice.GlobalTaxCalculation in _TAXED:
        detail = {"TaxCodeRef": {"value": code}} if code else {}
        return {"GlobalTaxCalculation": "TaxInclusive"}, detail
    return {}, {"TaxCodeRef": {"value": "NON"}} if code in _US_CODES else {}


def over(document: Document, order: Order) -> str:
    """The sum that stands in the books, and that it is another one than was asked for if it is.

    A company's own taxes come on top of what was sent, and people change what was made.
    """
    there = f"over {shown(document.TotalAmt, document.iso)}"
    asked, currency = order.amount_minor, (order.currency or "").upper()
    iso = document.iso or currency
    if asked is None or (minor_or_none(document.TotalAmt, iso), iso) == (asked, currency):
        return there
    return f"{there}, and not over {format_money(asked, currency)} as asked: look at it there"


def item_of(sold: ItemDetail | None, configured: str | None) -> Ref:
    """What the sum is booked on: the product of the invoice, else the configured one."""
    if sold is not None and sold.ItemRef is not None:
        return sold.ItemRef
    if not configured:
        raise Refused(
            "No product of QuickBooks' is known to book this on: set QUICKBOOKS_ITEM_ID; nothing "
            "was sent.",
            code="no_item",
            mendable=True,
        )
    return Ref(value=configured)
