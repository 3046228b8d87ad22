"""Rows that are not JSON: columns with separators, blocks of keys, tags, captions with times.

They become the same `Node`s as JSON, so that what they tell is read in one way.

0;L;Your account number?        - ch: L                <u ch="L">Your account number?</u>
1;R;9922                          text: 9922           ts=1.2 ch=R text="9922"
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from bot.redaction.objects import Node

_LEAST: Final = 3  # lines, below which nothing is a column
_SEPARATED: Final = re.compile(
    r"(?m)^(?:\| ?)?\"?[\w:.+/-]{0,34}\"? ?(?P<sign>[,;\t|])[^\n]*"
    r"(?:\n+(?:\| ?)?\"?[\w:.+/-]{0,34}\"? ?(?P=sign)[^\n]*){2,}"
)
_OF_OBJECTS: Final = re.compile(r"\x1e|[\]}],\s?[\[{]|\",[ \t]*\n|[\[{][ \t]*\n")
"""Lines of JSON, whose commas part no columns."""
_RULE: Final = re.compile(r"[|:+= -]*")  # `|---|---|`
_LINE: Final = re.compile(r"[^\n]+")
_CELLS: Final = {
    sign: re.compile(
        rf'\s*"((?:[^"\n]|"")*)"\s*(?:{re.escape(sign)}|$)|([^{re.escape(sign)}\n]*)(?:{re.escape(sign)}|$)'
    )
    for sign in ",;\t|"
}
_BLOCKS: Final = re.compile(
    r"(?m)^---\n[\w@.-]{1,30}:[^\n]*\n[\w@.-]{1,30}:"
    r"|^[ \t]*- [\"']?[\w@.-]{1,30}[\"']?:[^\n]*\n[ \t]+[\w@.-]{1,30}:"
)
_MEMBER: Final = re.compile(
    r"(?m)^(?P<new>[ \t]*- )?[ \t]*[\"']?(?P<key>[A-Za-z_@][\w@.-]{0,30})[\"']?:"
    r"[ \t]+[\"']?(?P<value>[^\n]*?)[\"']?[ \t]{0,8}$"
)
_TAG: Final = re.compile(
    r"<(?P<key>[A-Za-z][\w:-]{0,30})(?P<attributes>(?: [\w:-]{1,30}=\"[^\"\n]{0,80}\"){0,8}) ?>"
    r"(?P<value>[^<>]{1,4000})</(?P=key)>"
)
_ATTRIBUTE: Final = re.compile(
    r"(?<![\w&?])(?P<key>[A-Za-z_@][\w:.@-]{0,30})="
    r"(?:\"(?P<value>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s\"'&,;)]+))"
)
_CUE: Final = re.compile(
    r"(?m)^(?:\d{1,6}\n)?(?:\d\d:)?\d\d:\d\d[.,]\d{1,3} ?--> ?[^\n]*\n(?:<v [^>\n]{1,40}>)?"
    r"(?P<value>[^\n<]+(?:\n(?!(?:\d{1,6}\n)?(?:\d\d:)?\d\d:\d\d[.,]\d{1,3} ?-->)[^\n<]+)*)"
)


def tables_in(text: str) -> Iterator[Node]:
    """A list of rows for every table of a text."""
    for sign, read in _READERS:
        if sign in text:
            yield from read(text)


def _columns(text: str) -> Iterator[Node]:
    for match in _SEPARATED.finditer(text):
        if _OF_OBJECTS.search(match[0]) is not None:
            continue
        cells = _CELLS[match["sign"]]
        lines = [line.span() for line in _LINE.finditer(text, *match.span())]
        lines = [line for line in lines if _RULE.fullmatch(text, *line) is None]
        width = 1 + min(text.count(match["sign"], *line) for line in lines)
        yield _table(_row(text, line, cells, width) for line in lines)


def _row(text: str, line: tuple[int, int], cells: re.Pattern[str], width: int) -> Node:
    """As many cells as every line has; the last one takes what is left of its line."""
    start, end = line
    row = Node(start, end, items=[], is_list=True)
    while start < end and row.items is not None and len(row.items) < width:
        match = cells.match(text, start, end)
        if match is None:
            break
        last = len(row.items) == width - 1
        quoted = match.start(1) >= 0
        _add(row, text, "", *(match.span(1) if quoted else (start, end) if last else match.span(2)))
        start = match.end()
    return row


def _add(row: Node, text: str, key: str, start: int, end: int) -> None:
    while start < end and text[start] in " \t\r":
        start += 1
    while start < end and text[end - 1] in " \t\r":
        end -= 1
    if row.items is not None:
        row.items.append(Node(start, end, key, row, is_quoted=True, place=len(row.items)))


def _table(rows: Iterable[Node]) -> Node:
    found = list(rows)
    table = Node(found[0].start, found[-1].end, items=found, is_list=True)
    for row in found:
        row.above = table
    return table


def _of_members(text: str, members: Iterable[tuple[bool, str, tuple[int, int]]]) -> Iterator[Node]:
    """Members in rows: one ends where the next begins, or where a key comes again."""
    rows: list[Node] = []
    keys: set[str] = set()
    for is_new, key, span in members:
        if is_new or key in keys or not rows:
            rows.append(Node(*span, items=[]))
            keys.clear()
        keys.add(key)
        _add(rows[-1], text, key, *span)
        rows[-1].end = span[1]
    if len(rows) > 1:
        yield _table(rows)


def _blocks(text: str) -> Iterator[Node]:
    if _BLOCKS.search(text) is not None:
        yield from _of_members(
            text,
            (
                (match["new"] is not None, match["key"], match.span("value"))
                for match in _MEMBER.finditer(text)
            ),
        )


def _tags(text: str) -> Iterator[Node]:
    def members() -> Iterator[tuple[bool, str, tuple[int, int]]]:
        for match in _TAG.finditer(text):
            for attribute in _ATTRIBUTE.finditer(text, *match.span("attributes")):
                yield False, "@" + attribute["key"], attribute.span("value")
            yield False, match["key"], match.span("value")

    yield from _of_members(text, members())


def _flat(text: str) -> Iterator[Node]:
    """`ts=1.2 ch=R text="9922"` line by line, or `Turn(ch='R', text='9922'), ...`."""

    def members() -> Iterator[tuple[bool, str, tuple[int, int]]]:
        end = 0
        for match in _ATTRIBUTE.finditer(text):
            is_new = "\n" in text[end : match.start()]
            end = match.end()
            yield is_new, match["key"], match.span(match.lastgroup or 0)

    if text.count("=") >= _LEAST:
        yield from _of_members(text, members())


def _captions(text: str) -> Iterator[Node]:
    yield from _of_members(text, ((True, "", match.span("value")) for match in _CUE.finditer(text)))


_READERS: Final[tuple[tuple[str, Callable[[str], Iterator[Node]]], ...]] = (
    ("\n", _columns),
    ("-", _blocks),
    ("</", _tags),
    ("=", _flat),
    ("-->", _captions),
)
