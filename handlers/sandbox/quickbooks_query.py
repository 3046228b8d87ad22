"""The query language of local QuickBooks: one entity, conditions with AND, and nothing else.

What QuickBooks refuses is refused: OR, joins, doubled apostrophes, fields that are no filters.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from handlers.sandbox.quickbooks_errors import QuickBooksError, invalid

DEFAULT_PAGE: Final = 100
LARGEST_PAGE: Final = 1000
_STATEMENT: Final = re.compile(
    r"select\s+(?P<what>\*|count\(\*\))\s+from\s+(?P<entity>\w+)"
    r"(?:\s+where\s+(?P<where>.+?))?"
    r"(?:\s+orderby\s+(?P<order>\w+)(?:\s+(?P<way>asc|desc))?)?"
    r"(?:\s+startposition\s+(?P<start>\d+))?(?:\s+maxresults\s+(?P<most>\d+))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_TEXT: Final = r"'(?:[^'\\]|\\.)*'"
_CONDITION: Final = re.compile(rf"(\w+(?:\.\w+)?)\s*(=|<=|>=|<|>|LIKE)\s*({_TEXT})", re.IGNORECASE)
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)

FILTERS: Final[Mapping[str, frozenset[str]]] = {
    "Customer": frozenset({"Id", "DisplayName", "PrimaryEmailAddr", "Active"}),
    "Invoice": frozenset({"Id", "DocNumber", "CustomerRef", "TxnDate", "DueDate"}),
    "CreditMemo": frozenset({"Id", "DocNumber", "CustomerRef", "TxnDate"}),
    "RefundReceipt": frozenset({"Id", "DocNumber", "CustomerRef", "TxnDate"}),
    "Item": frozenset({"Id", "Name", "Active"}),
    "Account": frozenset({"Id", "Name", "Active"}),
}


@dataclass(frozen=True)
class Condition:
    """`field op 'text'`."""

    field: str
    operator: str
    text: str

    def holds(self, item: Mapping[str, Any]) -> bool:
        return _OPERATORS[self.operator.upper()](_value(item, self.field), self.text)


@dataclass(frozen=True)
class Statement:
    """One parsed query."""

    entity: str
    counts: bool
    conditions: tuple[Condition, ...]
    order: str | None
    descending: bool
    start: int
    most: int


def parse(text: str) -> Statement:
    """Read a statement; QuickBooksError 4000 for what QuickBooks does not know."""
    found = _STATEMENT.fullmatch(text.strip())
    if found is None or found["entity"] not in FILTERS:
        raise _unexpected()
    statement = Statement(
        entity=found["entity"],
        counts=found["what"] != "*",
        conditions=_conditions(found["where"] or ""),
        order=found["order"],
        descending=(found["way"] or "").lower() == "desc",
        start=int(found["start"] or 1),
        most=int(found["most"] or DEFAULT_PAGE),
    )
    _check(statement)
    return statement


def _check(statement: Statement) -> None:
    if statement.start < 1 or not 0 <= statement.most <= LARGEST_PAGE:
        raise invalid("4002", "Invalid query")
    for one in statement.conditions:
        if one.field not in FILTERS[statement.entity]:
            raise invalid("4001", f"Property {one.field} not found for Entity {statement.entity}")


def _conditions(where: str) -> tuple[Condition, ...]:
    """All of them, joined by AND; anything between or behind is unexpected."""
    found: list[Condition] = []
    position = 0
    while position < len(where):
        if found:
            joint = _AND.match(where, position)
            if joint is None:
                raise _unexpected()
            position = joint.end()
        one = _CONDITION.match(where, position)
        if one is None:
            raise _unexpected()
        found.append(Condition(one[1], one[2], re.sub(r"\\(.)", r"\1", one[3][1:-1])))
        position = one.end()
    return tuple(found)


def _unexpected() -> QuickBooksError:
    return invalid("4000", "Error parsing query")


def _value(item: Mapping[str, Any], field: str) -> str:
    """What a filter compares: the address of an e-mail, the number of another object."""
    value = item.get(field)
    if isinstance(value, dict):
        value = value.get("Address", value.get("value"))
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def _like(value: str, text: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in text.split("%"))
    return re.fullmatch(pattern, value, re.IGNORECASE | re.DOTALL) is not None


_OPERATORS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "=": lambda value, text: value.casefold() == text.casefold(),
    "<": lambda value, text: value < text,
    ">": lambda value, text: value > text,
    "<=": lambda value, text: value <= text,
    ">=": lambda value, text: value >= text,
    "LIKE": _like,
}
