"""Values of rows, one by one: where they stand in their row, and what sort they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.redaction.fields import in_words
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
_MEASURE: Final = re.compile(r"-?\d{1,10}\.\d{1,18}m?s?|(?=[^:T]*[:T])\d[\dT:.,Z+-]{4,34}")
_LONGEST_MEASURE: Final = 36
_HEAD: Final = 128  # characters tell what sort of value it is
_META: Final = re.compile(
    r"(?:^|[ _-])(?:id|uid|uuid|guid|sid|ts|time|at|date|day|offset|seq"
    r"|sequence|type|index|idx|no|n|i|line|row|turn|dur|duration|length|len|ms|secs?|seconds|conf"
    r"|confidence|score|prob|call|session|version|status|state|lang|language|page|phone|tel"
    r"|url|sip|year|month|hour|minute|ttl|timeout|size|retries|tries|attempts?|max|min|port|zip"
    r"|level|limit|priority|latency|delay|age|rank|position|order|created|updated|paid|issued|opened|closed|width|height|rate)[\W\d_]*$"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_ID: Final = re.compile(r"(?=\S*\d)[\w.:@/#+-]{4,80}")
_HYPHENED: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+[.,]?")
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


def cells_of(text: str, row: Node, number: int) -> Iterator[Cell]:
    """Every value of a row, hearings of the same words told apart."""
    for path, node in _leaves(text, row, (), 0):
        said = text[node.start : node.end]
        if said:
            yield Cell(node, number, path, _sort(said, node), said)


def is_meta(key: str) -> bool:
    """Whether a key is of what machines note: times, counts, ids."""
    return _META.search(in_words(key)) is not None


def is_number_word(word: str) -> bool:
    """`four`, `vier`, `double`."""
    return word in _NUMBER_WORDS


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


def is_measure(cell: Cell) -> bool:
    """Whether a value is a time, or figures with a point."""
    return len(cell.text) <= _LONGEST_MEASURE and _MEASURE.fullmatch(cell.text) is not None


def last_step(path: Path) -> str:
    """The key that is nearest to the values of a column; empty in a list."""
    return str(path[-1]) if path else ""


def _sort(said: str, node: Node) -> int:
    if _FIGURES.fullmatch(said):
        return FIGURES if node.is_quoted or said.isdigit() else OTHER
    words = _WORD.findall(said[:_HEAD].lower())
    if not node.is_quoted or not words or _ID.fullmatch(said):
        return OTHER
    if " " in said.strip() or said.endswith("?") or is_number_word(words[0]):
        return SAID
    return WORD if len(words) == 1 or _HYPHENED.fullmatch(said) is not None else OTHER
