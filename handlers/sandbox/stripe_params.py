"""What parameters an operation takes: small readers from form text to values, strict as Stripe."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from handlers.sandbox.stripe_errors import invalid
from handlers.sandbox.stripe_form import Nested

Reader: TypeAlias = Callable[[str, Nested], Any]
Spec: TypeAlias = dict[str, Reader]

INTEGER: Final = re.compile(r"-?\d{1,18}\Z")
RANGE_WORDS: Final = ("gt", "gte", "lt", "lte")
LONG_TEXT_LENGTH: Final = 150_000
METADATA_KEYS, METADATA_KEY_LENGTH, METADATA_VALUE_LENGTH = 50, 40, 500
TEXT_LENGTH: Final = 5000


def read(
    spec: Spec, given: Mapping[str, Nested], *, required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Typed values of the known parameters; StripeError (400) for any that is wrong or missing."""
    for name in required:
        if name not in given:
            raise invalid(f"Missing required param: {name}.", code="parameter_missing", param=name)
    return {name: _reader(spec, name)(name, raw) for name, raw in given.items()}


def _reader(spec: Spec, name: str) -> Reader:
    if name not in spec:
        raise invalid(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)
    return spec[name]


def clearable(name: str, raw: Nested) -> str | None:
    """Text; an empty value clears the field."""
    if not isinstance(raw, str):
        raise invalid(f"Invalid string: {name}", param=name)
    if len(raw) > TEXT_LENGTH:
        raise invalid(f"{name} is longer than {TEXT_LENGTH} characters.", param=name)
    return raw or None


def text(name: str, raw: Nested) -> str:
    """Text that cannot be cleared."""
    value = clearable(name, raw)
    if value is None:
        raise invalid(f"{name} cannot be empty.", code="parameter_invalid_empty", param=name)
    return value


def long_text(name: str, raw: Nested) -> str | None:
    """Text as long as evidence may be; an empty value clears the field."""
    if not isinstance(raw, str):
        raise invalid(f"Invalid string: {name}", param=name)
    if len(raw) > LONG_TEXT_LENGTH:
        raise invalid(f"{name} is longer than {LONG_TEXT_LENGTH} characters.", param=name)
    return raw or None


def integer(name: str, raw: Nested) -> int:
    value = text(name, raw)
    if not INTEGER.match(value):
        raise invalid(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
    return int(value)


def between(low: int, high: int = 10**18) -> Reader:
    def reader(name: str, raw: Nested) -> int:
        value = integer(name, raw)
        if not low <= value <= high:
            raise invalid(
                f"{name} must be {low} to {high}.", code="parameter_invalid_integer", param=name
            )
        return value

    return reader


def flag(name: str, raw: Nested) -> bool:
    if raw not in ("true", "false"):
        raise invalid(f"Invalid boolean: {name}", param=name)
    return raw == "true"


def one_of(*words: str) -> Reader:
    def reader(name: str, raw: Nested) -> str:
        if raw not in words:
            raise invalid(f"Invalid {name}: must be one of {', '.join(words)}", param=name)
        return str(raw)

    return reader


def texts(name: str, raw: Nested) -> list[str]:
    """`name[]=a&name[]=b`, or numbered."""
    items = list(raw.values()) if isinstance(raw, dict) else raw
    if not isinstance(items, list):
        raise invalid(f"Invalid array: {name}", param=name)
    return [text(name, item) for item in items]


def anything(_name: str, raw: Nested) -> Nested:
    """Taken and not looked at: parts of the API that this local Stripe does not play."""
    return raw


def group(**spec: Reader) -> Reader:
    """A nested object; unknown names inside are refused with their full path."""

    def reader(name: str, raw: Nested) -> dict[str, Any] | None:
        if raw == "":
            return None
        if not isinstance(raw, dict):
            raise invalid(f"Invalid object: {name}", param=name)
        inner = {f"{name}[{key}]": value for key, value in spec.items()}
        values = read(inner, {f"{name}[{key}]": value for key, value in raw.items()})
        return {key[len(name) + 1 : -1]: value for key, value in values.items()}

    return reader


def moment(name: str, raw: Nested) -> dict[str, int]:
    """A Unix time or a range of them, always as a range."""
    if isinstance(raw, str):
        value = integer(name, raw)
        return {"gte": value, "lte": value}
    values = group(**dict.fromkeys(RANGE_WORDS, integer))(name, raw)
    return values or {}


def metadata(name: str, raw: Nested) -> dict[str, str] | None:
    """String to string; None clears all, an empty value clears one key."""
    if raw == "":
        return None
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        raise invalid("Metadata is a map of strings.", param=name)
    values = {key: str(value) for key, value in raw.items()}
    for key, value in values.items():
        _check_pair(key, value)
    return values


def _check_pair(key: str, value: str) -> None:
    if not 0 < len(key) <= METADATA_KEY_LENGTH:
        raise invalid(
            f"Metadata keys have 1 to {METADATA_KEY_LENGTH} characters.", param=f"metadata[{key}]"
        )
    if len(value) > METADATA_VALUE_LENGTH:
        raise invalid(
            f"Metadata values have at most {METADATA_VALUE_LENGTH} characters.",
            param=f"metadata[{key}]",
        )


def merged_metadata(old: Mapping[str, str], change: Mapping[str, str] | None) -> dict[str, str]:
    """The map after a write; StripeError (400) when it would hold more than 50 keys."""
    if change is None:
        return {}
    result = {key: value for key, value in {**old, **change}.items() if value}
    if len(result) > METADATA_KEYS:
        raise invalid(f"Metadata has at most {METADATA_KEYS} keys.", param="metadata")
    return result
