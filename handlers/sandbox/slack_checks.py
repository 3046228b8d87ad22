"""Small checks from which Slack's limits are put together.

A check looks at one JSON value and writes what is wrong to `problems`, in the form Slack answers:
a sentence and the JSON pointer of the culprit.
"""

from collections.abc import Callable, Mapping
from typing import Any

Problems = list[str]
Check = Callable[[Any, str, Problems], None]
Fields = Mapping[str, Check]

ID_LIMIT = 255


def complain(problems: Problems, sentence: str, pointer: str) -> None:
    problems.append(f"{sentence} [json-pointer:{pointer}]")


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str):
            complain(problems, "must be a string", pointer)
        elif len(value) > most:
            complain(problems, f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            complain(problems, f"must be more than {least - 1} characters", pointer)

    return check


def boolean(value: Any, pointer: str, problems: Problems) -> None:
    if not isinstance(value, bool):
        complain(problems, "must be a boolean", pointer)


def number(low: float, high: float) -> Check:
    def check(value: Any, pointer: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            complain(problems, "must be a number", pointer)
        elif not low <= value <= high:
            complain(problems, f"must be between {low} and {high}", pointer)

    return check


def choice(*allowed: object) -> Check:
    def check(value: Any, pointer: str, problems: Problems) -> None:
        if value not in allowed:
            complain(problems, f"must be one of {', '.join(map(str, allowed))}", pointer)

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, list):
            complain(problems, "must provide an array", pointer)
            return
        if len(value) > most:
            complain(problems, f"no more than {most} items allowed", pointer)
        if len(value) < least:
            complain(problems, f"no fewer than {least} items allowed", pointer)
        for index, each in enumerate(value):
            item(each, f"{pointer}/{index}", problems)

    return check


def record(required: Fields, optional: Fields | None = None) -> Check:
    """An object with these fields and no other."""
    known = {**required, **(optional or {})}

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            complain(problems, "must provide an object", pointer)
            return
        for name in sorted(required.keys() - value.keys()):
            complain(problems, f"missing required field: {name}", pointer)
        for name, each in value.items():
            if name in known:
                known[name](each, f"{pointer}/{name}", problems)
            else:
                complain(problems, f"invalid additional property: {name}", pointer)

    return check


def by_type(checks: Fields, *allowed: str) -> Check:
    """An object told apart by its `type`; `allowed` narrows the table to some types."""
    known = {name: checks[name] for name in allowed or checks}

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            complain(problems, "must provide an object", pointer)
        elif not isinstance(value.get("type"), str):
            complain(problems, "missing required field: type", pointer)
        elif value["type"] not in known:
            complain(problems, f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            known[value["type"]](value, pointer, problems)

    return check


def also(*checks: Check) -> Check:
    """Every check in turn; later ones may rely on the shape only if earlier ones found nothing."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        before = len(problems)
        for each in checks:
            if len(problems) == before:
                each(value, pointer, problems)

    return check


def kind(name: str) -> Fields:
    return {"type": choice(name)}


def plain(most: int) -> Check:
    return record({**kind("plain_text"), "text": string(most)}, {"emoji": boolean})


def rich(most: int) -> Check:
    """A text object of either kind."""
    mrkdwn = record({**kind("mrkdwn"), "text": string(most)}, {"verbatim": boolean})
    return by_type({"plain_text": plain(most), "mrkdwn": mrkdwn})
