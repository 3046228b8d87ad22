"""JSON in a text, read tolerantly: cut off at an end, quoted in itself, printed by Python or JS.

Every object and list becomes a `Node` whose items are what stands right below it. Nothing is
refused: what cannot be read is passed over.
"""

import re
from dataclasses import dataclass, field
from typing import Final

_BLANK: Final = r"[\s\x1e]{0,16}"
_ESCAPE: Final = r"\\{0,7}"  # of JSON in a string of JSON in a string
_BEGINS: Final = re.compile(
    rf"[{{\[](?={_BLANK}{_ESCAPE}[\"'{{\[(])|\{{(?={_BLANK}[A-Za-z_]\w{{0,40}}\s?:\s?[\"'\[{{\d])"
)
_TOKEN: Final = re.compile(
    r"(?P<mark>\[[A-Za-z][^\[\]{}\"'\n]{0,30}\])|(?P<open>[{\[]|\((?=\s?[\"'\d]))|(?P<close>[}\])])"
    r"|(?P<quote>[\"'])|(?P<comma>,)"
    r"|(?P<name>[A-Za-z_]\w{0,40})(?=\s?:)|(?P<bare>-?\d[\d.eE+:-]{0,40}|true|false|null|True|False|None)"
)
_EMBEDDED: Final = re.compile(rf"{_BLANK}[{{\[]{_BLANK}{_ESCAPE}[\"'{{\[]")
_ENDS: Final = {quote: re.compile(rf"{quote}(?={_BLANK}(?:[,:}}\])]|\Z))") for quote in ("'", '"')}
_OPENS: Final = re.compile(rf"[\[{{(,:=]{_BLANK}{_ESCAPE}$")
_FAR: Final = 25
_COLON: Final = re.compile(rf"{_BLANK}:")


@dataclass(slots=True)
class Node:
    """A value: text[start:end] without its quotes. `items` is None for one without parts."""

    start: int
    end: int
    key: str = ""
    above: "Node | None" = None
    items: "list[Node] | None" = None
    is_quoted: bool = False
    is_list: bool = False
    place: int = 0


@dataclass(slots=True)
class _Scan:
    """Where the reading stands: what is open, the key that was read last, what stood before."""

    text: str
    opened: list[Node]
    found: list[Node] = field(default_factory=list)
    keys: list[tuple[int, int]] = field(default_factory=list)
    key: str = ""
    unclosed: str = ""
    at: int = 0

    def begin(self, match: re.Match[str]) -> None:
        above = self.opened[-1]
        node = Node(match.start(), match.end(), self.key, above, [], is_list=match[0] != "{")
        self.add(node)
        self.opened.append(node)
        self.found.append(node)

    def finish(self, end: int) -> None:
        if len(self.opened) > 1:
            self.opened.pop().end = end
        self.key = ""

    def add(self, node: Node) -> None:
        if (items := self.opened[-1].items) is not None:
            node.place = len(items)
            items.append(node)
        self.key = ""

    def quoted(self, quote: str, start: int) -> None:
        """Read a string; pass over a quote around JSON, amid words, or that nothing closes."""
        is_begin = _OPENS.search(self.text, max(0, start - _FAR), start - 1) is not None
        if not is_begin or quote in self.unclosed or _EMBEDDED.match(self.text, start) is not None:
            return
        end = _ENDS[quote].search(self.text, start)
        if end is None:
            self.unclosed += quote
            return
        self.at = end.end()
        stop = end.start()
        while stop > start and self.text[stop - 1] == "\\":
            stop -= 1
        if _COLON.match(self.text, end.end()) is not None:
            self.key = self.text[start:stop]
            self.keys.append((start, stop))
        else:
            self._string(start, stop)

    def _string(self, start: int, end: int) -> None:
        self.add(Node(start, end, self.key, self.opened[-1], is_quoted=True))


def nodes_in(text: str) -> tuple[list[Node], list[tuple[int, int]]]:
    """The objects and lists of a text, outer ones first, the text itself at first; and all keys."""
    root = Node(0, len(text), items=[])
    scan = _Scan(text, [root])
    while True:
        is_outside = len(scan.opened) == 1
        match = (_BEGINS if is_outside else _TOKEN).search(text, scan.at)
        if match is None:
            break
        scan.at = match.end()
        if is_outside or match["open"]:
            scan.begin(match)
        elif match["close"]:
            scan.finish(match.end())
        elif match["quote"]:
            scan.quoted(match[0], match.end())
        else:
            _read_bare(scan, match)
    for node in scan.opened[1:]:
        node.end = len(text)
    return [root, *scan.found], scan.keys


def _read_bare(scan: _Scan, match: re.Match[str]) -> None:
    if match["comma"]:
        scan.key = ""
    elif match["name"]:
        scan.key = match["name"]
    else:
        scan.add(Node(*match.span(), scan.key, scan.opened[-1]))
