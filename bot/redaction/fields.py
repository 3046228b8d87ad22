"""JSON in a text: which name speaks for which value, wherever in the object the name stands.

{"field": "cardNumber", "old": null, "new": "4242..."}    one member names another
{"iban": {"raw": "DE89...", "valid": true}}               a key names what lies below it
{"latency": [12, 44, 31], "ts": 1723125500961}            figures of another matter
"""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.redaction.checksums import is_card
from bot.redaction.finding import Kind
from bot.redaction.names import Name, names_in
from bot.redaction.topics import Topic
from bot.redaction.words import COUNTED, LEXICON

PASSWORD: Final = Topic("password", Kind.PASSWORD, "")
"""What is read by its place alone; its names stand in `passwords.py`."""

_PASSWORD: Final = re.compile(
    r"(?<![a-z])(?:pass ?(?:words?|phrases?|wd)|pass|pwd|pw|secrets?|tokens?|api[ _-]?keys?"
    r"|(?:access|private|signing|live)[ _-]?keys?|credentials?)(?![a-z])"
)
_NAMES: Final = frozenset(
    (
        "name field key label title type slot question q prompt intent param parameter attribute"
        " attr property prop column col kind what category requested entity tag placeholder"
        " variable var description desc hint caption heading step ask asked expected expecting"
        " element item topic subject purpose collects state node stage screen menu"
    ).split()
)
"""Keys whose value says what another member of the same object holds; the last word counts."""

_VALUES: Final = frozenset(
    (
        "value val values new old raw input content contents answer a response text data digits"
        " number num entry entered typed given said heard spoken captured collected provided"
        " supplied reply result results body current previous prev before after original plain"
        " unmasked clean clear normalized normalised formatted parsed string str literal full part"
        " parts chunk chunks segment segments piece pieces group groups entities items list array"
        " utterance transcript message payload v keyed keys actual submitted received stored"
        " final initial from to half first second third middle last attributes"
        " properties details object record"
        " events presses keypresses tones dtmf key digit press tone char button"
    ).split()
)
"""Keys that only say that something is there."""

_TOKEN: Final = re.compile(
    r"(?P<open>[{\[])|[}\]]"
    r'|"(?P<key>[A-Za-z_$@][\w .$@-]{0,40})"\s{0,2}:\s{0,2}'
    r'(?:"(?P<value>[^"\n{}\[\]]{2,80})"|(?P<bare>null|true|false)\b)?'
)
_PRESSED: Final = re.compile(
    r'"(?P<one>\d)"|(?:"(?P<few>\d{2,4})"|(?P<bare>\d{1,2}))(?=\s{0,12},?\s{0,12}\})'
)
_LONGEST_HINT: Final = 40
_OPENED: Final = re.compile(r"\{\s{0,12}$")
_QUERY: Final = re.compile(r"[?&](?P<key>[A-Za-z][\w.-]{1,30})=(?=[\d%+A-Z])")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COUNTS: Final = re.compile(
    r"[a-z\d][_ -](?:ms|secs?|seconds|minutes|mins|hours|days|count|length|len|size|bytes)$"
)
"""`duration_sec`, `pin_length`: a quantity, whatever stands before it."""
_REPORTS: Final = re.compile(
    r"(?i)^(?!.*(?:\byour?\b|\?)).*\b(?:was|were|has|had|got|blocked|declined|lost|stolen|expired"
    r"|changed|failed|reset|refused|rejected|missing|updated)\b"
)
"""`PIN was blocked`: what happened, and nobody asks for it."""
_LAST_WORD: Final = re.compile(r"([a-z]+)[\W\d_]*$")
_NUMBERS: Final = re.compile(r"\[\s*(?P<all>-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?)+)\s*\]")
_FIGURES: Final = re.compile(r"\d+")
_QUOTED: Final = re.compile(r"\[\s*\"\d{1,6}\"(?:\s*,\s*\"\d{1,6}\")+,?\s*\]")


class Heading(NamedTuple):
    """A key and what is below it; without a topic, figures of another matter.

    One that `runs_on` is all that stands between two figures of the same number.
    """

    start: int
    end: int
    topic: Topic | None
    runs_on: bool = False


class _Press(NamedTuple):
    """A key and the figures behind it."""

    key: tuple[int, int]
    start: int
    end: int


@dataclass(slots=True)
class _Frame:
    """An object or a list: what the keys above it are about, and its own keys without a name.

    `pressed` are figures one by one: under any key, the number that is `read` there.
    """

    above: "_Frame | None"
    topic: Topic | None
    described: Topic | None = None
    keys: list[tuple[int, int]] = field(default_factory=list)
    pressed: list[_Press] = field(default_factory=list)
    hinted: Topic | None = None
    read: Topic | None = None

    @property
    def about(self) -> Topic | None:
        return self.described or self.topic


def in_words(key: str) -> str:
    """`cardNumber` as people say it."""
    return _CAMEL.sub(" ", key).lower()


def _names_in(key: str) -> list[Name]:
    plain = in_words(key)
    return [] if _COUNTS.search(plain) else list(names_in(plain, 0, len(plain)))


def topic_of(said: str) -> Topic | None:
    """What the last name in a key, or in the value of a describing key, is about."""
    if names := _names_in(said):
        return names[-1].topic
    plain = in_words(said)
    is_password = _PASSWORD.search(plain) is not None and _COUNTS.search(plain) is None
    return PASSWORD if is_password else None


