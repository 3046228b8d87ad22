"""JSON objects one after another that are talk: each has one member, and its key says who speaks.

[{"ai": "Your account number?"}, {"caller": "783"}, {"ai": "yes"}, {"caller": "188"}]

What was named in one goes on in the next ones, whatever the keys are called.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.redaction.fields import topic_of

_META: Final = (
    r'"(?:ts?|time|timestamp|start|end|at|offset|ms|sec|id|seq|index|idx|i|n|no)"\s{0,2}:\s{0,2}'
    r'(?:"[^"\n]{0,40}"|[\d.]{0,20})'
)
_BREAK: Final = r"\s{0,12},?\s{0,12}"
_OBJECT: Final = re.compile(
    rf"\{{\s{{0,12}}(?:{_META}{_BREAK}){{0,3}}"
    r'(?P<key>"[A-Za-z_][\w .-]{0,30}"\s{0,2}:\s{0,2})'
    r'(?:"(?P<said>(?:[^"\\]|\\.)*)"|\d{1,2})'
    rf"(?:{_BREAK}{_META}){{0,3}}{_BREAK}\}}"
)
_BETWEEN: Final = re.compile(r"[\s,]*")
_SPEECH: Final = re.compile(r"[^\W\d_]{2,}[ ,.?!]|[^\W\d_]{2,}$")


class _Line(NamedTuple):
    """An object with one member."""

    end: int
    key: tuple[int, int]
    said: str


def talk_in(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The keys that only say who speaks, in objects that follow one another."""
    for lines in _runs(folded, start, end):
        if len(lines) > 1 and any(_SPEECH.search(line.said) for line in lines):
            yield from (line.key for line in lines if _names_nothing(folded, line))


def _runs(folded: str, start: int, end: int) -> Iterator[list[_Line]]:
    run: list[_Line] = []
    for match in _OBJECT.finditer(folded, start, end):
        if run and _BETWEEN.fullmatch(folded, run[-1].end, match.start()) is None:
            yield run
            run = []
        run.append(_Line(match.end(), match.span("key"), match["said"] or ""))
    yield run


def _names_nothing(folded: str, line: _Line) -> bool:
    key = folded[slice(*line.key)]
    return topic_of(key[1 : key.index('"', 1)]) is None
