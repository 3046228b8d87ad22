"""What stands in the local QuickBooks company at the start. All people and firms are invented."""

from datetime import timedelta
from typing import Any, Final

from handlers.sandbox.quickbooks_books import Clock, QuickBooksBooks, Thing
from handlers.sandbox.quickbooks_grants import Grants

REALM_ID: Final = "9130350000000001"
CLIENT_ID: Final = "local-quickbooks-app"
ITEM_ID: Final = "1"
ACCOUNT_ID: Final = "35"


def seeded_quickbooks(
    *, client_secret: str, refresh_token: str, now: Clock, realm_id: str = REALM_ID
) -> QuickBooksBooks:
    """The local company with the data of the demo in it."""
    grants = Grants(
        client_id=CLIENT_ID, client_secret=client_secret, consent=refresh_token, now=now
    )
    return QuickBooksBooks(realm_id=realm_id, grants=grants, now=now, fill=fill)


def fill(books: QuickBooksBooks) -> None:
    """What the sample calls need, a few snags, and what nobody asks about."""
    books.add("Item", {"Name": "Services", "Active": True}, ITEM_ID)
    books.add("Item", {"Name": "Binding", "Active": True}, "2")
    books.add("Account", {"Name": "Checking", "AccountType": "Bank"}, ACCOUNT_ID)
    books.add("Account", {"Name": "Sales", "AccountType": "Income"}, "79")
    _dollars(books)
    _currencies(books)
    _snags(books)
    birke = "rechnung@birkeundsohn.example"  # refunds at the payment providers are booked on these
    add_customer(books, "80", "Birke und Sohn", birke, currency="EUR")
    add_customer(books, "81", "Kano Studios", "books@kanostudios.example", currency="NGN")


def _dollars(books: QuickBooksBooks) -> None:
    kestrel = add_customer(books, "67", "Kestrel Fittings", "accounts@kestrelfittings.example")
    kestrel["BillAddr"] = {
        "Id": "671",
        "Line1": "14 Foundry Lane",
        "Line2": "Unit 3",
        "City": "Springfield",
        "CountrySubDivisionCode": "IL",
        "PostalCode": "62701",
        "Country": "USA",
        "Lat": "39.8",
        "Long": "-89.6",
    }
    kestrel["Notes"] = "Prefers calls before noon."
    add_invoice(books, "130", "QB-1042", kestrel, (480.0, "USD"))
    add_invoice(books, "131", "QB-1043", kestrel, (120.0, "USD"), still_open=120.0)
    add_invoice(books, "132", "QB-1044", kestrel, (300.0, "USD"), still_open=75.5)
    marsh = add_customer(books, "68", "Marsh & Willow", "desk@marshwillow.example")
    add_invoice(books, "133", "QB-1045", marsh, (64.2, "USD"), tax_code="TAX")


def _currencies(books: QuickBooksBooks) -> None:
    brannigan = add_customer(
        books, "69", "O'Brannigan Söhne 株式会社", "buero@obrannigan.example", currency="EUR"
    )
    taxed = add_invoice(books, "140", "QB-2001", brannigan, (900.0, "EUR"), tax_code="7")
    taxed["GlobalTaxCalculation"] = "TaxExcluded"
    nishiki = add_customer(books, "70", "Nishiki Paper", "keiri@nishiki.example", currency="JPY")
    add_invoice(books, "141", "QB-2002", nishiki, (12000.0, "JPY"))
    pearl = add_customer(books, "71", "Gulf Pearl", "ap@gulfpearl.example", currency="KWD")
    add_invoice(books, "142", "QB-2003", pearl, (12.345, "KWD"))


def _snags(books: QuickBooksBooks) -> None:
    tern = add_customer(books, "72", "Tern Textiles", "ap@terntextiles.example")
    add_invoice(books, "150", "QB-3001", tern, (40.0, "USD"), still_open=40.0)
    add_invoice(
        books, "151", "QB-3001", tern, (55.0, "USD"), still_open=55.0
    )  # the same number twice
    add_invoice(books, "152", "QB-3002", tern, (0.0, "USD"))  # voided
    quiet = add_invoice(books, "153", "QB-3003", tern, (18.0, "USD"), still_open=18.0)
    del quiet["BillEmail"]  # mailed to the customer's own address
    nobody = add_customer(books, "73", "Nobody at Home", None)
    silent = add_invoice(books, "154", "QB-3004", nobody, (25.0, "USD"), still_open=25.0)
    del silent["BillEmail"]
    gone = add_customer(books, "74", "Gone Away", "hello@goneaway.example")
    gone["Active"] = False
    for number in ("75", "76"):  # one address, two customers
        add_customer(books, number, f"Twin Mills {number}", "office@twinmills.example")


def add_customer(
    books: QuickBooksBooks, number: str, name: str, email: str | None, *, currency: str = "USD"
) -> Thing:
    """A customer in use who owes nothing yet."""
    values: dict[str, Any] = {
        "DisplayName": name,
        "Active": True,
        "Balance": 0.0,
        "CurrencyRef": {"value": currency},
    }
    if email is not None:
        values["PrimaryEmailAddr"] = {"Address": email}
    return books.add("Customer", values, number)


def add_invoice(
    books: QuickBooksBooks,
    number: str,
    document: str,
    customer: Thing,
    money: tuple[float, str],
    *,
    still_open: float = 0.0,
    tax_code: str | None = None,
) -> Thing:
    """An invoice of `money` = (major units, currency), to be mailed to the customer's address."""
    total, currency = money
    today = books.now().date()
    customer["Balance"] += still_open
    tax = {"TaxCodeRef": {"value": tax_code}} if tax_code else {}
    sale = {"ItemRef": {"value": ITEM_ID, "name": "Services"}, "Qty": 1, "UnitPrice": total, **tax}
    line = {
        "Id": "1",
        "LineNum": 1,
        "Amount": total,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": sale,
    }
    values = {
        "DocNumber": document,
        "TxnDate": (today - timedelta(days=20)).isoformat(),
        "DueDate": (today + timedelta(days=10)).isoformat(),
        "CustomerRef": {"value": customer["Id"], "name": customer["DisplayName"]},
        "BillEmail": {"Address": (customer.get("PrimaryEmailAddr") or {}).get("Address", "")},
        "TotalAmt": total,
        "Balance": still_open,
        "CurrencyRef": {"value": currency},
        "EmailStatus": "NotSet",
        "Line": [line, {"Amount": total, "DetailType": "SubTotalLineDetail"}],
        "LinkedTxn": [],
    }
    return books.add("Invoice", values, number)
