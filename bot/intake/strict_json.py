"""JSON from outside, bounded: whatever the bytes are, a value or BadBody comes of them."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from bot.intake.events import BadBody

MAX_DIGITS = 40
"""Of one number. Python itself stops converting at 4,300 digits, with another error."""

_TOKEN = re.compile(r'"(?:[^"\\]+|\\(?:.|\Z))*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at all. The defaults hold a 90-minute call, the longest there is."""

    max_bytes: int = 4 * 1024 * 1024
    max_depth: int = 24
    max_turns: int = 5_000
    max_learned: int = 30


DEFAULT_LIMITS = Limits()


def read_object(raw: bytes, limits: Limits) -> dict[str, Any]:
    """Read one JSON object; raises BadBody. Of duplicate keys the last wins."""
    if len(raw) > limits.max_bytes:
        raise BadBody(f"The body is larger than {limits.max_bytes} bytes.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadBody("The body is not UTF-8.") from None
    value = read_json(text, limits)
    if not isinstance(value, dict):
        raise BadBody("The body is not a JSON object.")
    return value


def read_json(text: str, limits: Limits) -> Any:
    """Read JSON text; raises BadBody for anything odd that JSON libraries let through."""
    if _is_deeper(text, limits.max_depth):
        raise BadBody(f"The body is nested deeper than {limits.max_depth} levels.")
    try:
        value = json.loads(
            text, parse_constant=_no_constant, parse_int=_bounded_int, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise BadBody(f"The body is not JSON (line {error.lineno}).") from None
    if _SURROGATE_ESCAPE.search(text) and _has_lone_surrogate(value):
        raise BadBody("The body holds half a character (a lone surrogate).")
    return value


def _is_deeper(text: str, max_depth: int) -> bool:
    """Count brackets outside strings: the JSON reader itself would run out of stack."""
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = token.group()[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        if depth > max_depth:
            return True
    return False


def _has_lone_surrogate(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _no_constant(_name: str) -> NoReturn:
    raise BadBody("The body holds a number that is not finite.")


def _bounded_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise BadBody(f"The body holds a number of more than {MAX_DIGITS} digits.")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _no_constant(digits)
    return number
