"""Taking claims out of an analysis one by one, so that what nobody took is learned, not lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from bot.intake.content import Content
from bot.intake.fields import NOT_SHOWN, Keys
from bot.intake.readers import is_nothing, text_of
from bot.redaction import Redacted, literal, redact

T = TypeVar("T")

MAX_KEY = 60
MAX_VALUE = 300


class Claims:
    """Takes values out of the analysis; whatever nobody could read stays to be learned."""

    def __init__(self, content: Content) -> None:
        self._values = content.values
        self._names = content.names
        self._is_safe = not content.unsafe
        self._taken: set[str] = set()

    def take(self, keys: Keys, read: Callable[[Any], T | None]) -> T | None:
        """The first of these keys that holds something readable."""
        for key in keys:
            found = read(self._values.get(key))
            if found is not None:
                self._taken.add(key)
                return found
        return None

    def take_text(self, keys: Keys, read: Callable[[Any], Redacted | None]) -> Redacted | None:
        """Like `take`, and nothing at all when redaction failed."""
        return self.take(keys, read) if self._is_safe else None

    def peek(self, keys: Keys, read: Callable[[Any], T | None]) -> T | None:
        """Like `take`, but leaves it to be learned as well."""
        return next((found for key in keys if (found := read(self._values.get(key)))), None)

    def learned(self, most: int) -> tuple[tuple[Redacted, Redacted], ...]:
        """What has no field of its own, as redacted pairs in the order of the body."""
        if not self._is_safe:
            return ()
        left = (key for key in self._values if key not in self._taken | NOT_SHOWN)
        pairs = ((self._name(key), _shown(self._values[key])) for key in left)
        return tuple((name, value) for name, value in pairs if name and value)[:most]

    def _name(self, key: str) -> Redacted | None:
        return text_of(self._names.get(key), MAX_KEY)


def _shown(value: Any) -> Redacted | None:
    """Write any value as one line of redacted text; nothing for nothing."""
    if is_nothing(value):
        return None
    if isinstance(value, bool):
        return literal("yes") if value else literal("no")
    text = value if isinstance(value, Redacted) else redact(_as_text(value))
    return text_of(text, MAX_VALUE)


def _as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
