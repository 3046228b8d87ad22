"""What local Paystack takes: query values and JSON bodies, strict about names and kinds."""

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import QueryParams

from handlers.sandbox.paystack_errors import invalid

CURRENCIES: Final = frozenset({"NGN", "USD", "GHS", "ZAR", "KES", "XOF"})
PER_PAGE: Final = 50
PAGING: Final = frozenset({"page", "perPage"})
NUMBERS: Final = frozenset({"page", "perPage", "customer", "amount"})


def query_of(given: QueryParams, known: frozenset[str]) -> dict[str, str]:
    """Known names, each once; PaystackError 400 for anything else."""
    pairs = given.multi_items()
    for name, value in pairs:
        if name not in known | PAGING or len(given.getlist(name)) > 1:
            raise invalid(f"Unknown or repeated parameter: {name}")
        if name in NUMBERS and (not value.isdigit() or int(value) < 1):
            raise invalid(f"{name} must be a positive number")
    return dict(pairs)


def page_of(items: list[Any], query: Mapping[str, str]) -> tuple[list[Any], dict[str, int]]:
    """One page and where it stands."""
    size, page = int(query.get("perPage", PER_PAGE)), int(query.get("page", 1))
    skipped = (page - 1) * size
    meta = {
        "total": len(items),
        "skipped": skipped,
        "perPage": size,
        "page": page,
        "pageCount": -(-len(items) // size),
    }
    return items[skipped : skipped + size], meta


def refund_body(raw: bytes, content_type: str) -> dict[str, Any]:
    """A refund's fields: `amount` in subunits, absent for everything."""
    given = _object(raw, content_type)
    known = {"transaction", "amount", "currency", "customer_note", "merchant_note"}
    if set(given) - known:
        raise invalid(f"Unknown field: {min(set(given) - known)}")
    if type(given.get("transaction")) not in (str, int) or given["transaction"] == "":
        raise invalid("Transaction is required", "missing_params")
    amount = given.get("amount")
    if "amount" in given and (type(amount) is not int or amount < 1):
        raise invalid("Amount must be a positive whole number")
    if given.get("currency", "NGN") not in CURRENCIES:
        raise invalid("Currency is not supported")
    notes = (given.get("customer_note", ""), given.get("merchant_note", ""))
    if not all(isinstance(note, str) for note in notes):
        raise invalid("Notes are text")
    return given


def _object(raw: bytes, content_type: str) -> dict[str, Any]:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise invalid("Send application/json")
    try:
        given = json.loads(raw)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise invalid("Send a JSON object")
    return given
