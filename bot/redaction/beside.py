"""Values that another value of their object or pair names, whatever the keys are.

{"name": "account", "tokens": [1, 8, 6, ...]}
["cvv", ["4", "4", "1"]]
{"slot": "pin", "x": "4471"}
{"cvv": {"d1": "4", "d2": "4", "d3": "1"}}

Only what can be the number goes with the name: a list of figures or of number words, and of
single values the one that no key says anything of.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.redaction.cells import is_meta, is_number_word
from bot.redaction.checksums import is_card
from bot.redaction.fields import PASSWORD, in_words, named_by, topic_of
from bot.redaction.finding import Kind
from bot.redaction.kept import AMOUNT, LAST_FOUR, REFERENCE
from bot.redaction.names import names_in
from bot.redaction.objects import Node
from bot.redaction.stretches import LONG
from bot.redaction.talks import Pieces, Talk

_LONGEST_NAME: Final = 40
_LONGEST_QUESTION: Final = 160
_LEAST: Final = 3  # digits
_MOST: Final = 64
_MOST_WORDS: Final = 4
_VERBS: Final = re.compile(
    r"(?:(?:collect|ask|get|enter|give|capture|provide|read|verify|confirm|request|my|your|the)"
    r"(?:ed|ing|s)?[\W_]{1,2})*"
)
_TOKENS: Final = re.compile(r"[a-z\d]+")
_SPOKEN: Final = re.compile(r"[^\W_]+")
_EPOCH: Final = re.compile(r"1[5-9]\d{8}(?:\d{3}){0,3}")
_COUNTED: Final = re.compile(r"([a-z_ -]{0,16})\d{1,2}", re.IGNORECASE)
_PIECE: Final = re.compile(r"\d[\d ._/-]{1,23}")
_MOST_PIECES: Final = 5
_FIGURES: Final = re.compile(r"\d[\d .-]{0,30}")


def named_in(text: str, nodes: Sequence[Node]) -> Iterator[Talk]:
    """A name and what it names, for every object and pair that has both."""
    for node in nodes:
        items = node.items or ()
        if (whole := _counted_out(text, node)) is not None:
            yield whole
        yield from _in_siblings(text, items)
        yield from _card_over_members(text, items)
        if not 1 < len(items) <= _MOST or node.above is None:
            continue
        lists = [item for item in items if item.items is not None and _is_number(text, item)]
        values = [] if node.is_list else [item for item in items if _is_value(text, item)]
        if not lists and len(values) != 1:
            continue
        name = next((one for one in items if _is_name(text, one) or _asks(text, one)), None)
        if name is None:
            continue
        if lists:
            for item in lists:
                yield _talk(name, _pieces(item))
        elif name is not values[0] and _is_bare(text, name):
            yield _talk(name, [(values[0].start, values[0].end, "\n")])


def _in_siblings(text: str, items: Sequence[Node]) -> Iterator[Talk]:
    """`{"slot": {"name": "pin"}, "result": {"x": "4471"}}`: one object is a name, one a value."""
    if len(items) > _MOST:
        return
    for one, other in pairwise(items):
        names, values = one.items or (), other.items or ()
        if len(names) != 1 or not 1 <= len(values) <= _MOST_WORDS or one.is_list or other.is_list:
            continue
        fitting = [value for value in values if _is_value(text, value)]
        if len(fitting) == 1 and _is_name(text, names[0]) and _is_bare(text, names[0]):
            yield _talk(names[0], [(fitting[0].start, fitting[0].end, "\n")])


def _card_over_members(text: str, items: Sequence[Node]) -> Iterator[Talk]:
    """`{"bin": "400005", "mid": "665566", "last4": "5556"}`: figures that make one card."""
    run: list[Node] = []
    for item in items[:_MOST]:
        said = text[item.start : item.end] if item.items is None and item.is_quoted else ""
        if _PIECE.fullmatch(said) is None or _is_code(item):
            run = []
            continue
        run = [*run, item][-_MOST_PIECES:]
        digits = ["".join(filter(str.isdigit, text[one.start : one.end])) for one in run]
        for first in range(len(run) - 1):
            whole = "".join(digits[first:])
            if len(whole) > LONG and is_card(whole) and not _refer(run[first:]):
                yield Talk([(one.start, one.end, " ") for one in run[first:]])
                run = []
                break


def _is_code(item: Node) -> bool:
    """`"cvc": "276"` behind a card ends it, whatever the check digit says of both together."""
    topic = topic_of(item.key)
    return topic is not None and topic.kind is Kind.CODE


def _refer(run: Sequence[Node]) -> bool:
    """`"order": "40000566", "ticket": "55665556"`: numbers of their own."""
    topics = [topic_of(item.key) for item in run]
    return topics[-1] is not LAST_FOUR and any(one in (REFERENCE, AMOUNT) for one in topics)


def _counted_out(text: str, node: Node) -> Talk | None:
    """Digits under counted keys, below the key that names them all."""
    items = node.items or ()
    if node.is_list or not node.key or not 1 < len(items) <= _MOST:
        return None
    topic = topic_of(node.key)
    if topic is None or not topic.is_private or not _is_counted(items):
        return None
    said = [text[item.start : item.end] for item in items]
    at = text.rfind(node.key, 0, node.start)
    if at < 0 or not all(map(_is_part, said)) or sum(map(len, said)) < _LEAST:
        return None
    return Talk([(at, at + len(node.key), ": "), *_pieces(node)])


def _is_counted(items: Sequence[Node]) -> bool:
    """`d1`, `d2`, `d3`: keys that differ in their number alone."""
    counted = [_COUNTED.fullmatch(item.key) for item in items if item.items is None]
    stems = {match[1] for match in counted if match is not None}
    return len(stems) == 1 and len([one for one in counted if one]) == len(items)


def _talk(name: Node, pieces: Pieces) -> Talk:
    return Talk([(name.start, name.end, ": "), *pieces])


def _is_name(text: str, item: Node) -> bool:
    """Whether a value is the name of something private and nothing else."""
    if not item.is_quoted or item.end - item.start > _LONGEST_NAME:
        return False
    said = text[item.start : item.end].rstrip("?:. ")
    topic = named_by(said)
    if topic is None or not topic.is_private or topic is PASSWORD:
        return False
    return len(_TOKENS.findall(in_words(said))) <= _MOST_WORDS and not any(map(str.isdigit, said))


def _asks(text: str, item: Node) -> bool:
    """`Could you read me the code we sent?`."""
    said = text[item.start : min(item.end, item.start + _LONGEST_QUESTION + 1)]
    if not item.is_quoted or not said.endswith("?") or len(said) > _LONGEST_QUESTION:
        return False
    topic = topic_of(said)
    return topic is not None and topic.is_private and topic is not PASSWORD


def _is_bare(text: str, name: Node) -> bool:
    """`pin`, `collect_pin`, `Your PIN?`; no `lost card`."""
    plain = in_words(text[name.start : name.end])
    begin = match.end() if (match := _VERBS.match(plain)) else 0
    first = next(names_in(plain, begin, len(plain)), None)
    return plain.endswith("?") or (first is not None and first.start == begin)


def _is_number(text: str, item: Node) -> bool:
    """Figures or number words one by one or in groups, under a key that names nothing else."""
    parts = item.items or ()
    if not _says_nothing(item) or not 1 < len(parts) <= _MOST:
        return False
    said = [text[part.start : part.end] for part in parts]
    if not all(part.items is None and _is_part(one) for part, one in zip(parts, said, strict=True)):
        return False
    return sum(map(len, said)) >= _LEAST and (
        max(map(len, said)) == 1 or any(part.is_quoted for part in parts)
    )


def _is_part(said: str) -> bool:
    return said.isdigit() or (len(said) == 1 and said.isalnum()) or is_number_word(said.lower())


def _is_value(text: str, item: Node) -> bool:
    if item.items is not None or item.end - item.start > _LONGEST_QUESTION:
        return False
    said = text[item.start : item.end]
    if not _can_be_said(said, item):
        return False
    return not is_meta(item.key) and _says_nothing(item)


def _can_be_said(said: str, item: Node) -> bool:
    words = _SPOKEN.findall(said.lower())
    if item.is_quoted and len(words) >= _LEAST and all(map(_is_part, words)):
        return True
    is_number = len(said) >= _LEAST and _FIGURES.fullmatch(said) is not None
    return is_number and (item.is_quoted or _EPOCH.fullmatch(said) is None)


def _says_nothing(item: Node) -> bool:
    topic = topic_of(item.key)
    return topic is None or topic is PASSWORD


def _pieces(item: Node) -> Pieces:
    return [(part.start, part.end, " ") for part in item.items or ()]
