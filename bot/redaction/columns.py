"""Values of a list of rows, in columns: what was said, who speaks, what names, what is measured.

Not by the names of keys: a column with speech in it is speech, short values that come again are
codes of who speaks, times and figures with a point are measures.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.redaction.fields import in_words, named_by, names_a_secret, topic_of
from bot.redaction.objects import Node
from bot.redaction.words import FOREIGN, LEXICON, TEN, TIMES, UNIT

Path: TypeAlias = tuple[str | int, ...]
Span: TypeAlias = tuple[int, int]

HEARING: Final = "#"
"""A step of a path: the first, second, ... of several hearings of the same words."""
_DEEPEST: Final = 5
_WIDEST: Final = 8  # a longer list is no row but a list of its own
_MOST_HEARINGS: Final = 4
_LOOKED_AT: Final = 6
_LONGEST_CODE: Final = 32
_LONGEST_MEASURE: Final = 36
_LONGEST_COUNTER: Final = 2
_META: Final = re.compile(
    r"(?:^|[ _-])(?:id|uid|uuid|guid|sid|ts|time|at|date|day|start|end|begin|from|to|offset|seq"
    r"|sequence|type|index|idx|no|n|i|line|row|turn|dur|duration|length|len|ms|secs?|seconds|conf"
    r"|confidence|score|prob|call|session|version|status|state|lang|language|page|phone|tel"
    r"|url|sip|year|month|hour|minute|ttl|timeout|size|retries|tries|attempts?|max|min|port|zip"
    r"|level|limit|priority|latency|delay|age|rank|position|order|width|height|rate)[\W\d_]*$"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_ID: Final = re.compile(r"(?=\S*\d)[\w.:@/#+-]{4,80}")
_MEASURE: Final = re.compile(r"-?\d{1,10}\.\d{1,18}m?s?|(?=[^:T]*[:T])\d[\dT:.,Z+-]{4,34}")
_FIGURES: Final = re.compile(r"[\d .,-]{1,40}")
_NUMBER_WORDS: Final = frozenset(
    word for word, entry in LEXICON.items() if entry.sort in (UNIT, TEN, FOREIGN, TIMES)
)

SAID, WORD, FIGURES, OTHER = range(4)


@dataclass(slots=True)
class Cell:
    """A value without parts, somewhere in row `row` of a list."""

    node: Node
    row: int
    path: Path
    sort: int
    text: str


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


def table_of(text: str, rows: Sequence[Node]) -> Table:
    """Rows by columns; `said` is empty when they tell no talk."""
    table = Table(codes=[[] for _ in rows])
    for number, row in enumerate(rows):
        for path, node in _leaves(text, row, (), 0):
            said = text[node.start : node.end]
            if _is_measure(said, path, node):
                table.measures.append((node.start, node.end))
            else:
                cell = Cell(node, number, path, _sort(said, node), said)
                table.columns.setdefault(path, []).append(cell)
    _set_hearings(table)
    if _are_alike(table, len(rows)):
        _set_labels(table)
        _set_codes(table)
        _set_said(table)
        _set_loose(table)
    return table


def is_meta(key: str) -> bool:
    """Whether a key is of what machines note: times, counts, ids."""
    return _META.search(in_words(key)) is not None


def is_number_word(word: str) -> bool:
    """`four`, `vier`, `double`."""
    return word in _NUMBER_WORDS


# -- values -------------------------------------------------------------------------------


def _leaves(text: str, node: Node, path: Path, depth: int) -> Iterator[tuple[Path, Node]]:
    if node.items is None:
        yield path, node
    elif depth < _DEEPEST and not (node.is_list and depth == 0 and len(node.items) > _WIDEST):
        are_hearings = node.is_list and depth > 0 and _are_sentences(text, node.items)
        for place, item in enumerate(node.items[:_MOST_HEARINGS] if are_hearings else node.items):
            step: str | int = item.key.lower()
            if node.is_list:
                step = f"{HEARING}{place}" if are_hearings else place if depth == 0 else ""
            yield from _leaves(text, item, (*path, step), depth + 1)


def _are_sentences(text: str, items: Sequence[Node]) -> bool:
    """Several objects with sentences are hearings of the same words; with words they go on."""
    parts = [item.items for item in items[:_LOOKED_AT] if item.items]
    return len(parts) > 1 and any(
        leaf.is_quoted and " " in text[leaf.start : leaf.end].strip()
        for leaves in parts
        for leaf in leaves
    )


def _is_measure(said: str, path: Path, node: Node) -> bool:
    if node.is_quoted and "." in said and ":" not in said and not is_meta(_last(path)):
        return False  # `33.1009`, a sort code that was said
    return len(said) <= _LONGEST_MEASURE and _MEASURE.fullmatch(said) is not None


def _last(path: Path) -> str:
    return str(path[-1]) if path else ""


def _sort(said: str, node: Node) -> int:
    if _FIGURES.fullmatch(said):
        return FIGURES if node.is_quoted or said.isdigit() else OTHER
    words = _WORD.findall(said[: 4 * _LONGEST_CODE].lower())
    if not node.is_quoted or not words or _ID.fullmatch(said):
        return OTHER
    if len(words) > 1 or said.endswith("?") or is_number_word(words[0]) or " " in said:
        return SAID
    return WORD


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


def _are_alike(table: Table, rows: int) -> bool:
    """Rows of one shape: they have a column in common, or one value each."""
    if any(column[0].row != column[-1].row for column in table.columns.values()):
        return True
    return sum(map(len, table.columns.values())) == rows


def _set_labels(table: Table) -> None:
    """Values that name what another value of their row is: `{"field": "IBAN", "content": ...}`."""
    for path in [path for path, column in table.columns.items() if _is_label(column)]:
        for cell in table.columns.pop(path):
            table.labels.setdefault(cell.row, cell)


def _is_label(column: Sequence[Cell]) -> bool:
    """Short ones, of which some name something private, or all are different and some name."""
    if not all(cell.sort in (SAID, WORD) and _can_be_code(cell.text) for cell in column):
        return False
    topics = [named_by(cell.text) for cell in column]
    is_private = any(topic is not None and topic.is_private for topic in topics)
    return is_private or (any(topics) and not _is_code(column))


def _set_codes(table: Table) -> None:
    for path in [path for path, column in table.columns.items() if _is_code(column)]:
        for cell in table.columns.pop(path):
            if _last(path) != "type":
                table.codes[cell.row].append(cell.text)
            if not cell.text.isdigit() or len(cell.text) <= _LONGEST_COUNTER:
                table.measures.append((cell.node.start, cell.node.end))


def _is_code(column: Sequence[Cell]) -> bool:
    """Who speaks: short, and the same again and again."""
    different = {cell.text for cell in column}
    return (
        len(different) <= max(2, len(column) // 3)
        and len(different) < len(column)
        and all(map(_can_be_code, different))
    )


def _can_be_code(said: str) -> bool:
    if len(said) > _LONGEST_CODE or said.endswith("?"):
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
    return said.endswith("?") or names_a_secret(said)


def _answers(path: Path, column: Sequence[Cell], *, is_sole: bool) -> bool:
    """`"usr": "783"` beside `"sys": "Your account number?"`."""
    return _names_nothing(path) and all(
        cell.node.is_quoted and _may_be_said(path, cell.sort, is_sole=is_sole) for cell in column
    )


def _may_be_said(path: Path, sort: int, *, is_sole: bool) -> bool:
    return (is_sole and sort != FIGURES) or (sort != OTHER and not is_meta(_last(path)))


def _names_nothing(path: Path) -> bool:
    return all(topic_of(str(step)) is None for step in path)


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
