"""Names of records: QuickBooks counts each kind by itself, so invoice 67 is not customer 67."""

from __future__ import annotations

import re
from typing import Final

from bot.errors import Refused
from bot.vendor_settings import Mode

VENDOR: Final = "quickbooks"
INVOICE: Final = "invoice"
CUSTOMER: Final = "customer"

_NAME = re.compile(r"(invoice|customer)-([0-9]{1,20})")
_PAGES = {INVOICE: "invoice?txnId=", CUSTOMER: "customerdetail?nameId="}
_SITES = {
    "live": "https://app.qbo.intuit.com/app",
    "test": "https://app.sandbox.qbo.intuit.com/app",
}


def record_id(kind: str, number: str) -> str:
    """`invoice-130`: QuickBooks' own number, and what it numbers."""
    return f"{kind}-{number}"


def number_of(name: str, kind: str) -> str:
    """The number in the name of a record of this kind. Raises Refused for any other name."""
    number = number_or_none(name, kind)
    if number is None:
        raise Refused(f"That is no {kind} of QuickBooks'.", code="other_kind")
    return number


def number_or_none(name: str, kind: str) -> str | None:
    """The number in the name of a record of this kind; None for any other name."""
    found = _NAME.fullmatch(name.strip())
    return found[2] if found and found[1] == kind else None


def page_of(kind: str, number: str, mode: Mode) -> str:
    """Where a person looks at it."""
    return f"{_SITES[mode]}/{_PAGES[kind]}{number}"
