"""Credit memos and refund receipts as local QuickBooks books them.

A line without an item is booked as text and its amount ignored; tax comes on top unless the line
says that there is none or that it is inside.
"""

from decimal import Decimal
from typing import Any, Final

from handlers.sandbox.quickbooks_books import QuickBooksBooks, Thing, decimal_of, number_of
from handlers.sandbox.quickbooks_call import Answer, Call, Operation, reference
from handlers.sandbox.quickbooks_errors import QuickBooksError, invalid

LONGEST_NUMBER: Final = 21
TAX: Final = Decimal("0.10")
_OPTIONAL: Final = frozenset(
    {
        "DocNumber",
        "TxnDate",
        "PrivateNote",
        "CustomerMemo",
        "BillEmail",
        "CurrencyRef",
        "GlobalTaxCalculation",
    }
)
_LINE: Final = frozenset({"Amount", "DetailType", "Description", "SalesItemLineDetail"})
_CALCULATIONS: Final = frozenset({"TaxExcluded", "TaxInclusive", "NotApplicable"})


def _create_credit_memo(books: QuickBooksBooks, call: Call) -> Answer:
    given = call.sent(required=frozenset({"CustomerRef", "Line"}), optional=_OPTIONAL)
    made = _booked(books, "CreditMemo", given)
    made["RemainingCredit"] = made["TotalAmt"]
    return {"CreditMemo": books.add("CreditMemo", made)}


def _create_refund_receipt(books: QuickBooksBooks, call: Call) -> Answer:
    required = frozenset({"DepositToAccountRef", "Line"})
    more = frozenset({"CustomerRef", "PaymentRefNum"})
    given = call.sent(required=required, optional=_OPTIONAL | more)
    account = books.get("Account", reference(given["DepositToAccountRef"]))
    if account["AccountType"] not in {"Bank", "Other Current Asset"}:
        raise invalid("6000", "The account must be of type Bank or Other Current Asset")
    if len(given.get("PaymentRefNum", "")) > LONGEST_NUMBER:
        raise invalid("2050", "String is too long")
    return {"RefundReceipt": books.add("RefundReceipt", _booked(books, "RefundReceipt", given))}


def _booked(books: QuickBooksBooks, kind: str, given: dict[str, Any]) -> Thing:
    """The document with its sum. Raises QuickBooksError for what QuickBooks would not book."""
    if books.closed:
        raise QuickBooksError(400, "6210", "Account Period Closed")
    customer = books.get("Customer", reference(given["CustomerRef"]))
    currency = given.get("CurrencyRef", customer["CurrencyRef"])
    if reference(currency) != customer["CurrencyRef"]["value"]:
        raise invalid("6000", "The transaction's currency must be the customer's")
    wanted = given.get("DocNumber")
    if wanted is not None and len(wanted) > LONGEST_NUMBER:
        raise invalid("2050", "String is too long")
    lines = given["Line"]
    if not isinstance(lines, list) or not lines:
        raise invalid("2020", "Required parameter Line is missing in the request")
    total = sum((_sum(books, one, given) for one in lines), Decimal(0))
    return {
        **given,
        "CustomerRef": {"value": customer["Id"], "name": customer["DisplayName"]},
        "CurrencyRef": currency,
        "DocNumber": books.document_number(kind, wanted),
        "TotalAmt": number_of(total),
    }


def _sum(books: QuickBooksBooks, line: Any, given: dict[str, Any]) -> Decimal:
    """What one line comes to, tax included."""
    if not isinstance(line, dict) or line.keys() - _LINE:
        raise invalid("2010", "Request has invalid or unsupported property")
    detail = line.get("SalesItemLineDetail") or {}
    if "ItemRef" not in detail:
        return Decimal(0)
    books.get("Item", reference(detail["ItemRef"]))
    amount = decimal_of(line.get("Amount"))
    quantity, price = detail.get("Qty", 1), detail.get("UnitPrice", line.get("Amount"))
    if decimal_of(quantity) * decimal_of(price) != amount or amount <= 0:
        raise invalid("6070", "Amount is not equal to UnitPrice * Qty")
    return amount + _tax(detail, given, amount)


def _tax(detail: dict[str, Any], given: dict[str, Any], amount: Decimal) -> Decimal:
    calculation = given.get("GlobalTaxCalculation", "NotApplicable")
    if calculation not in _CALCULATIONS:
        raise invalid("2170", "Invalid Enumeration")
    code = reference(detail["TaxCodeRef"]) if "TaxCodeRef" in detail else "NON"
    taxed = calculation == "TaxExcluded" or (calculation == "NotApplicable" and code == "TAX")
    return amount * TAX if taxed else Decimal(0)


def _reader(kind: str) -> Operation:
    return Operation(
        "GET",
        f"/{kind.lower()}/{{id}}",
        lambda books, call: {kind: books.get(kind, call.part())},
    )


def printer(kind: str) -> Operation:
    """A document as PDF, of a few bytes."""

    def printed(books: QuickBooksBooks, call: Call) -> Answer:
        number = books.get(kind, call.part())["DocNumber"]
        return f"%PDF-1.4\n% {kind} {number}\n%%EOF\n".encode()

    return Operation("GET", f"/{kind.lower()}/{{id}}/pdf", printed)


DOCUMENT_OPERATIONS: Final = (
    Operation("POST", "/creditmemo", _create_credit_memo),
    Operation("POST", "/refundreceipt", _create_refund_receipt),
    _reader("CreditMemo"),
    _reader("RefundReceipt"),
    printer("CreditMemo"),
    printer("RefundReceipt"),
)


def void(books: QuickBooksBooks, kind: str, number: str) -> Thing:
    """What a person does in QuickBooks: it stays, with nothing on it."""
    note = f"Voided - {books.get(kind, number).get('PrivateNote', '')}"
    emptied = {"TotalAmt": 0.0, "PrivateNote": note}
    if kind == "CreditMemo":
        emptied["RemainingCredit"] = 0.0
    return books.change(kind, number, emptied, "Void")
