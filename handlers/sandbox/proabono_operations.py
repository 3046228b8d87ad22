"""What local ProAbono can do, a row an operation: none of them mails, refunds or cancels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from starlette.requests import Request

from handlers.sandbox import proabono_params as params
from handlers.sandbox.proabono_books import ProAbonoBooks, ProAbonoObject, stamp
from handlers.sandbox.proabono_errors import missing
from handlers.sandbox.proabono_params import PAGING, Fields

CUSTOMER: Final[Fields] = {
    "ReferenceSegment": params.reference,
    "ReferenceOffer": params.reference,
    "ReferenceAffiliation": params.text,
    "Email": params.email,
    "Name": params.text,
    "Language": params.language,
    "Metadata": params.metadata,
}
ADDRESS: Final[Fields] = {
    **dict.fromkeys(
        ("Company", "FirstName", "LastName", "AddressLine1", "AddressLine2", "ZipCode", "City",
         "Region", "Phone", "TaxInformation"),
        params.text,
    ),
    "Country": params.country,
}  # fmt: skip
SETTINGS: Final[Fields] = {
    "TypePayment": params.external,
    "ModeBilling": params.text,
    "IsGreyListed": params.flag,
    "NoteInvoice": params.text,
    "DateNextBilling": params.instant,
}


@dataclass(frozen=True)
class Call:
    """A request with its body already read."""

    request: Request
    body: bytes

    def query(self, *known: str, required: tuple[str, ...] = ()) -> dict[str, str]:
        return params.query_of(self.request.query_params, frozenset(known), frozenset(required))

    def fields(self, optional: Fields, required: Fields | None = None) -> dict[str, Any]:
        content_type = self.request.headers.get("content-type", "")
        return params.body_of(self.body, content_type, required=required or {}, optional=optional)


@dataclass(frozen=True)
class Answer:
    """What is answered; without a body it is a 204."""

    body: Any = None
    status: int = 200


Run: TypeAlias = Callable[[ProAbonoBooks, Call], Answer]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `POST /v1/Customer`."""

    method: str
    path: str
    run: Run

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def _whose(call: Call) -> str:
    return call.query(required=("ReferenceCustomer",))["ReferenceCustomer"]


def _listed(books: ProAbonoBooks, items: list[ProAbonoObject], query: dict[str, str]) -> Answer:
    page = params.page_of(items, query, stamp(books.now()))
    return Answer(page) if page else Answer(status=204)


def _narrowed(
    items: Mapping[Any, ProAbonoObject], query: Mapping[str, str], *names: str
) -> list[ProAbonoObject]:
    """Those whose fields are what the query names, compared as text."""
    wanted = [(name, query[name]) for name in names if name in query]
    return [
        one for one in items.values() if all(str(one.get(name)) == value for name, value in wanted)
    ]


# --- customers --------------------------------------------------------------------------------


def _customer(books: ProAbonoBooks, call: Call) -> Answer:
    query = call.query("ReferenceOffer", required=("ReferenceCustomer",))
    return Answer(books.customer(query["ReferenceCustomer"]))


def _upsert(books: ProAbonoBooks, call: Call) -> Answer:
    given = call.fields(CUSTOMER, {"ReferenceCustomer": params.reference})
    kept, is_new = books.put_customer(given)
    return Answer(kept, 201 if is_new else 200)


def _customers(books: ProAbonoBooks, call: Call) -> Answer:
    query = call.query("ReferenceSegment", "ReferenceFeature", *PAGING)
    return _listed(books, _narrowed(books.customers, query, "ReferenceSegment"), query)


def _address(books: ProAbonoBooks, call: Call) -> Answer:
    reference = _whose(call)
    books.reached(reference)
    return Answer(_with_all(books.addresses[reference]))


def _set_address(books: ProAbonoBooks, call: Call) -> Answer:
    reference = _whose(call)
    books.reached(reference)
    books.addresses[reference] |= call.fields(ADDRESS)
    return Answer(_with_all(books.addresses[reference]))


def _with_all(address: ProAbonoObject) -> ProAbonoObject:
    return {name: address.get(name) for name in ADDRESS}


def _settings(books: ProAbonoBooks, call: Call) -> Answer:
    reference = _whose(call)
    books.reached(reference)
    return Answer(books.settings[reference])


def _set_settings(books: ProAbonoBooks, call: Call) -> Answer:
    reference = _whose(call)
    books.reached(reference)
    books.settings[reference] |= call.fields(SETTINGS)
    return Answer(books.settings[reference])


# --- subscriptions and invoices ---------------------------------------------------------------


def _subscription(books: ProAbonoBooks, call: Call) -> Answer:
    query = call.query("ReferenceOffer", "IgnoreFeatures", required=("ReferenceCustomer",))
    found = _narrowed(books.subscriptions, query, "ReferenceCustomer", "ReferenceOffer")
    if not found:
        raise missing("Subscription")
    return Answer(found[0])


def _subscriptions(books: ProAbonoBooks, call: Call) -> Answer:
    names = ("ReferenceSegment", "ReferenceCustomer", "ReferenceCustomerBuyer")
    query = call.query(*names, "IgnoreFeatures", *PAGING)
    return _listed(books, _narrowed(books.subscriptions, query, *names), query)


def _invoices(books: ProAbonoBooks, call: Call) -> Answer:
    """Invoices and credit notes together."""
    names = ("ReferenceCustomer", "IdCustomer", "IdSubscription", "ReferenceSegment")
    query = call.query(*names, *PAGING)
    found = _narrowed(books.invoices, query, "ReferenceCustomer", "IdCustomer", "ReferenceSegment")
    if "IdSubscription" in query:
        held = books.subscriptions.get(int(query["IdSubscription"]), {})
        found = [one for one in found if one["IdCustomer"] == held.get("IdCustomerBuyer")]
    return _listed(books, found, query)


def _numbered(books: ProAbonoBooks, call: Call) -> Answer:
    query = call.query("ReferenceSegment", required=("FullNumber",))
    found = _narrowed(books.invoices, query, "FullNumber")
    if not found:
        raise missing("Invoice")
    return Answer(found[0])


def _invoice(books: ProAbonoBooks, call: Call) -> Answer:
    call.query()
    number = str(call.request.path_params["id"])
    return Answer(books.invoice(int(number) if number.isdigit() else 0))


def no_such_address(_books: ProAbonoBooks, _call: Call) -> Answer:
    raise missing("Address")


OPERATIONS: Final = (
    Operation("GET", "/v1/Customer", _customer),
    Operation("POST", "/v1/Customer", _upsert),
    Operation("GET", "/v1/Customers", _customers),
    Operation("GET", "/v1/CustomerAddressBilling", _address),
    Operation("POST", "/v1/CustomerAddressBilling", _set_address),
    Operation("GET", "/v1/CustomerSettingsPayment", _settings),
    Operation("POST", "/v1/CustomerSettingsPayment", _set_settings),
    Operation("GET", "/v1/Subscription", _subscription),
    Operation("GET", "/v1/Subscriptions", _subscriptions),
    Operation("GET", "/v1/Invoices", _invoices),
    Operation("GET", "/v1/Invoice", _numbered),
    Operation("GET", "/v1/Invoice/{id}", _invoice),
)