def names_a_secret(key: str) -> bool:
    """Whether a JSON key announces a secret as its value."""
    return any(name.topic.is_private for name in _names_in(key))


def is_describing(key: str) -> bool:
    """Whether the value of a key says what another member of its object holds."""
    return _last_word(key) in _NAMES


def is_plain(key: str) -> bool:
    """Whether a key says nothing of what its value is."""
    return _last_word(key) in _VALUES


def counts_or_refers(key: str) -> bool:
    """Whether a key says that its figures are nothing private: `seats`, `invoice`."""
    topic = topic_of(key)
    entry = LEXICON.get(_last_word(key))
    is_counted = entry is not None and entry.sort == COUNTED
    return is_counted if topic is None else not topic.is_private


def _last_word(key: str) -> str:
    match = _LAST_WORD.search(in_words(key))
    return match[1] if match else ""


def headings_in(folded: str, start: int, end: int) -> list[Heading]:
    """The keys of a stretch that are named: by themselves, by others, by the keys above them."""
    found = [
        Heading(*match.span(), topic)
        for match in _QUERY.finditer(folded, start, end)
        if (topic := topic_of(match["key"])) and topic.is_private and topic is not PASSWORD
    ]
    frames: list[_Frame] = []
    frame: _Frame | None = None
    key_end, key_topic = -1, None
    for token in _TOKEN.finditer(folded, start, end):
        if token["open"]:
            above = frame.about if frame is not None else None
            frame = _Frame(frame, key_topic if key_end == token.start() else above)
            frames.append(frame)
        elif token["key"] is None:
            frame = frame.above if frame is not None else None
        else:
            key_end, key_topic = token.end(), _read_key(folded, token, frame, found)
    found += [Heading(*key, frame.about) for frame in frames if frame.about for key in frame.keys]
    found += _pressed(frames)
    return found


def _pressed(frames: list[_Frame]) -> Iterator[Heading]:
    """`"step": "ssn", "pressed": [{"d": "8"}, {"d": "1"}, ...]`: figures of the number named."""
    before: _Frame | None = None
    for frame in frames:  # outer ones first
        above = frame.above.read if frame.above is not None else None
        frame.read = frame.about or frame.hinted or above
        if frame.read is None or not frame.read.is_private or frame.read is PASSWORD:
            before = None
        elif frame.pressed:
            first, last = frame.pressed[0], before.pressed[-1] if before is not None else None
            if last is not None and before is not None and before.above is frame.above:
                yield Heading(last.end, first.start, frame.read, runs_on=True)
            elif frame.about is None or first.key not in frame.keys:
                yield Heading(*first.key, frame.read)
            before = frame


def _read_key(
    folded: str, token: re.Match[str], frame: _Frame | None, found: list[Heading]
) -> Topic | None:
    """Note a key in its frame; what lies below it is about the topic that is returned."""
    key = token["key"]
    span = (token.start(), token.end() if token["bare"] else token.end("key") + 1)
    own = topic_of(key) if token["value"] is None or in_words(key) not in _NAMES else None
    if own is not None:
        if own.is_private and own is not PASSWORD:
            found.append(Heading(*span, own))
        elif (numbers := _NUMBERS.match(folded, token.end())) is not None:
            found.append(Heading(token.start(), numbers.end(), None))
        return own
    if frame is not None and (pressed := _pressed_at(folded, token)) is not None:
        frame.pressed.append(_Press(span, *pressed))
    elif frame is not None and token["value"] is not None:
        frame.hinted = named_by(token["value"]) or frame.hinted
    if frame is not None and token["value"] is not None and is_describing(key):
        is_report = _REPORTS.search(token["value"]) is not None
        frame.described = (None if is_report else topic_of(token["value"])) or frame.described
    elif frame is not None and is_plain(key):
        frame.keys.append(span)
        return frame.about
    elif (end := _end_of_counts(folded, key, token.end())) is not None:
        found.append(Heading(token.start(), end, None))
    return None


def _end_of_counts(folded: str, key: str, start: int) -> int | None:
    """`[12, 44, 31]`, and `["4412", "4413"]` under `seats` or whatever else people count."""
    if (numbers := _NUMBERS.match(folded, start)) is not None:
        return numbers.end() if _are_counts(numbers["all"]) else None
    entry = LEXICON.get(_last_word(key))
    counted = _QUOTED.match(folded, start) if entry and entry.sort == COUNTED else None
    return counted.end() if counted is not None else None


def named_by(value: str) -> Topic | None:
    """`collect_ssn`: a value that is hardly more than a name, under a key we do not know."""
    names = _names_in(value) if len(value) <= _LONGEST_HINT else []
    return names[-1].topic if names and names[-1].end >= len(in_words(value).rstrip()) else None


def _pressed_at(folded: str, token: re.Match[str]) -> tuple[int, int] | None:
    """`{"d": "8", "t": 1.2}`, or a few figures that are all of an object."""
    pressed = _PRESSED.match(folded, token.end())
    if pressed is None:
        return None
    opened = _OPENED.search(folded, max(0, token.start() - 14), token.start())
    is_press = pressed["one"] is not None or opened is not None
    return pressed.span(pressed.lastgroup or 0) if is_press else None


def _are_counts(numbers: str) -> bool:
    """`12,44,31`: no digits of one number, and no card in groups."""
    figures = _FIGURES.findall(numbers)
    return max(map(len, figures)) > 1 and not is_card("".join(figures[:19]))
