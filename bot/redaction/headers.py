"""Numbers split over counted names: of columns, the row below has the pieces, or of pairs.

account_1,account_2,_3,name
4471,8820,1193,Mills

[{"name": "card_1", "value": "5554"}, {"name": "card_2", "value": "9303"}, ...]
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Final

from bot.redaction.cells import Span
from bot.redaction.fields import PASSWORD, topic_of
from bot.redaction.objects import Node
from bot.redaction.talks import Talk

_COUNTED: Final = re.compile(r"1\"?(?P<sign>[,;\t|])\"?\w{0,40}2(?!\d)")
_HEAD: Final = re.compile(r"(?P<stem>[A-Za-z][A-Za-z _-]*?)?[ _-]?(?P<count>\d{1,2})")
_PIECE: Final = re.compile(r"[A-Z\d]{1,12}")
_LEAST: Final = 2
_MOST_PAIRS: Final = 64
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
        if len(members) >= _LEAST and _is_private(stem):
            yield members[0][2], [place for _, place, _ in members]


def split_over_pairs(text: str, nodes: Sequence[Node]) -> Iterator[Talk]:
    """The pieces of such pairs that follow one another, behind the name of the first.

    The count is no figure of the number.
    """
    for node in nodes:
        if node.is_list and 1 < len(node.items or ()) <= _MOST_PAIRS:
            named = [_counted_pair(text, item) for item in node.items or ()]
            for stem, group in groupby(named, key=lambda pair: pair[0]):
                pairs = list(group)
                if len(pairs) >= _LEAST and _is_private(stem):
                    pieces = ((*piece, " ") for _, _, piece in pairs)
                    yield Talk([(*pairs[0][1], ": "), *pieces])


def _counted_pair(text: str, item: Node) -> tuple[str, Span, Span]:
    """What a pair's name is without its count, where it stands, and the piece beside it."""
    parts = item.items or ()
    if len(parts) == _LEAST and not item.is_list:
        name, value = parts
        head = _HEAD.fullmatch(text, name.start, name.end)
        said = text[value.start : value.end]
        if head is not None and head["stem"] and _PIECE.fullmatch(said) is not None:
            return head["stem"].lower(), head.span("stem"), (value.start, value.end)
    return "", (0, 0), (0, 0)


def _is_private(stem: str) -> bool:
    topic = topic_of(stem) if stem else None
    return topic is not None and topic.is_private and topic is not PASSWORD


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
