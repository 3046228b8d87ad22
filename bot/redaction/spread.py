"""Objects of JSON that hold a number by their keys: each key a number, or each the next piece.

{"by_account_number": {"44718820": "done"}}          the key is the number
{"otp": {"a": "4", "b": "1", "c": "9", "d": "0"}}    the members are its figures, in order
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final

from bot.redaction.fields import PASSWORD, Heading, topic_of
from bot.redaction.topics import Topic

_OBJECT: Final = re.compile(
    r'"(?P<name>[A-Za-z][\w .-]{1,40})"\s{0,2}:\s{0,2}\{(?=[\s\x1e]{0,12}"[^"\n]{1,40}"\s{0,2}:)'
)
_STRUCTURE: Final = re.compile(
    r'(?P<sign>[{}\[\]])|"(?P<said>[A-Z\d][A-Z\d /.-]{1,40}[A-Z\d])"\s{0,2}:\s{0,2}"?'
    r'|"[^"\n]{0,200}"'
)
_MOST_TOKENS: Final = 96
_DATE: Final = re.compile(r"(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?$")
_MEMBER: Final = re.compile(
    r'[\s\x1e]{0,12}(?P<key>"(?P<name>[A-Za-z]{1,8})[_ -]?\d{0,2}")\s{0,2}:\s{0,2}"?'
    r'(?P<piece>\d{1,6})"?\s{0,2}(?:,|(?=\}))'
)
_CLOSED: Final = re.compile(r"[\s\x1e]{0,12}\}")
_ORDERS: Final = (
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"],
    ["ek", "do", "teen", "char", "paanch", "chhe", "saat", "aath", "nau", "das"],
)
_LEAST: Final = 3
_MOST: Final = 24
_JOINTS: Final = str.maketrans("", "", " /.-")


def spread_in(folded: str, start: int, end: int) -> Iterator[Heading]:
    """Headings that make such keys and members be read under the name of their object."""
    for match in _OBJECT.finditer(folded, start, end):
        topic = topic_of(match["name"])
        if topic is not None and topic.is_private and topic is not PASSWORD:
            yield from _keys(folded, match.end(), topic)
            yield from _members(folded, match.end(), topic)


def _keys(folded: str, at: int, topic: Topic) -> Iterator[Heading]:
    """The keys right below, as far as they have the form of what is named."""
    depth = 0
    for token in islice(_STRUCTURE.finditer(folded, at), _MOST_TOKENS):
        if token["sign"]:
            depth += 1 if token["sign"] in "{[" else -1
            if depth < 0:
                return
        elif token["said"] and not depth and _is_one(token["said"], topic):
            yield Heading(token.start(), token.start() + 1, topic)
            yield Heading(token.end("said"), token.end(), None)


def _is_one(said: str, topic: Topic) -> bool:
    compact = said.translate(_JOINTS)
    if topic.shape is not None:
        return topic.shape.match(compact) is not None
    if not compact.isdigit() or _DATE.match(said):
        return False
    return topic.shortest <= len(compact) <= topic.longest


def _members(folded: str, at: int, topic: Topic) -> Iterator[Heading]:
    """The figures under `a`, `b`, `c` or `first`, `second`, `third`, when they are all there is."""
    members: list[re.Match[str]] = []
    while len(members) <= _MOST and (member := _MEMBER.match(folded, at)) is not None:
        members.append(member)
        at = member.end()
    if _CLOSED.match(folded, at) is None:
        return
    size = sum(len(member["piece"]) for member in members)
    names = [member["name"].lower() for member in members]
    if len(members) < _LEAST or not topic.shortest <= size <= topic.longest or not _go_on(names):
        return
    yield Heading(*members[0].span("key"), topic)
    for before, member in pairwise(members):
        yield Heading(before.end("piece"), member.start("piece"), topic, runs_on=True)


def _go_on(names: list[str]) -> bool:
    """Whether each is the next after the one before: letters, ordinals, or one word counted."""
    if len(set(names)) == 1:
        return True
    letters = [ord(name) for name in names if len(name) == 1]
    if letters == list(range(letters[0], letters[0] + len(names))) if letters else False:
        return True
    return any(names == order[: len(names)] for order in _ORDERS)
