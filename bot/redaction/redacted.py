"""The type of text that has been through redaction, and the few ways to make one."""

from collections.abc import Iterable
from typing import Any, Final, LiteralString, NoReturn, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class _Stored:
    """The type of `STORED`: proof that a document comes from our own storage."""

    __slots__ = ()


STORED: Final = _Stored()
"""Validation context value for documents read back: `context={"stored": STORED}`."""


class Redacted(str):
    """Text with nothing private left in it.

    Only `bot.redaction` makes one; calling the class raises TypeError. Slicing, formatting and
    `+` give a plain `str`: two clean halves can make a whole number, so the sum is unproved.
    """

    __slots__ = ()

    def __new__(cls, *_args: object, **_kwargs: object) -> Self:
        raise TypeError("Redacted text is made by bot.redaction.redact, never by hand")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, object]) -> Self:
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("Redacted text is not pickled; storage keeps it as text")

    @classmethod
    def __get_pydantic_core_schema__(
        cls,
        _source: Any,
        _handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            _validated,
            json_schema_input_schema=core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )


def _validated(value: object, info: core_schema.ValidationInfo) -> Redacted:
    """Raise TypeError, not ValueError: pydantic would quote the unredacted input in its error."""
    if isinstance(value, Redacted):
        return value
    if isinstance(value, str) and (info.context or {}).get("stored") is STORED:
        return sealed(value)
    raise TypeError("a Redacted field takes redacted text, or stored text read back")


def sealed(text: str) -> Redacted:
    """Mark `text` as redacted. For this package alone; the others say why they may."""
    return str.__new__(Redacted, text)


def restore(text: str) -> Redacted:
    """Take back what our own storage wrote from a `Redacted`. For the one storage mapping only."""
    return sealed(text)


def literal(text: LiteralString) -> Redacted:
    """Our own words, written in the source, hold nobody's secret."""
    return sealed(text)


def join(separator: LiteralString, parts: Iterable[Redacted]) -> Redacted:
    """Join redacted parts that belong to different things (lines, list items).

    Raises TypeError for a part that is not `Redacted`.
    """
    proven = list(parts)
    if not all(isinstance(part, Redacted) for part in proven):
        raise TypeError("only Redacted parts can be joined to Redacted text")
    return sealed(separator.join(proven))
