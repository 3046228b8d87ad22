"""Numbers split over counted columns: the header names them, the row below has the pieces.

account_1,account_2,_3,name
4471,8820,1193,Mills
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Final

from bot.redaction.cells import Span
from bot.redaction.fields import PASSWORD, topic_of
from bot.redaction.talks import Talk

_COUNTED: Final = re.compile(r"1\"?(?P<sign>[,;\t|])\"?\w{0,40}2(?!\d)")
_HEAD: Final = re.compile(r"(?P<stem>[A-Za-z][A-Za-z _-]*?)?[ _-]?(?P<count>\d{1,2})")
_LEAST: Final = 2
_MOST_ROWS: Final = 400
_LONGEST_LINE: Final = 2000


def split_over_columns(text: str) -> Iterator[Talk]:
    """The pieces of every row, each number as a talk of its own behind its name."""
    if "\n" not in text:
        return
    for match in _COUNTED.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        if end < 0 or end - start > _LONGEST_LINE:
            continue
        heads = _cells(text, (start, end), match["sign"])
        if len(names := list(_numbers(text, heads))) == 0:
            continue
        for row in islice(_rows(text, end, match["sign"], len(heads)), _MOST_ROWS):
            for name, places in names:
                yield Talk([(*name, ": "), *((*row[place], " ") for place in places)])


def _numbers(text: str, heads: Sequence[Span]) -> Iterator[tuple[Span, list[int]]]:
    """Where the name of each stands, and its columns; `_3` goes on with what was before."""
    stem = ""
    columns: list[tuple[str, int, Span]] = []
    for place, (start, end) in enumerate(heads):
        head = _HEAD.fullmatch(text, start, end)
        stem = (head["stem"] or stem).strip(" _-") if head is not None else ""
        span = head.span("stem") if head is not None and head["stem"] else (start, end)
        columns.append((stem, place, span))
    for stem, group in groupby(columns, key=lambda column: column[0]):
        members = list(group)
        topic = topic_of(stem) if stem and len(members) >= _LEAST else None
        if topic is not None and topic.is_private and topic is not PASSWORD:
            yield members[0][2], [place for _, place, _ in members]


def _rows(text: str, at: int, sign: str, width: int) -> Iterator[list[Span]]:
    while 0 <= at < len(text):
        end = text.find("\n", at + 1)
        cells = _cells(text, (at + 1, end if end >= 0 else len(text)), sign)
        if len(cells) != width:
            return
        yield cells
        at = end


def _cells(text: str, line: Span, sign: str) -> list[Span]:
    """Without blanks and quotes around them."""
    cells: list[Span] = []
    at = line[0]
    for cell in text[slice(*line)].split(sign):
        bare = cell.strip(' "\r')
        start = at + cell.find(bare) if bare else at
        cells.append((start, start + len(bare)))
        at += len(cell) + 1
    return cells
