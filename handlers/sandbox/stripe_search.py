"""The search query language, as far as the bot's look-ups need it: https://docs.stripe.com/search.

Clauses `field:value`, `field~part`, `field>n`, negated by `-`, joined by AND or by OR (not both).
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from handlers.sandbox.stripe_errors import StripeError, invalid

TOKEN, STRING, NUMBER = "token", "string", "number"
COMMON: Final = {"created": NUMBER, "currency": TOKEN, "customer": TOKEN}
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "charge": COMMON
    | {"amount": NUMBER, "disputed": TOKEN, "refunded": TOKEN, "status": TOKEN}
    | {
        "billing_details.address.postal_code": TOKEN,
        "payment_method_details.card.brand": TOKEN,
        "payment_method_details.card.last4": TOKEN,
    },
    "customer": {"created": NUMBER, "email": STRING, "name": STRING, "phone": STRING},
    "invoice": COMMON
    | {"number": STRING, "receipt_number": STRING, "status": TOKEN, "total": NUMBER}
    | {"subscription": TOKEN},
    "payment_intent": COMMON | {"amount": NUMBER, "status": TOKEN},
}
CLAUSE: Final = re.compile(
    r"(?P<no>-?)(?:metadata\[(?P<q>['\"])(?P<key>.+?)(?P=q)\]|(?P<field>[a-z][a-z0-9_.]*))"
    r"\s*(?P<op>:|~|>=|<=|>|<)\s*"
    r"(?:'(?P<one>(?:[^'\\]|\\.)*)'|\"(?P<two>(?:[^\"\\]|\\.)*)\"|(?P<bare>[A-Za-z0-9._-]+))\s*"
)
JOINT: Final = re.compile(r"(AND|OR|and|or)\s+|(?=\S)")
COMPARE: Final[Mapping[str, Callable[[int, int], bool]]] = {
    ":": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
MOST_CLAUSES, SHORTEST_PART = 10, 3
Test = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Clause:
    """One `field:value`; `words` is None for a bare `null`."""

    field: str
    sign: str
    words: str | None
    quoted: bool
    negated: bool


def compile_query(kind: str, query: str) -> Test:
    """A test on one object of that kind; StripeError (400) for a query that cannot be read."""
    clauses, joints = _split(query.strip())
    if len({joint.upper() for joint in joints}) > 1:
        raise _unreadable(query, "AND and OR cannot be mixed")
    tests = [_test(kind, clause, query) for clause in clauses]
    every = any if joints and joints[0].upper() == "OR" else all
    return lambda found: every(test(found) for test in tests)


def _unreadable(query: str, why: str) -> StripeError:
    return invalid(f"The search query could not be read ({why}): {query}", param="query")


def _split(query: str) -> tuple[list[Clause], list[str]]:
    clauses: list[Clause] = []
    joints: list[str] = []
    at = 0
    while at < len(query) or not clauses:
        match = CLAUSE.match(query, at)
        if match is None or len(clauses) == MOST_CLAUSES:
            raise _unreadable(query, f"at character {at}")
        clauses.append(_clause(match))
        at = match.end()
        if joint := JOINT.match(query, at):
            joints.append(joint[1] or "AND")  # a blank between clauses means AND
            at = joint.end()
    return clauses, joints


def _clause(match: re.Match[str]) -> Clause:
    inside = match["one"] if match["one"] is not None else match["two"]
    quoted = inside is not None
    words = re.sub(r"\\(.)", r"\1", inside) if quoted else match["bare"]
    name = f"metadata.{match['key']}" if match["key"] else match["field"]
    null = not quoted and words.lower() == "null"
    return Clause(name, match["op"], None if null else words, quoted, bool(match["no"]))


def _test(kind: str, clause: Clause, query: str) -> Test:
    positive = _positive(kind, clause, query)
    return (lambda found: not positive(found)) if clause.negated else positive


def _positive(kind: str, clause: Clause, query: str) -> Test:
    meta = clause.field.startswith("metadata.")
    sort = TOKEN if meta else FIELDS[kind].get(clause.field)
    if sort is None:
        raise _unreadable(query, f"{clause.field} is not searchable")
    if clause.words is None:
        return _absent(clause, query)
    if sort == NUMBER:
        return _number(clause, query)
    return _words(clause, query, sort)


def _absent(clause: Clause, query: str) -> Test:
    if clause.sign != ":" or not clause.field.startswith("metadata."):
        raise _unreadable(query, "null stands after metadata[...]: only")
    return lambda found: _value(found, clause.field) in (None, "")


def _number(clause: Clause, query: str) -> Test:
    if clause.sign not in COMPARE or clause.quoted or not str(clause.words).isdigit():
        raise _unreadable(query, f"{clause.field} is a number")
    compare, wanted = COMPARE[clause.sign], int(str(clause.words))
    return lambda found: compare(int(_value(found, clause.field) or 0), wanted)


def _words(clause: Clause, query: str, sort: str) -> Test:
    wanted = str(clause.words).casefold()
    if clause.sign == ":":
        return lambda found: _text(found, clause.field) == wanted
    if clause.sign != "~" or sort != STRING or len(wanted) < SHORTEST_PART:
        raise _unreadable(query, f"{clause.sign} does not fit {clause.field}")
    return lambda found: wanted in _text(found, clause.field)


def _text(found: Mapping[str, Any], field: str) -> str:
    value = _value(found, field)
    return "" if value is None else str(value).casefold()


def _value(found: Mapping[str, Any], field: str) -> Any:
    value: Any = found
    steps = ["metadata", field[9:]] if field.startswith("metadata.") else field.split(".")
    for step in _moved(found, steps):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _moved(found: Mapping[str, Any], steps: list[str]) -> list[str]:
    """An invoice's subscription sits under its parent since basil."""
    if found.get("object") == "invoice" and steps == ["subscription"]:
        return ["parent", "subscription_details", "subscription"]
    return steps
