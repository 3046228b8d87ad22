"""What can be read: lists, searches and single objects.

Paths and parameter names are those of the published description.
"""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import stripe_params as p
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_call import EXPAND, Call, Operation, Run
from handlers.sandbox.stripe_errors import invalid
from handlers.sandbox.stripe_lists import page_of, search_page
from handlers.sandbox.stripe_store import StripeObject

PAGED: Final[p.Spec] = EXPAND | {
    "limit": p.between(1, 100),
    "starting_after": p.text,
    "ending_before": p.text,
    "created": p.moment,
}


def _listing(kind: str, filters: Mapping[str, str]) -> Run:
    """A list filtered by equality: parameter name -> field (dotted) of the object."""

    def run(books: StripeBooks, call: Call) -> Mapping[str, Any]:
        for name in ("customer", "charge", "payment_intent", "invoice", "subscription"):
            if name in call.params:
                books.get(name, call.params[name], param=name)
        wanted = {filters[name]: call.params[name] for name in filters if name in call.params}
        items = [item for item in books.every(kind) if fits(item, wanted, call.params)]
        return page_of(items, call.params, call.url)

    return run


def fits(item: StripeObject, wanted: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    """Dotted fields of the object equal what is wanted, and its times are within the ranges."""
    ranges = ((name, params[name]) for name in ("created", "due_date") if name in params)
    return all(at(item, path) == value for path, value in wanted.items()) and all(
        _within(item[name], limits) for name, limits in ranges
    )


def at(item: Any, path: str) -> Any:
    """What stands at a dotted path; None where there is nothing."""
    for step in path.split("."):
        item = item.get(step) if isinstance(item, Mapping) else None
    return item


def _within(value: int | None, limits: Mapping[str, int]) -> bool:
    if value is None:
        return False
    low = max(limits.get("gte", 0), limits.get("gt", -1) + 1)
    high = min(limits.get("lte", 10**18), limits.get("lt", 10**18) - 1)
    return low <= value <= high


def _search(kind: str) -> Run:
    def run(books: StripeBooks, call: Call) -> Mapping[str, Any]:
        return search_page(books.search(kind, call.params["query"]), call.params, call.url)

    return run


def _retrieve(kind: str) -> Run:
    return lambda books, call: books.get(kind, call.target)


def _flat(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def list_operation(
    kind: str, path: str, filters: Mapping[str, str], **extra: p.Reader
) -> Operation:
    spec = PAGED | dict.fromkeys(filters, p.text) | extra
    return Operation("GET", path, _listing(kind, filters), kind, spec)


def search_operation(kind: str, path: str) -> Operation:
    spec = EXPAND | {"query": p.text, "limit": p.between(1, 100), "page": p.text}
    return Operation("GET", path, _search(kind), kind, spec, required=("query",))


def retrieve_operation(kind: str, path: str, **extra: p.Reader) -> Operation:
    return Operation("GET", path, _retrieve(kind), kind, EXPAND | extra)


INVOICE_FILTERS: Final = _flat("customer", "customer_account", "status", "collection_method") | {
    "subscription": "parent.subscription_details.subscription"
}
INVOICE_EXTRA: Final[p.Spec] = {
    "due_date": p.moment,
    "status": p.one_of("draft", "open", "paid", "uncollectible", "void"),
    "collection_method": p.one_of("charge_automatically", "send_invoice"),
}
INVOICE_PAYMENTS: Final[p.Spec] = PAGED | {
    "invoice": p.text,
    "payment": p.group(
        type=p.one_of("payment_intent", "payment_record"),
        payment_intent=p.text,
        payment_record=p.text,
    ),
    "status": p.one_of("canceled", "open", "paid"),
}


def _list_invoice_payments(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    """`payment[type]` and the id travel together."""
    payment = call.params.get("payment")
    if payment is not None and "type" not in payment:
        raise invalid("Missing required param: payment[type].", param="payment[type]")
    wanted = {f"payment.{name}": value for name, value in (payment or {}).items()}
    wanted |= {name: call.params[name] for name in ("invoice", "status") if name in call.params}
    items = [i for i in books.every("invoice_payment") if fits(i, wanted, call.params)]
    return page_of(items, call.params, call.url)


READS: Final = (
    list_operation("customer", "/v1/customers", _flat("email", "test_clock")),
    search_operation("customer", "/v1/customers/search"),
    retrieve_operation("customer", "/v1/customers/{customer}"),
    list_operation("charge", "/v1/charges", _flat("customer", "payment_intent", "transfer_group")),
    search_operation("charge", "/v1/charges/search"),
    retrieve_operation("charge", "/v1/charges/{charge}"),
    list_operation("payment_intent", "/v1/payment_intents", _flat("customer", "customer_account")),
    search_operation("payment_intent", "/v1/payment_intents/search"),
    retrieve_operation("payment_intent", "/v1/payment_intents/{intent}", client_secret=p.text),
    list_operation("invoice", "/v1/invoices", INVOICE_FILTERS, **INVOICE_EXTRA),
    search_operation("invoice", "/v1/invoices/search"),
    retrieve_operation("invoice", "/v1/invoices/{invoice}"),
    Operation(
        "GET", "/v1/invoice_payments", _list_invoice_payments, "invoice_payment", INVOICE_PAYMENTS
    ),
    list_operation("refund", "/v1/refunds", _flat("charge", "payment_intent")),
    retrieve_operation("refund", "/v1/refunds/{refund}"),
    list_operation("dispute", "/v1/disputes", _flat("charge", "payment_intent")),
    retrieve_operation("dispute", "/v1/disputes/{dispute}"),
    retrieve_operation("subscription", "/v1/subscriptions/{subscription_exposed_id}"),
)
