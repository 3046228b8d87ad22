"""What local Paystack takes: query values and JSON bodies, strict about names and kinds."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias

from starlette.datastructures import QueryParams

from handlers.sandbox.paystack_errors import invalid

CURRENCIES: Final = frozenset({"NGN", "USD", "GHS", "ZAR", "KES", "XOF"})
PER_PAGE: Final = 50
PAGING: Final = frozenset({"page", "perPage"})
NUMBERS: Final = frozenset({"page", "perPage", "customer", "amount", "plan"})
INSTANTS: Final = frozenset({"from", "to"})

Check: TypeAlias = Callable[[Any], bool]
Fields: TypeAlias = Mapping[str, Check]


def query_of(given: QueryParams, known: frozenset[str]) -> dict[str, str]:
    """Known names, each once; PaystackError 400 for anything else."""
    pairs = given.multi_items()
    for name, value in pairs:
        if name not in known | PAGING or len(given.getlist(name)) > 1:
            raise invalid(f"Unknown or repeated parameter: {name}")
        if name in NUMBERS and (not value.isdigit() or int(value) < 1):
            raise invalid(f"{name} must be a positive number")
        if name in INSTANTS:
            instant_of(value)
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


def instant_of(text: str) -> datetime:
    """A date or an instant, as an aware one; PaystackError 400 for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(f"Not a date: {text}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def within(text: str, query: Mapping[str, str]) -> bool:
    """Whether an instant lies between `from` and `to`, both included."""
    moment = instant_of(text)
    return all(
        (
            "from" not in query or instant_of(query["from"]) <= moment,
            "to" not in query or moment <= instant_of(query["to"]),
        )
    )


# --- fields of a body ---


def text(value: Any) -> bool:
    return isinstance(value, str)


def filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def email(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value))


def positive(value: Any) -> bool:
    return type(value) is int and value > 0


def whole(value: Any) -> bool:
    return type(value) is int and value >= 0


def flag(value: Any) -> bool:
    return type(value) is bool


def currency(value: Any) -> bool:
    return value in CURRENCIES


def day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def day_or_instant(value: Any) -> bool:
    try:
        return bool(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def metadata(value: Any) -> bool:
    """An object in the reference, JSON text in the published description."""
    return isinstance(value, dict | str) or value is None


def a_list(value: Any) -> bool:
    return isinstance(value, list)


def body_of(raw: bytes, content_type: str, *, required: Fields, optional: Fields) -> dict[str, Any]:
    """The fields of a JSON object; PaystackError 400 for what is missing, unknown or unfit."""
    given = _object(raw, content_type)
    checks = {**optional, **required}
    if set(given) - set(checks):
        raise invalid(f"Unknown field: {min(set(given) - set(checks))}")
    for name in required:
        if given.get(name) in (None, ""):
            raise invalid(f"{name} is required", "missing_params")
    for name, value in given.items():
        if not checks[name](value):
            raise invalid(f"{name} is not as it should be")
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
