"""Values to JSON and back: the one place where stored text becomes `Redacted` again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.redaction import STORED, Redacted, assert_clean

M = TypeVar("M", bound=BaseModel)

_PLAIN = frozenset({str, int, bool, float, datetime, type(None)})
"""What is neither redacted text nor holds any: nearly all there is."""


def to_document(value: BaseModel, *, without: Collection[str] = ()) -> dict[str, Any]:
    """Write a value as JSON.

    The value is validated once more: `model_copy` does not. Raises TypeError where plain text
    stands in place of `Redacted`, and Unclean where redacted text still holds a secret.
    """
    plain = value.model_dump(warnings=False)
    checked = type(value).model_validate(plain)
    _assert_all_clean(plain)
    return checked.model_dump(mode="json", exclude=set(without))


def from_document(kind: type[M], document: Mapping[str, Any], **columns: Any) -> M:
    """Read a value back; columns that live outside the document are laid over it."""
    return kind.model_validate({**document, **columns}, context={"stored": STORED})


def proven(text: Redacted) -> str:
    """Give redacted text to a column of its own; raises TypeError for plain text, or Unclean."""
    if not isinstance(text, Redacted):
        raise TypeError("only redacted text is stored")
    assert_still_clean(text)
    return text.replace("\0", "\ufffd")  # PostgreSQL keeps no NUL


@lru_cache(maxsize=4096)
def assert_still_clean(text: str) -> None:
    """Look at each text once, however often its handoff is saved; raises Unclean."""
    assert_clean(text)


def _assert_all_clean(value: object) -> None:
    """Look at all redacted text in there: without recursion, as each write passes here."""
    left = [value]
    while left:
        one = left.pop()
        if type(one) in _PLAIN:
            continue
        if isinstance(one, Redacted):
            assert_still_clean(one)
        elif isinstance(one, dict):
            left.extend(one.values())
        elif isinstance(one, list | tuple):
            left.extend(one)
