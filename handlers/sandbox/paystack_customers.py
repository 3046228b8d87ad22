"""Local Paystack's customers. A second create with the same e-mail makes a second customer."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import paystack_params as params
from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_call import Call, Operation, listed, said
from handlers.sandbox.paystack_errors import invalid
from handlers.sandbox.paystack_params import within

CHANGEABLE: Final = {
    "first_name": params.text,
    "last_name": params.text,
    "phone": params.text,
    "metadata": params.metadata,
}


def _create(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    given = call.fields(required={"email": params.email}, optional=CHANGEABLE)
    number = books.new_number()
    made = shapes.customer(
        number, books.now(), code=f"CUS_made{number}", name="", email=given["email"]
    )
    return said("Customer created", books.put("customer", made | given))


def _list(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = call.query("from", "to")
    found = [one for one in books.every("customer") if within(one["createdAt"], query)]
    return listed("Customers retrieved", found, query)


def _fetch(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    return said("Customer retrieved", books.customer(call.part("email_or_code")))


def _update(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    """Values are set as given: metadata is replaced as a whole. The e-mail cannot change."""
    name = call.part("email_or_code")
    if "@" in name:
        raise invalid("Update a customer by code")
    found = books.customer(name)
    given = call.fields(optional=CHANGEABLE)
    if not given:
        raise invalid("Nothing to update", "missing_params")
    found |= given | {"updatedAt": shapes.instant(books.now())}
    return said("Customer updated", found)


CUSTOMER_OPERATIONS: Final = (
    Operation("POST", "/customer", _create),
    Operation("GET", "/customer", _list),
    Operation("GET", "/customer/{email_or_code}", _fetch),
    Operation("PUT", "/customer/{email_or_code}", _update),
)
