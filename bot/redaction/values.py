"""Redacting JSON: keys name their values, lists of digits are numbers, all of it is one text."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from bot.redaction.events import RECORD
from bot.redaction.fields import names_a_secret
from bot.redaction.parts import redact_parts
from bot.redaction.protected import is_talk
from bot.redaction.redacted import Redacted, literal

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"

_MAX_DEPTH = 64
_SHORT = 4  # a list of digits or of groups of four is one number
_LONG_NUMBER = 10**8  # from nine digits on a number is read even when its key says nothing
_LONGEST_NAME = 40

_SPOKEN = "account number"  # what reads any figure

Said: TypeAlias = frozenset[object]
Part = tuple[str, str]


def redact_value(value: JSON) -> JSON:
    """Redact whole JSON.

    Strings and keys become `Redacted`, numbers that are secrets become placeholders, everything
    else stays. Deeper than 64 levels the rest is dropped.
    """
    return redact_value_counted(value)[0]


def redact_value_counted(value: JSON) -> tuple[JSON, Counter[str]]:
    """Like `redact_value`, with how many secrets of each kind went."""
    clean, counts = redact_parts(list(_parts(value, key="", depth=0)))
    return _rebuilt(value, iter(clean), depth=0), counts


def _parts(
    value: object, key: str, depth: int, *, in_list: bool = False, said: Said = frozenset()
) -> Iterator[Part]:
    """One part per key and leaf, in the order in which `_rebuilt` takes them back.

    The glue spells JSON, so that values are read as in a text of it. `key` is the path of names
    so far. The fields of one object are different matters; the objects of a list are turns of
    one talk, in which something was `said` under some keys.
    """
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        beside = _named_beside(value.values())
        yield "", "{"
        for name, item in value.items():
            path = f"{key} {name}"
            runs_on = in_list or is_talk(str(name)) or names_a_secret(path)
            yield "", '"' if runs_on else f'{RECORD}"'
            yield str(name), '":'
            if beside or (name in said and isinstance(item, int)):
                path = f"{path} {beside or _SPOKEN}"
            yield from _parts(item, path, depth + 1)
        yield "", "},"
    elif isinstance(value, list | tuple):
        yield "", "["
        texts = _said_in(value)
        for place, item in enumerate(value):
            path = f"{key} {_SPOKEN}" if place in said and isinstance(item, int) else key
            yield from _parts(item, path or "items", depth + 1, in_list=True, said=texts)
        yield "", "],"
    else:
        text = _leaf(value, key)
        quote = '"' if isinstance(value, str) else ""
        yield "", quote
        yield text, quote + (", " if in_list and len(text) <= _SHORT else ",\n")


def _named_beside(values: Iterable[object]) -> str:
    """What a short value says about the numbers beside it: `"name": "account"`."""
    short = (said for said in values if isinstance(said, str) and len(said) <= _LONGEST_NAME)
    return next(filter(names_a_secret, short), "")


def _said_in(rows: Iterable[object]) -> Said:
    """Keys, or places, under which any of several objects or pairs has a text."""
    members = (
        row.items() if isinstance(row, dict) else enumerate(row)
        for row in rows
        if isinstance(row, dict | list | tuple)
    )
    return frozenset(key for row in members for key, item in row if isinstance(item, str))


def _key(clean: Iterator[Redacted]) -> Redacted:
    next(clean)  # the break before it
    return next(clean)


def _leaf(value: object, key: str) -> str:
    """Numbers are read where they can be secrets; times and amounts would only break a call up."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    is_digit = isinstance(value, int) and 0 <= value <= 9  # noqa: PLR2004 - of a list of digits
    if is_digit or abs(value) >= _LONG_NUMBER or names_a_secret(key):
        return str(value)
    return ""


def _rebuilt(value: object, clean: Iterator[Redacted], depth: int) -> JSON:
    if depth > _MAX_DEPTH:
        return literal("[nested too deep]")
    next(clean)  # what opens it
    if isinstance(value, dict):
        rebuilt: JSON = {_key(clean): _rebuilt(item, clean, depth + 1) for item in value.values()}
        next(clean)
        return rebuilt
    if isinstance(value, list | tuple):
        items: list[JSON] = [_rebuilt(item, clean, depth + 1) for item in value]
        next(clean)
        return items
    text = next(clean)
    if isinstance(value, str):
        return text
    if isinstance(value, bool | int | float | None):
        return value if text in ("", str(value)) else text
    return literal("[not JSON]")
