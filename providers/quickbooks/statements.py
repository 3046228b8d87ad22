"""The query language: the one place where text of others becomes part of a statement.

https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PAGE_SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class Equals:
    """A field that must be exactly this text."""

    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field} = {quoted(self.text)}"


def quoted(text: str) -> str:
    """A text value: backslash and apostrophe are escaped by a backslash, controls are dropped."""
    plain = "".join(sign for sign in text if sign.isprintable())
    escaped = plain.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def page_of(entity: str, where: Sequence[Equals], start: int) -> str:
    """One page, in an order that changes elsewhere do not upset; `start` counts from 1."""
    return (
        f"select * {_from(entity, where)} orderby Id startposition {start} maxresults {PAGE_SIZE}"
    )


def count_of(entity: str, where: Sequence[Equals]) -> str:
    """How many there are."""
    return f"select count(*) {_from(entity, where)}"


def _from(entity: str, where: Sequence[Equals]) -> str:
    return f"from {entity} where {' and '.join(str(one) for one in where)}"
