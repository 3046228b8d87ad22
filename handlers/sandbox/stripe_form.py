"""Form bodies and query strings with Stripe's bracket nesting, into nested values."""

import re
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

from handlers.sandbox.stripe_errors import invalid

Nested: TypeAlias = "str | list[Nested] | dict[str, Nested]"

NAME: Final = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)\Z")
STEP: Final = re.compile(r"\[([^\[\]]*)\]")


def pairs(text: str) -> list[tuple[str, str]]:
    """`a=1&b=` as pairs; empty values are kept, they mean "clear this"."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise invalid("The form body could not be read.") from None


def nested(text: str) -> dict[str, Nested]:
    """`metadata[k]=v&expand[]=charge` -> `{"metadata": {"k": "v"}, "expand": ["charge"]}`.

    Raises StripeError (400) for brackets that do not close and for names used in two ways.
    """
    result: dict[str, Nested] = {}
    for name, value in pairs(text):
        _place(result, name, value)
    return result


def _place(result: dict[str, Nested], name: str, value: str) -> None:
    match = NAME.match(name)
    if match is None:
        raise invalid(f"Invalid parameter name: {name}", param=name)
    steps = [match[1], *STEP.findall(match[2])]
    if steps[-1] == "" and len(steps) == 2:  # noqa: PLR2004 - `name[]`: the only list the calls here use
        _append(result, steps[0], value)
    else:
        _dig(result, steps, value)


def _append(result: dict[str, Nested], name: str, value: str) -> None:
    items = result.setdefault(name, [])
    if not isinstance(items, list):
        raise invalid(f"{name} is used both as a list and as something else.", param=name)
    items.append(value)


def _dig(result: dict[str, Nested], steps: list[str], value: str) -> None:
    inner = result
    for step in steps[:-1]:
        below = inner.setdefault(step, {})
        if not isinstance(below, dict):
            raise invalid(f"{steps[0]} is used in two ways.", param=steps[0])
        inner = below
    if isinstance(inner.get(steps[-1]), dict | list):
        raise invalid(f"{steps[0]} is used in two ways.", param=steps[0])
    inner[steps[-1]] = value
