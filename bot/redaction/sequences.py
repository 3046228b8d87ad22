"""JSON objects one after another that are talk: each has one member, and its key says who speaks.

[{"ai": "Your account number?"}, {"caller": "783"}, {"ai": "yes"}, {"caller": "188"}]

What was named in one goes on in the next ones, whatever the keys are called.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.redaction.fields import topic_of

_META: Final = (
    r'(?:"[A-Za-z_]{1,20}"\s{0,2}:\s{0,2}(?:"[\dT.-]{1,14}:[\dT:.Z+-]{1,30}"|true|false|null'
    r"|1\d{9}(?:\d{3})?|-?\d{0,6}(?:\.\d{0,9})?))"
)
_BREAK: Final = r"\s{0,12},?\s{0,12}"
_OBJECT: Final = re.compile(
    rf"\{{\s{{0,12}}(?:{_META}{_BREAK}){{0,3}}"
    r'(?P<key>"[A-Za-z_][\w .-]{0,30}"\s{0,2}:\s{0,2})'
    r'(?:"(?P<said>(?:[^"\\]|\\.)*)"|\d{1,2})'
    rf"(?P<rest>(?:{_BREAK}{_META}){{0,3}}{_BREAK}\}})"
)
_KEY: Final = re.compile(r'"([A-Za-z_][\w .-]{0,30})"\s{0,2}:')
_BETWEEN: Final = re.compile(r"[\s,]*")
_SPEECH: Final = re.compile(r"[^\W\d_]{2,}[ ,.?!]|[^\W\d_]{2,}$")


class _Line(NamedTuple):
    """An object with one member that is said; the `rest` are times and the like."""

    said: str
    key: tuple[int, int]
    rest: tuple[int, int]


def talk_in(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands around the words, in objects that follow one another and name nothing."""
    for lines in _runs(folded, start, end):
        if len(lines) > 1 and any(_SPEECH.search(line.said) for line in lines):
            for line in lines:
                yield from (span for span in line[1:] if _names_nothing(folded, span))


def _runs(folded: str, start: int, end: int) -> Iterator[list[_Line]]:
    run: list[_Line] = []
    for match in _OBJECT.finditer(folded, start, end):
        if run and _BETWEEN.fullmatch(folded, run[-1].rest[1], match.start()) is None:
            yield run
            run = []
        run.append(_Line(match["said"] or "", match.span("key"), match.span("rest")))
    yield run


def _names_nothing(folded: str, span: tuple[int, int]) -> bool:
    return all(topic_of(key[1]) is None for key in _KEY.finditer(folded, *span))
