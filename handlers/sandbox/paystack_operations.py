"""What local Paystack can do: one row an operation, each with its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request

from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_errors import PaystackError, invalid, missing
from handlers.sandbox.paystack_params import page_of, query_of, refund_body
from handlers.sandbox.paystack_shapes import PaystackObject


@dataclass(frozen=True)
class Call:
    """A request with its body already read."""

    request: Request
    body: bytes

    def number(self) -> int:
        """The id in the path."""
        text = str(self.request.path_params["id"])
        if not text.isdigit():
            raise invalid("The id must be a number")
        return int(text)


Run = Callable[[PaystackBooks, Call], Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `POST /refund`."""

    method: str
    path: str
    run: Run

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def _said(message: str, data: Any, **more: Any) -> dict[str, Any]:
    return {"status": True, "message": message, "data": data, **more}


def _listed(message: str, items: list[PaystackObject], query: Mapping[str, str]) -> dict[str, Any]:
    data, meta = page_of(items, query)
    return _said(message, data, meta=meta)


def _customer(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    name = call.request.path_params["email_or_code"].casefold()
    for one in books.every("customer"):
        if name in {one["email"].casefold(), one["customer_code"].casefold()}:
            return _said("Customer retrieved", one)
    raise missing("Customer")


def _transactions(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = query_of(call.request.query_params, frozenset({"customer", "status", "amount"}))
    wanted = {name: query[name] for name in ("status", "amount") if name in query}
    found = [
        one
        for one in books.every("transaction")
        if query.get("customer", str(one["customer"]["id"])) == str(one["customer"]["id"])
        and all(str(one[name]) == value for name, value in wanted.items())
    ]
    return _listed("Transactions retrieved", found, query)


def _verify(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    found = books.by_reference(call.request.path_params["reference"])
    if found is None:
        raise invalid("Transaction reference not found.", "transaction_not_found")
    return _said("Verification successful", found)


def _transaction(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    return _said("Transaction retrieved", books.get("transaction", call.number()))


def _refunds(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = query_of(call.request.query_params, frozenset({"transaction", "currency"}))
    wanted = query.items() & {(name, query.get(name)) for name in ("transaction", "currency")}
    found = [
        one
        for one in books.every("refund")
        if all(str(one[name]) == value for name, value in wanted)
    ]
    return _listed("Refunds retrieved", found, query)


def _refund(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    return _said("Refund retrieved", books.get("refund", call.number()))


def _create_refund(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    given = refund_body(call.body, call.request.headers.get("content-type", ""))
    paid_by = books.named(given["transaction"])
    if given.get("currency", paid_by["currency"]) != paid_by["currency"]:
        raise invalid("Currency differs from the transaction's")
    made = books.refund(given["transaction"], given.get("amount"), given.get("merchant_note"))
    return _said("Refund has been queued for processing", shapes.created(made, paid_by))


def _disputes(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = query_of(call.request.query_params, frozenset({"transaction", "status"}))
    found = [
        one
        for one in books.every("dispute")
        if query.get("transaction", str(one["transaction"]["id"])) == str(one["transaction"]["id"])
        and query.get("status", one["status"]) == one["status"]
    ]
    return _listed("Disputes retrieved", found, query)


def no_such_address(_books: PaystackBooks, _call: Call) -> Mapping[str, Any]:
    raise PaystackError(404, "Endpoint not found")


OPERATIONS: Final = (
    Operation("GET", "/customer/{email_or_code}", _customer),
    Operation("GET", "/transaction", _transactions),
    Operation("GET", "/transaction/verify/{reference}", _verify),
    Operation("GET", "/transaction/{id}", _transaction),
    Operation("POST", "/refund", _create_refund),
    Operation("GET", "/refund", _refunds),
    Operation("GET", "/refund/{id}", _refund),
    Operation("GET", "/dispute", _disputes),
)
