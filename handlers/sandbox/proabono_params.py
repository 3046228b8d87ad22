"""What local ProAbono takes: query values and JSON bodies, strict about names and kinds."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from starlette.datastructures import QueryParams

from handlers.sandbox.proabono_errors import unfit

PAGING: Final = frozenset({"Page", "SizePage"})
NUMBERS: Final = frozenset({"Page", "SizePage", "IdCustomer", "IdSubscription"})
MOST_ON_A_PAGE: Final = 1000
USUAL_ON_A_PAGE: Final = 10
LONGEST_REFERENCE: Final = 50
EXTERNAL: Final = frozenset({"ExternalBank", "ExternalCash", "ExternalCheck", "ExternalOther"})
MOST_PAIRS: Final = 5
LONGEST_VALUE: Final = 450

Check: TypeAlias = Callable[[Any], bool]
Fields: TypeAlias = Mapping[str, Check]


def query_of(given: QueryParams, known: frozenset[str], required: frozenset[str]) -> dict[str, str]:
    """Known names, each once; ProAbonoError 422 for anything else."""
    for name, value in given.multi_items():
        if name not in known | required or len(given.getlist(name)) > 1:
            raise unfit("Unknown or repeated parameter", name)
        if name in NUMBERS and not value.isdigit():
            raise unfit("Not a number", name)
        if name.startswith("Reference") and not reference(value):
            raise unfit("Not a reference", name)
    for name in required - set(given):
        raise unfit("Missing parameter", name)
    return dict(given.multi_items())


def page_of(items: list[Any], query: Mapping[str, str], at: str) -> dict[str, Any] | None:
    """One page in its envelope; None where it holds nothing: that is a 204. Size 0 only counts."""
    page, size = int(query.get("Page", 1)), int(query.get("SizePage", USUAL_ON_A_PAGE))
    if page < 1 or size > MOST_ON_A_PAGE:
        raise unfit("Out of range", "Page" if page < 1 else "SizePage")
    shown = items[(page - 1) * size : page * size] if size else []
    if not shown and size:
        return None
    return {
        "Page": page,
        "SizePage": size,
        "Count": len(shown),
        "TotalItems": len(items),
        "DateGenerated": at,
        "Items": shown,
    }


def body_of(raw: bytes, content_type: str, *, required: Fields, optional: Fields) -> dict[str, Any]:
    """The fields of a JSON object; ProAbonoError 422 for what is missing, unknown or unfit."""
    given = _object(raw, content_type)
    checks = {**optional, **required}
    for name in sorted(set(given) - set(checks)):
        raise unfit("Unknown field", name)
    for name in sorted(set(required) - set(given)):
        raise unfit("Missing field", name)
    for name, value in given.items():
        if not checks[name](value):
            raise unfit("Invalid value", name)
    if not given:
        raise unfit("Nothing to set", "Body")
    return given


def _object(raw: bytes, content_type: str) -> dict[str, Any]:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise unfit("Send application/json", "Body")
    try:
        given = json.loads(raw)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise unfit("Send a JSON object", "Body")
    return given


# --- fields -----------------------------------------------------------------------------------


def text(value: Any) -> bool:
    return isinstance(value, str)


def reference(value: Any) -> bool:
    fits = isinstance(value, str) and 0 < len(value) <= LONGEST_REFERENCE
    return fits and not set('<>;"=?&') & set(value)


def email(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value))


def language(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", value))


def country(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Z]{2}", value))


def external(value: Any) -> bool:
    """A card or a direct debit comes from the gateway and cannot be set."""
    return value in EXTERNAL


def flag(value: Any) -> bool:
    return type(value) is bool


def instant(value: Any) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def metadata(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) > MOST_PAIRS:
        return False
    plain = (isinstance(one, str | int | float | bool) for one in value.values())
    short = (len(one) <= LONGEST_VALUE for one in value.values() if isinstance(one, str))
    return all(plain) and all(short)
