"""Every form a transcript comes in, as turns in order. Nothing is redacted here yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.intake.events import BadBody
from bot.intake.strict_json import Limits, read_json
from bot.redaction import Turn

AGENT, CALLER, OTHER = "agent", "caller", "other"

_SPEAKERS = {
    **dict.fromkeys(("agent", "assistant", "ai", "bot", "system", "voice_agent"), AGENT),
    **dict.fromkeys(("user", "caller", "customer", "human", "client", "lead"), CALLER),
}
_LINE = re.compile(r"^[ \t]*([A-Za-z][A-Za-z _-]{0,29}):[ \t]*(.*)$")


def turns_of(value: Any, limits: Limits) -> tuple[Turn, ...]:
    """Read a transcript: JSON text, turn objects, `Agent: ...` lines, or an object by role.

    Whatever has no turns in it gives none; at most `limits.max_turns` are kept.
    """
    turns = (turn for turn in _turns(value, limits) if turn.text)
    return tuple(turn for turn, _ in zip(turns, range(limits.max_turns), strict=False))


def _turns(value: Any, limits: Limits) -> Iterator[Turn]:
    if isinstance(value, str):
        inner = _inner_json(value, limits)
        yield from _lines(value) if inner is None else _turns_in(inner)
    else:
        yield from _turns_in(value)


def _inner_json(text: str, limits: Limits) -> Any:
    """Read the text a second time when it is JSON; None when it is words after all."""
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        return read_json(text, limits)
    except BadBody:
        return None


def _turns_in(value: Any) -> Iterator[Turn]:
    if isinstance(value, list):
        for item in value:
            yield from _one_turn(item)
    elif isinstance(value, dict):
        yield from _by_role(value)


def _one_turn(item: Any) -> Iterator[Turn]:
    if isinstance(item, str):
        yield from _lines(item)
    elif isinstance(item, dict):
        role = item.get("role", item.get("speaker", item.get("from")))
        said = (item.get(key) for key in ("text", "content", "message"))
        yield Turn(speaker_of(role), _words(next((one for one in said if one is not None), "")))


def _by_role(value: dict[str, Any]) -> Iterator[Turn]:
    for role, said in value.items():
        for one in said if isinstance(said, list) else [said]:
            yield Turn(speaker_of(role), _words(one))


def _lines(text: str) -> Iterator[Turn]:
    """Cut at `Speaker:`; a line without one continues the turn before it."""
    speaker, held = OTHER, list[str]()
    for line in text.splitlines():
        found = _LINE.match(line)
        if found and (speaker_of(found[1]) != OTHER or not held):
            yield Turn(speaker, "\n".join(held).strip())
            speaker, held = speaker_of(found[1]), [found[2]]
        else:
            held.append(line)
    yield Turn(speaker, "\n".join(held).strip())


def speaker_of(role: Any) -> str:
    """Name who speaks in one of three words; what a body calls them is free text."""
    text = role.strip().lower().replace(" ", "_") if isinstance(role, str) else ""
    return _SPEAKERS.get(text, OTHER)


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return " ".join(_words(one) for one in value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else ""
