"""Values of a list of rows, in columns: what was said, who speaks, what names, what is measured.

Not by the names of keys: a column with speech in it is speech, short values that come again are
codes of who speaks, times and figures with a point are measures.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.redaction.cells import (
    FIGURES,
    HEARING,
    OTHER,
    SAID,
    WORD,
    Cell,
    Path,
    Span,
    cells_of,
    is_measure,
    is_meta,
    is_number_word,
    last_step,
)
from bot.redaction.fields import counts_or_refers, named_by, names_a_secret, topic_of
from bot.redaction.objects import Node

_HEADER: Final = 1
"""So many rows may be the names of columns."""
_LONGEST_CODE: Final = 32
_LEAST_COUNTED: Final = 3
_LONGEST_COUNTER: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_CODE: Final = re.compile(r"[^\s?!,]{0,32}(?: [^\s?!,]{1,16}){0,3}(?<![.!])")
_REQUEST: Final = re.compile(
    r"(?i)\b(?:please|your|you|need|tell|give|read|say|enter|type|send|confirm|spell|what)\b"
)
_DIGIT: Final = re.compile(r"\d")
_UUID: Final = re.compile(r"(?i)[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}")
_PLACE: Final = re.compile(r"[A-Za-z]{1,12}[-_]?\d{1,12}")


@dataclass(slots=True)
class Table:
    """Columns by the path of their values. `loose` cells stand in rows where nothing was said.

    `codes` say row by row who speaks, `labels` what a row is about; `measures` are no part of any
    number.
    """

    columns: dict[Path, list[Cell]] = field(default_factory=dict)
    codes: list[list[str]] = field(default_factory=list)
    labels: dict[int, Cell] = field(default_factory=dict)
    measures: list[Span] = field(default_factory=list)
    loose: list[Cell] = field(default_factory=list)
    said: dict[Path, list[Cell]] = field(default_factory=dict)


def table_of(text: str, rows: Sequence[Node], *, in_list: bool) -> Table:
    """Rows by columns; `said` is empty when they tell no talk."""
    table = Table(codes=[[] for _ in rows])
    for number, row in enumerate(rows):
        for cell in cells_of(text, row, number):
            table.columns.setdefault(cell.path, []).append(cell)
    _take_header(table)
    _set_measures(table)
    _set_hearings(table)
    if _have_in_common(table) or (in_list and _have_one_each(table, len(rows))):
        _set_codes(table)
        _set_labels(table)
        _set_said(table)
        _set_loose(table)
    return table


def _take_header(table: Table) -> None:
    """Names of columns in the first row of pairs or cells become their keys."""
    if len(table.codes) <= _HEADER + 1 or len(table.columns) <= 1:
        return
    if not all(map(_is_header, table.columns.items())):
        return
    table.columns = {
        (column[0].text.lower(),): column[_HEADER:]
        for column in table.columns.values()
        if column[_HEADER:]
    }


def _is_header(named: tuple[Path, Sequence[Cell]]) -> bool:
    path, (first, *others) = named
    is_name = first.text in ("#", "") or (
        first.text.isidentifier() and not is_number_word(first.text)
    )
    is_place = len(path) == 1 and isinstance(path[0], int)
    is_first = first.row == 0 and is_place
    return is_first and is_name and all(cell.text != first.text for cell in others)


def _set_measures(table: Table) -> None:
    """Times, and figures with a point unless somebody may have said them: `33.1009`."""
    for path in [path for path, column in table.columns.items() if _is_other(table, path, column)]:
        table.measures += _spans(table.columns.pop(path))
    for path, column in list(table.columns.items()):
        figures = [cell for cell in column if is_measure(cell)]
        can_be_said = any(cell.node.is_quoted for cell in figures)
        is_column = len(figures) >= max(len(column) - _HEADER, 2)
        if can_be_said and not is_column and not is_meta(last_step(path)):
            continue
        table.measures += _spans(figures)
        table.columns[path] = [] if is_column else [one for one in column if one not in figures]
        if not table.columns[path]:
            del table.columns[path]


def _is_other(table: Table, path: Path, column: Sequence[Cell]) -> bool:
    """Figures that count something, or whose key says that they are nothing private."""
    if all(cell.sort == FIGURES for cell in column) and counts_or_refers(last_step(path)):
        return True
    rows = len(table.codes)
    return _is_counter(column, rows) or _are_ids(column, rows)


def _are_ids(column: Sequence[Cell], rows: int) -> bool:
    """`u_0001x`, `u_0002x`: the same in every row, but for its figures; or long and random."""
    if len(column) < max(rows, 2) or any(cell.sort != OTHER for cell in column):
        return False
    forms = {_DIGIT.sub("0", cell.text) for cell in column}
    return len(forms) == 1 or all(_UUID.fullmatch(cell.text) for cell in column)


def _is_counter(column: Sequence[Cell], rows: int) -> bool:
    """Whole numbers in every row that only grow: places, or milliseconds."""
    figures = [int(cell.text) for cell in column if cell.text.isdecimal()]
    return (
        len(figures) >= max(rows - _HEADER, _LEAST_COUNTED)
        and len(figures) >= len(column) - _HEADER
        and all(one < after for one, after in pairwise(figures))
    )


def _spans(cells: Iterable[Cell]) -> list[Span]:
    return [(cell.node.start, cell.node.end) for cell in cells]


def _set_hearings(table: Table) -> None:
    """Where one row has several hearings, several words of another are hearings, too."""
    heard = {plain(path) for path in table.columns if plain(path) != path}
    for path in [path for path in table.columns if "" in path and plain(path, "") in heard]:
        place = path.index("")
        counted: Counter[int] = Counter()
        for cell in table.columns.pop(path):
            step = f"{HEARING}{counted[cell.row]}"
            counted[cell.row] += 1
            cell.path = (*path[:place], step, *path[place + 1 :])
            table.columns.setdefault(cell.path, []).append(cell)


def plain(path: Path, step: str = HEARING) -> Path:
    """A path without the steps that only tell hearings, or words of a list, apart."""
    return tuple(one for one in path if (str(one)[:1] if step else one) != step)


# -- columns ------------------------------------------------------------------------------


def _have_in_common(table: Table) -> bool:
    """Rows of one shape have a column in common."""
    return any(column[0].row != column[-1].row for column in table.columns.values())


def _have_one_each(table: Table, rows: int) -> bool:
    return sum(map(len, table.columns.values())) == rows


def _set_labels(table: Table) -> None:
    """Values that name what another value of their row is: `{"field": "IBAN", "content": ...}`."""
    for path in [path for path, column in _beside(table) if _is_label(column)]:
        for cell in table.columns.pop(path):
            table.labels.setdefault(cell.row, cell)


def _beside(table: Table) -> list[tuple[Path, list[Cell]]]:
    """Columns that are not all there is in their rows."""
    rows = Counter(cell.row for column in table.columns.values() for cell in column)
    return [
        (path, column)
        for path, column in table.columns.items()
        if 2 * sum(rows[cell.row] > 1 for cell in column) >= len(column)
    ]


def _is_label(column: Sequence[Cell]) -> bool:
    """Short ones, of which some name something private, or all are different and some name."""
    if not all(_can_be_code(one.text) and not _DIGIT.search(one.text) for one in column):
        return False
    topics = [named_by(cell.text) for cell in column]
    is_private = any(topic is not None and topic.is_private for topic in topics)
    return is_private or (any(topics) and not _is_code(column))


def _set_codes(table: Table) -> None:
    codes = [path for path, it in _beside(table) if _is_code(it) and not _is_label(it)]
    for path in codes:
        for cell in table.columns.pop(path):
            if last_step(path) != "type":
                table.codes[cell.row].append(cell.text)
            if not cell.text.isdigit() or len(cell.text) <= _LONGEST_COUNTER:
                table.measures += _spans([cell])


def _is_code(column: Sequence[Cell]) -> bool:
    """Who speaks: short, and the same again and again."""
    different = {cell.text for cell in column}
    return (
        len(different) <= max(2, len(column) // 3)
        and len(different) < len(column)
        and all(map(_can_be_code, different))
    )


def _can_be_code(said: str) -> bool:
    if len(said) > _LONGEST_CODE or _CODE.fullmatch(said.strip()) is None:
        return False
    return not any(map(is_number_word, _WORD.findall(said.lower())))


def _set_said(table: Table) -> None:
    table.said = {
        path: column
        for path, column in table.columns.items()
        if _is_speech(column) and _names_nothing(path)
    }
    if any(_asks(cell.text) for column in table.said.values() for cell in column):
        others = {path: column for path, column in table.columns.items() if path not in table.said}
        table.said |= {
            path: column
            for path, column in others.items()
            if _answers(path, column, is_sole=len(others) == 1)
        }


def _is_speech(column: Sequence[Cell]) -> bool:
    sorts = {cell.sort for cell in column}
    return SAID in sorts or {WORD, FIGURES} <= sorts


def _asks(said: str) -> bool:
    return said.endswith("?") or (_REQUEST.search(said) is not None and names_a_secret(said))


def _answers(path: Path, column: Sequence[Cell], *, is_sole: bool) -> bool:
    """`"usr": "783"` beside `"sys": "Your account number?"`."""
    is_place = is_meta(last_step(path)) or all(_PLACE.fullmatch(cell.text) for cell in column)
    if is_place or not _names_nothing(path):
        return False
    return all(
        cell.node.is_quoted and _may_be_said(path, cell.sort, is_sole=is_sole) for cell in column
    )


def _may_be_said(path: Path, sort: int, *, is_sole: bool) -> bool:
    return (is_sole and sort != FIGURES) or (sort != OTHER and not is_meta(last_step(path)))


def _names_nothing(path: Path) -> bool:
    *above, last = (topic_of(str(step)) for step in path or ("",))
    return last is None and not any(topic is not None and topic.is_private for topic in above)


def _set_loose(table: Table) -> None:
    """What stands in rows where nothing was said: `{"dtmf": "4"}` between what was."""
    spoken = {cell.row for column in table.said.values() for cell in column}
    by_row: dict[int, list[tuple[Path, Cell]]] = {}
    for path, column in table.columns.items():
        for cell in column:
            if cell.row not in spoken:
                by_row.setdefault(cell.row, []).append((path, cell))
    for cells in by_row.values():
        quoted = [(path, cell) for path, cell in cells if cell.node.is_quoted] or cells
        table.loose += [
            cell
            for path, cell in quoted
            if _may_be_said(path, cell.sort, is_sole=len(quoted) == 1) and _names_nothing(path)
        ]
