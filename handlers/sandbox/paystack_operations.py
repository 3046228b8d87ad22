"""What local Paystack can do: one row an operation. Here those about payments and refunds."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import paystack_params as params
from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_call import Call, Operation, listed, narrowed, said
from handlers.sandbox.paystack_customers import CUSTOMER_OPERATIONS
from handlers.sandbox.paystack_disputes import DISPUTE_OPERATIONS
from handlers.sandbox.paystack_dues import DUE_OPERATIONS
from handlers.sandbox.paystack_errors import PaystackError, invalid
from handlers.sandbox.paystack_params import within
from handlers.sandbox.paystack_subscriptions import SUBSCRIPTION_OPERATIONS

_REFUND: Final = {
    "amount": params.positive,
    "currency": params.currency,
    "customer_note": params.text,
    "merchant_note": params.text,
}


def _transactions(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = call.query("customer", "status", "amount", "from", "to")
    found = [
        one
        for one in narrowed(books.every("transaction"), query, "status", "amount")
        if query.get("customer", str(one["customer"]["id"])) == str(one["customer"]["id"])
        and within(one["created_at"], query)
    ]
    return listed("Transactions retrieved", found, query)


def _verify(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    found = books.by_reference(call.part("reference"))
    if found is None:
        raise invalid("Transaction reference not found.", "transaction_not_found")
    return said("Verification successful", found)


def _transaction(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    return said("Transaction retrieved", books.get("transaction", call.number()))


def _refunds(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = call.query("transaction", "currency")
    found = narrowed(books.every("refund"), query, "transaction", "currency")
    return listed("Refunds retrieved", found, query)


def _refund(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    return said("Refund retrieved", books.get("refund", call.number()))


def _create_refund(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    given = call.fields(required={"transaction": _names_one}, optional=_REFUND)
    paid_by = books.named(given["transaction"])
    if given.get("currency", paid_by["currency"]) != paid_by["currency"]:
        raise invalid("Currency differs from the transaction's")
    made = books.refund(given["transaction"], given.get("amount"), given.get("merchant_note"))
    return said("Refund has been queued for processing", shapes.created(made, paid_by))


def _names_one(value: Any) -> bool:
    return type(value) in (str, int)


def no_such_address(_books: PaystackBooks, _call: Call) -> Mapping[str, Any]:
    raise PaystackError(404, "Endpoint not found")


OPERATIONS: Final = (
    *CUSTOMER_OPERATIONS,
    *DUE_OPERATIONS,
    Operation("GET", "/transaction", _transactions),
    Operation("GET", "/transaction/verify/{reference}", _verify),
    Operation("GET", "/transaction/{id}", _transaction),
    Operation("POST", "/refund", _create_refund),
    Operation("GET", "/refund", _refunds),
    Operation("GET", "/refund/{id}", _refund),
    *DISPUTE_OPERATIONS,
    *SUBSCRIPTION_OPERATIONS,
)
