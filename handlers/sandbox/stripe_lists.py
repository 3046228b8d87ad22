"""Pages of lists and searches (https://docs.stripe.com/api/pagination) and `expand[]`."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from handlers.sandbox import stripe_objects as shapes
from handlers.sandbox.stripe_errors import invalid, missing
from handlers.sandbox.stripe_refunds import refunds_of
from handlers.sandbox.stripe_store import ObjectStore, StripeObject

DEFAULT_LIMIT: Final = 10
DEEPEST: Final = 4

# (object with the field, field) -> kind behind the id; an invoice payment's `payment` has no kind
BEHIND: Final[Mapping[tuple[str | None, str], str]] = {
    ("charge", "customer"): "customer",
    ("charge", "payment_intent"): "payment_intent",
    ("payment_intent", "customer"): "customer",
    ("payment_intent", "latest_charge"): "charge",
    ("invoice", "customer"): "customer",
    ("invoice_payment", "invoice"): "invoice",
    (None, "payment_intent"): "payment_intent",
    ("refund", "charge"): "charge",
    ("refund", "payment_intent"): "payment_intent",
    ("dispute", "charge"): "charge",
    ("dispute", "payment_intent"): "payment_intent",
    ("subscription", "customer"): "customer",
    ("subscription", "latest_invoice"): "invoice",
    ("credit_note", "customer"): "customer",
    ("credit_note", "invoice"): "invoice",
}
# lists that an object leaves out until they are asked for
LEFT_OUT: Final[Mapping[tuple[str | None, str], str]] = {
    ("invoice", "payments"): "invoice_payment",
    ("charge", "refunds"): "refund",
    ("customer", "tax_ids"): "tax_id",
}


def page_of(items: list[StripeObject], params: Mapping[str, Any], url: str) -> dict[str, Any]:
    """One page of a list, newest first, cut by `starting_after` or `ending_before`."""
    limit = params.get("limit", DEFAULT_LIMIT)
    if "starting_after" in params and "ending_before" in params:
        raise invalid("Give either starting_after or ending_before.", param="ending_before")
    if "ending_before" in params:
        newer = items[: _position(items, params, "ending_before")]
        return shapes.list_of(newer[-limit:], url) | {"has_more": len(newer) > limit}
    start = _position(items, params, "starting_after") + 1 if "starting_after" in params else 0
    rest = items[start:]
    return shapes.list_of(rest[:limit], url) | {"has_more": len(rest) > limit}


def _position(items: list[StripeObject], params: Mapping[str, Any], name: str) -> int:
    for position, item in enumerate(items):
        if item["id"] == params[name]:
            return position
    raise missing("object", params[name], param=name)


def search_page(items: list[StripeObject], params: Mapping[str, Any], url: str) -> dict[str, Any]:
    """One page of a search; `next_page` is opaque to the caller."""
    limit, start = params.get("limit", DEFAULT_LIMIT), _offset(params.get("page"))
    more = len(items) > start + limit
    return {
        "object": "search_result",
        "data": items[start : start + limit],
        "has_more": more,
        "next_page": _token(start + limit) if more else None,
        "url": url,
    }


def _token(offset: int) -> str:
    return urlsafe_b64encode(f"from:{offset}".encode()).decode()


def _offset(token: str | None) -> int:
    if token is None:
        return 0
    try:
        return int(urlsafe_b64decode(token).decode().removeprefix("from:"))
    except ValueError:
        raise invalid("Invalid page: send back next_page as it came.", param="page") from None


def check_expand(kind: str, paths: list[str]) -> None:
    """Refuse, before anything runs, what an answer of this kind cannot open."""
    for path in paths:
        steps = [step for step in path.split(".") if step != "data"]
        if len(steps) > DEEPEST:
            raise invalid(f"expand goes at most {DEEPEST} levels deep: {path}", param="expand")
        node: str | None = kind
        for step in steps:
            node = _behind(node, step, path)


def _behind(kind: str | None, step: str, path: str) -> str | None:
    if (kind, step) == ("invoice_payment", "payment"):
        return None
    for table in (BEHIND, LEFT_OUT):
        if (kind, step) in table:
            return table[kind, step]
    raise invalid(f"This property cannot be expanded: {path}", param="expand")


def expanded(store: ObjectStore, answer: Mapping[str, Any], paths: list[str]) -> dict[str, Any]:
    """A copy of the answer with the named fields opened; the paths are checked already."""
    result: dict[str, Any] = deepcopy(dict(answer))
    for path in paths:
        _open(store, result, path.split("."))
    return result


def _open(store: ObjectStore, node: dict[str, Any], steps: list[str]) -> None:
    if not steps:
        return
    head, rest = steps[0], steps[1:]
    if head == "data":
        for item in node.get("data", []):
            _open(store, item, rest)
        return
    node[head] = _opened(store, node, head)
    if isinstance(node[head], dict):
        _open(store, node[head], rest)


def _opened(store: ObjectStore, node: dict[str, Any], name: str) -> Any:
    owner = node.get("object")
    if (owner, name) in LEFT_OUT and name not in node:
        return deepcopy(_left_out(store, node, name))
    value = node.get(name)
    kind = BEHIND.get((owner, name))
    found = store.find(kind, value) if kind and isinstance(value, str) else None
    return deepcopy(found) if found else value


def _left_out(store: ObjectStore, node: dict[str, Any], name: str) -> dict[str, Any]:
    if name == "payments":
        items = [p for p in store.every("invoice_payment") if p["invoice"] == node["id"]]
        return shapes.list_of(items, f"/v1/invoices/{node['id']}/payments")
    if name == "refunds":
        items = refunds_of(store, node["id"])
        return shapes.list_of(items, f"/v1/charges/{node['id']}/refunds")
    return shapes.list_of([], f"/v1/customers/{node['id']}/{name}")
