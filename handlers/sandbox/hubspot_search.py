"""Local HubSpot's search: filters over the lagging index, strict about their form."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from handlers.sandbox.hubspot_books import SINGULAR, CrmObject, HubSpotBooks
from handlers.sandbox.hubspot_errors import invalid

MOST_GROUPS: Final = 5
MOST_FILTERS: Final = 6
MOST_RESULTS: Final = 200
MOST_IN_ALL: Final = 10_000
FIELDS: Final = frozenset({"filterGroups", "sorts", "query", "properties", "limit", "after"})
ONE_VALUE: Final = frozenset({"EQ", "NEQ", "LT", "LTE", "GT", "GTE", "CONTAINS_TOKEN"})
_PLURALS: Final = {f"associations.{one}": kind for kind, one in SINGULAR.items()}


def search(books: HubSpotBooks, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a search. Raises HubSpotError 400 for a body that HubSpot would not take."""
    if unknown := set(given) - FIELDS:
        raise invalid(f"unknown field {min(unknown)}")
    groups = _groups(given.get("filterGroups", []))
    limit, begin = _limit(given.get("limit", 10)), _begin(given.get("after", "0"))
    found = [
        one
        for one in books.indexed(kind)
        if not groups or any(all(_holds(books, kind, one, f) for f in group) for group in groups)
    ]
    found = _sorted(found, given.get("sorts", []))
    page = [shown(one, given.get("properties", [])) for one in found[begin : begin + limit]]
    answer: dict[str, Any] = {"total": len(found), "results": page}
    if begin + limit < len(found):
        answer["paging"] = {"next": {"after": str(begin + limit)}}
    return answer


def shown(item: CrmObject, properties: Sequence[str]) -> CrmObject:
    """Only what was asked for comes back, beside a few defaults; what is not set is null."""
    names = (*properties, "hs_object_id")
    return {**item, "properties": {name: item["properties"].get(name) for name in names}}


def _groups(given: Any) -> list[list[Mapping[str, Any]]]:
    if not isinstance(given, list) or len(given) > MOST_GROUPS:
        raise invalid(f"at most {MOST_GROUPS} filterGroups", "filterGroups")
    groups = [one.get("filters") if isinstance(one, dict) else None for one in given]
    for filters in groups:
        if not isinstance(filters, list) or not 1 <= len(filters) <= MOST_FILTERS:
            raise invalid(f"1 to {MOST_FILTERS} filters in a group", "filters")
    return [[_filter(one) for one in filters] for filters in groups if filters]


def _filter(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, dict) or not isinstance(given.get("propertyName"), str):
        raise invalid("a filter names a property", "filters")
    operator = given.get("operator")
    if operator in ONE_VALUE and isinstance(given.get("value"), str):
        return given
    if operator in {"IN", "NOT_IN"} and isinstance(given.get("values"), list):
        return given
    if operator in {"HAS_PROPERTY", "NOT_HAS_PROPERTY"}:
        return given
    raise invalid(f"{operator} with what it needs", "operator")


def _holds(books: HubSpotBooks, kind: str, item: CrmObject, given: Mapping[str, Any]) -> bool:
    name, operator = given["propertyName"], given["operator"]
    if name in _PLURALS:
        return given.get("value") in books.tied(kind, item["id"], _PLURALS[name])
    value = item["properties"].get(name)
    if operator == "HAS_PROPERTY":
        return value is not None
    if operator == "NOT_HAS_PROPERTY":
        return value is None
    if operator in {"IN", "NOT_IN"}:
        return (value in given["values"]) is (operator == "IN")
    return _compares(value or "", operator, given["value"])


def _compares(value: str, operator: str, wanted: str) -> bool:
    mine, theirs = value.casefold(), wanted.casefold()
    if operator == "CONTAINS_TOKEN":
        return set(tokens(theirs)) <= set(tokens(mine))
    if operator in {"EQ", "NEQ"}:
        return (theirs == mine) is (operator == "EQ")
    return {"LT": mine < theirs, "LTE": mine <= theirs, "GT": mine > theirs, "GTE": mine >= theirs}[
        operator
    ]


def tokens(text: str) -> list[str]:
    """Whole words; the index splits at everything that is neither a letter nor a digit."""
    return re.findall(r"[^\W_]+", re.sub(r"<[^>]*>", " ", text))


def _sorted(found: list[CrmObject], sorts: Any) -> list[CrmObject]:
    if not sorts:
        return found
    if not isinstance(sorts, list) or len(sorts) > 1 or not isinstance(sorts[0], dict):
        raise invalid("one sort at most", "sorts")
    name, descending = sorts[0].get("propertyName", ""), sorts[0].get("direction") == "DESCENDING"
    return sorted(found, key=lambda one: one["properties"].get(name) or "", reverse=descending)


def _limit(given: Any) -> int:
    if type(given) is not int or not 1 <= given <= MOST_RESULTS:
        raise invalid(f"limit is 1 to {MOST_RESULTS}", "limit")
    return given


def _begin(given: Any) -> int:
    if not isinstance(given, str) or not given.isdigit() or int(given) >= MOST_IN_ALL:
        raise invalid(f"paging ends at {MOST_IN_ALL}", "after")
    return int(given)
