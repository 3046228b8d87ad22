"""What local QuickBooks can do: one row an operation, under `/v3/company/{realm}`."""

from typing import Any, Final

from handlers.sandbox.quickbooks_books import Mail, QuickBooksBooks, Thing
from handlers.sandbox.quickbooks_call import Answer, Call, Operation
from handlers.sandbox.quickbooks_documents import DOCUMENT_OPERATIONS, printer
from handlers.sandbox.quickbooks_errors import QuickBooksError, invalid
from handlers.sandbox.quickbooks_query import Statement, parse

LONGEST_ADDRESS: Final = 100
LONGEST_NOTES: Final = 2000
_CUSTOMER: Final = frozenset(
    {"BillAddr", "ShipAddr", "PrimaryEmailAddr", "DisplayName", "CompanyName", "Notes", "Active"}
)
_ADDRESS: Final = {
    **{f"Line{n}": 500 for n in range(1, 6)},
    "City": 255,
    "CountrySubDivisionCode": 255,
    "PostalCode": 30,
    "Country": 255,
    "Id": 30,
}
_COUNTRIES: Final = {"US": "USA", "GB": "GBR", "NG": "NGA"}
"""Some come back in another form than they were sent in."""


def _company(books: QuickBooksBooks, _call: Call) -> Answer:
    about = {"Id": "1", "SyncToken": "4", "CompanyName": "Local Books Co", "Country": "US"}
    return {"CompanyInfo": {**about, "domain": "QBO", "realm": books.realm_id}}


def _query(books: QuickBooksBooks, call: Call) -> Answer:
    statement = parse(call.query("query") or "")
    found = [
        one
        for one in books.every(statement.entity)
        if all(condition.holds(one) for condition in statement.conditions)
        and _is_listed(one, statement)
    ]
    if statement.counts:
        return {"QueryResponse": {"totalCount": len(found)}}
    return {"QueryResponse": _page(found, statement)}


def _is_listed(item: Thing, statement: Statement) -> bool:
    """What is not in use is left out unless it is asked for."""
    return item.get("Active", True) or any(one.field == "Active" for one in statement.conditions)


def _page(found: list[Thing], statement: Statement) -> dict[str, Any]:
    """Without a match the entity is absent, not empty."""
    ordered = sorted(found, key=lambda one: int(one["Id"]), reverse=statement.descending)
    items = ordered[statement.start - 1 :][: statement.most]
    if not items:
        return {}
    place = {"startPosition": statement.start, "maxResults": len(items)}
    return {statement.entity: items, **place}


def _invoice(books: QuickBooksBooks, call: Call) -> Answer:
    return {"Invoice": books.get("Invoice", call.part())}


def _customer(books: QuickBooksBooks, call: Call) -> Answer:
    return {"Customer": books.get("Customer", call.part())}


def _send(books: QuickBooksBooks, call: Call) -> Answer:
    """Each call is another mail; an address that is given becomes the invoice's own."""
    if call.request.headers.get("content-type") != "application/octet-stream" or call.body:
        raise invalid("2010", "The content type must be application/octet-stream, without a body")
    invoice = books.get("Invoice", call.part())
    given = call.query("sendTo")
    address = given or (invoice.get("BillEmail") or {}).get("Address")
    if not address or "@" not in address or len(address) > LONGEST_ADDRESS:
        raise invalid("6000", "An e-mail address is needed to send the transaction")
    books.mails.append(Mail(books.now(), address, invoice["DocNumber"]))
    return {
        "Invoice": books.change(
            "Invoice",
            invoice["Id"],
            {
                "BillEmail": {"Address": address},
                "EmailStatus": "EmailSent",
                "DeliveryInfo": {"DeliveryType": "Email", "DeliveryTime": books.time()},
            },
            "Emailed",
        )
    }


def _write_customer(books: QuickBooksBooks, call: Call) -> Answer:
    """A sparse update; a full one would empty what is left out, and nothing here asks for that."""
    given = call.sent(required=frozenset({"Id", "SyncToken", "sparse"}), optional=_CUSTOMER)
    customer = books.get("Customer", given.pop("Id"))
    if given.pop("sparse") is not True:
        raise invalid("2170", "This needs sparse to be true")
    if given.pop("SyncToken") != customer["SyncToken"]:
        raise QuickBooksError(400, "5010", "Stale Object Error")
    if len(given.get("Notes", "")) > LONGEST_NOTES:
        raise invalid("2050", "String is too long")
    if "BillAddr" in given:
        given["BillAddr"] = _address(given["BillAddr"], customer.get("BillAddr"))
    return {"Customer": books.change("Customer", customer["Id"], given)}


def _address(given: Any, before: Thing | None) -> Thing:
    """A child that is sent replaces the one before, whatever is missing in it."""
    if not isinstance(given, dict) or given.keys() - _ADDRESS.keys():
        raise invalid("2010", "Request has invalid or unsupported property")
    if any(len(text) > _ADDRESS[name] for name, text in given.items()):
        raise invalid("2050", "String is too long")
    country = _COUNTRIES.get(given.get("Country", ""), given.get("Country"))
    kept = {"Id": before["Id"]} if before and "Id" in before else {}
    return {**kept, **given, **({"Country": country} if country else {})}


def no_such_address(_books: QuickBooksBooks, _call: Call) -> Answer:
    raise QuickBooksError(404, "610", "Object Not Found")


OPERATIONS: Final = (
    Operation("GET", "/companyinfo/{id}", _company),
    Operation("GET", "/query", _query),
    Operation("GET", "/invoice/{id}", _invoice),
    printer("Invoice"),
    Operation("POST", "/invoice/{id}/send", _send),
    Operation("GET", "/customer/{id}", _customer),
    Operation("POST", "/customer", _write_customer),
    *DOCUMENT_OPERATIONS,
)
