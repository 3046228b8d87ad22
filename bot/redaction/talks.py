"""Talk that is told by rows: which values were said, and in what order.

[{"ch": "L", "transcript": "Your account number?"}, {"ch": "R", "transcript": "9922"}]
[["op", "account number please"], ["cu", "9922"], ["op", "got that"], ["cu", "422"]]

What was said is then read as any call is, once by every column and once all together.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, TypeAlias

from bot.redaction.cells import Cell, Path, Span
from bot.redaction.columns import Table, plain, table_of
from bot.redaction.fields import PASSWORD, names_a_secret, topic_of
from bot.redaction.objects import Node

Piece: TypeAlias = tuple[int, int, str]
Pieces: TypeAlias = list[Piece]
"""Stretches to be read as one text, as (start, end, what joins it to the next), in order."""

_LEAST_NUMBERED: Final = 3
_NUMBER: Final = re.compile(r"\d+")
_MOST_HEARINGS: Final = 4
_LEAST_HEARD: Final = 3
_OFTEN: Final = 5  # of so many values one has grown
_MOST_COLUMNS: Final = 4  # that are one talk
_WORD_BY_WORD: Final = 5
_PROSE_BEFORE: Final = 160
_LONGEST_ANNOUNCED: Final = 320
_LOOK_BACK: Final = 6  # members
_LEVELS: Final = 4


@dataclass(slots=True)
class Talk:
    """What is read as one: `pieces`, of which some were `said` and nothing beside them names them.

    `measures` are times and the like beside them: no part of any number. What is `partial` is
    read together with others, too, and only what has a name is found in it.
    """

    pieces: Pieces
    said: list[Span] = field(default_factory=list)
    measures: list[Span] = field(default_factory=list)
    partial: bool = False


def talks_in(text: str, nodes: Sequence[Node]) -> Iterator[Talk]:
    """Every talk that the objects tell, each in one or several readings."""
    for node in nodes:
        items = node.items or ()
        rows = [item for item in items if item.items is not None]
        if len(rows) > 1:
            yield from _readings(text, node, rows)
        elif not rows and _is_alone(node):
            yield from _readings(text, node, [item for item in items if item.is_quoted])
        if numbered := _numbered(node):
            yield from _readings(text, node, numbered)


def _is_alone(node: Node) -> bool:
    """A list of strings that is no turn of a talk itself."""
    above = node.above
    if not node.is_list or above is None:
        return False
    return not above.is_list or above.items == [node]


def _numbered(node: Node) -> list[Node]:
    """`{"ag_1": ..., "cl_1": ..., "ag_2": ...}`: keys that are the same but for figures."""
    said = [item for item in node.items or () if item.is_quoted and item.items is None]
    if node.is_list or len(said) < _LEAST_NUMBERED:
        return []
    numbered = [item for item in said if _NUMBER.search(item.key) is not None]
    stems = [_NUMBER.sub("", item.key) for item in numbered]
    if len(numbered) < _LEAST_NUMBERED or len(set(stems)) == len(stems):
        return []
    return [_row_of(item, stem) for item, stem in zip(numbered, stems, strict=True)]


def _row_of(item: Node, key: str) -> Node:
    row = Node(item.start, item.end, above=item.above, place=item.place)
    row.items = [replace(item, key=key, above=row, place=0)]
    return row


def _readings(text: str, node: Node, rows: Sequence[Node]) -> Iterator[Talk]:
    in_list = node.is_list or node.above is None
    table = table_of(text, rows, in_list=in_list)
    if not table.said:
        return
    before = _before(text, node, rows[0])
    for cells, partial in _voices(table):
        said = [(one.node.start, one.node.end) for one in cells if one.row not in table.labels]
        yield Talk(before + _pieces(table, cells), said, table.measures, partial)


def _voices(table: Table) -> Iterator[tuple[list[Cell], bool]]:
    """Every column by itself and all of them as one talk; what was heard twice once each time."""
    heard = list(_heard(table.said))
    columns = [hearings for hearings in heard if _is_long(hearings[0])]
    is_talk = len(columns) <= _MOST_COLUMNS and not _say_the_same(columns)
    if is_talk:
        for late in range(max(map(len, heard))):
            cells = [cell for hearings in heard for cell in hearings[min(late, len(hearings) - 1)]]
            yield from _once(sorted(cells + table.loose, key=_place))
    if not is_talk or _are_beside(columns):
        for cells in (cells for hearings in columns for cells in hearings):
            for once, _ in _once(sorted(cells if is_talk else cells + table.loose, key=_place)):
                yield once, is_talk


def _say_the_same(columns: Sequence[Sequence[Sequence[Cell]]]) -> bool:
    """Whether two columns hold the same words, maybe written otherwise."""
    texts = [_by_row(hearings[0]) for hearings in columns]
    return any(
        2 * sum(one.get(row) == said for row, said in other.items()) >= len(other)
        for place, one in enumerate(texts)
        for other in texts[:place]
    )


def _by_row(column: Sequence[Cell]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for cell in column:
        texts[cell.row] = texts.get(cell.row, "") + _plain(cell.text)
    return texts


def _plain(said: str) -> str:
    return "".join(filter(str.isalnum, said[:_LONGEST_ANNOUNCED])).lower()


def _are_beside(columns: Sequence[Sequence[Sequence[Cell]]]) -> bool:
    """Whether columns stand in the same rows, and are not what is asked and what is answered."""
    rows = [{cell.row for cell in hearings[0]} for hearings in columns]
    asked = [any(cell.text.endswith("?") for cell in hearings[0]) for hearings in columns]
    return len(set(asked)) == 1 and any(
        2 * len(one & other) >= len(other)
        for place, one in enumerate(rows)
        for other in rows[:place]
    )


def _is_long(column: Sequence[Cell]) -> bool:
    return column[0].row != column[-1].row


def _heard(said: Mapping[Path, list[Cell]]) -> Iterator[list[list[Cell]]]:
    """The hearings of every column: the first one, the second one where there is one, ..."""
    columns: dict[Path, list[list[Cell]]] = {}
    for path, column in said.items():
        columns.setdefault(plain(path), []).append(column)
    for hearings in columns.values():
        best: dict[int, list[Cell]] = {}
        found = []
        for column in hearings:
            now: dict[int, list[Cell]] = {}
            for cell in column:
                now.setdefault(cell.row, []).append(cell)
            best |= now
            found.append([cell for cells in best.values() for cell in cells])
        yield found


def _once(cells: list[Cell]) -> Iterator[tuple[list[Cell], bool]]:
    """What is heard of a turn while it lasts grows: readings take it once, the longest first."""
    grown = sum(_is_more(said.text, after.text) for said, after in pairwise(cells))
    if grown * _OFTEN < len(cells):
        yield cells, False
        return
    runs: list[list[Cell]] = []
    for cell in cells:
        if runs and _is_more(runs[-1][-1].text, cell.text, or_same=True):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    for late in range(min(max(map(len, runs)), _MOST_HEARINGS)):
        yield [run[max(0, len(run) - 1 - late)] for run in runs], late > 0
    yield cells, True


def _is_more(said: str, after: str, *, or_same: bool = False) -> bool:
    """`my card is four`, then `My card is four two`."""
    is_longer = _LEAST_HEARD <= len(said) < len(after) + or_same
    return is_longer and after[: len(said) - 1].lower() == said[:-1].lower()


def _place(cell: Cell) -> int:
    return cell.node.start


def _pieces(table: Table, cells: Sequence[Cell]) -> Pieces:
    """Words one by one run on while the same one speaks; anything else is a turn."""
    is_words = len(cells) >= _WORD_BY_WORD and not any(" " in cell.text.strip() for cell in cells)
    is_flat = len({cell.row for cell in cells}) == len(cells)
    pieces: Pieces = []
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        runs_on = after is not None and (
            after.row == cell.row and after.path == cell.path
            if not is_flat
            else (is_words or _are_pressed(cell, after))
            and table.codes[after.row] == table.codes[cell.row]
        )
        label = table.labels.get(cell.row)
        if label is not None and (not pieces or pieces[-1][2] == "\n"):
            pieces.append((label.node.start, label.node.end, ": "))
        pieces.append((cell.node.start, cell.node.end, " " if runs_on else "\n"))
    return pieces


def _are_pressed(cell: Cell, after: Cell) -> bool:
    """Keys one by one."""
    return len(cell.text) == len(after.text) == 1 and cell.path == after.path


def _before(text: str, node: Node, first: Node) -> Pieces:
    """What announces a list: the text before it, the keys above it, the values beside those."""
    found: Pieces = []
    child: Node = node if node.above is not None else first
    for _ in range(_LEVELS):
        above = child.above
        if above is None:
            break
        if above.above is None:
            prose = max(0, child.start - _PROSE_BEFORE)
            if names_a_secret(text[prose : child.start]):
                found.append((prose, child.start, "\n"))
            break
        found += _announced(text, above, child)
        child = above
    return found[::-1]


def _announced(text: str, above: Node, child: Node) -> Pieces:
    items = above.items or []
    near = items[max(0, child.place - _LOOK_BACK) : child.place]
    return [
        (item.start, item.end, "\n")
        for item in reversed(near)
        if item.is_quoted and _announces(text[item.start : item.end])
    ]


def _announces(said: str) -> bool:
    topic = topic_of(said) if len(said) <= _LONGEST_ANNOUNCED else None
    return topic is not None and topic.is_private and topic is not PASSWORD
