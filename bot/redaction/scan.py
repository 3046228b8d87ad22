"""Finding secrets in one text: fold, look for places worth reading, read, judge."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Final

from bot.redaction.cells import Span
from bot.redaction.certain import certain_in
from bot.redaction.characters import fold, lower
from bot.redaction.finding import Finding, Kind
from bot.redaction.judge import judge
from bot.redaction.names import trie_pattern
from bot.redaction.reading import read
from bot.redaction.secrets import secrets_in
from bot.redaction.straight import straight
from bot.redaction.unnamed import UNNAMED
from bot.redaction.views import Told, View, told_by
from bot.redaction.words import FOREIGN, LEXICON, SURE_NUMBER_WORDS, TEN, TIMES, WEAK_NUMBER_WORDS

# Digits and sure number words; our own marks are passed over.
_SEED: Final = re.compile(
    r"····\w{1,4}|\d+|(?<![a-z])(?:" + trie_pattern(SURE_NUMBER_WORDS) + r")(?![a-z])"
    r"|(?<![a-z])(?:" + trie_pattern(WEAK_NUMBER_WORDS) + r")(?=,? (?:\d"
    r"|(?:" + trie_pattern(WEAK_NUMBER_WORDS + SURE_NUMBER_WORDS) + r")(?![a-z])))"
)
_LEAST_DIGITS: Final = 3
# Foreign ones weigh double: the word before them may be one of ours, too (`dos siete`).
_TWO_DIGITS: Final = frozenset(
    word
    for word in SURE_NUMBER_WORDS
    if LEXICON[word].sort in (TEN, TIMES, FOREIGN) or len(LEXICON[word].value) > 1
) | frozenset(WEAK_NUMBER_WORDS).difference(("do", "once", "due", "tree", "zip", "nil", "ought"))
_APART: Final = 80
_SPOKEN: Final = re.compile(r"[^\W_]+")
_BEFORE: Final = 600
_BEHIND: Final = 120


def find(text: str) -> list[Finding]:
    """Every secret in `text`, in its own offsets."""
    folded = fold(text)
    plain = folded.text
    sure = list(certain_in(plain))
    found = [one for one in sure if _is_small(plain, one)]  # of which names only see a part
    told = told_by(plain)
    found += [one for view in told.views for one in _told(view)]
    found += _beside(plain, told)
    found += sure
    found = _distinct(found)
    if folded.offsets is None:
        return found
    return [
        Finding(
            one.kind, one.label, tuple(folded.original(*piece) for piece in one.pieces), one.tail
        )
        for one in found
    ]


def _read(plain: str) -> list[Finding]:
    lowered = lower(plain)
    found = secrets_in(plain, lowered)
    windows = list(_windows(lowered))
    figures = straight(plain, windows)
    if figures is not plain:
        plain, lowered = figures, lower(figures)
    for start, end in windows:
        found += judge(lowered, read(plain, lowered, start, end))
    return found


def _told(view: View) -> Iterator[Finding]:
    """What only shows when the values of objects are read as the talk they tell."""
    for found in _read(view.text):
        one = view.original(found)
        if one is not None and not (view.partial and one.label == UNNAMED.label):
            yield one


def _beside(plain: str, told: Told) -> Iterator[Finding]:
    """What the text itself shows beside its talks: they know best what is a number in them."""
    for found in _read(_without_talk(plain, told.views)):
        pieces = tuple(left for piece in found.pieces for left in _cut(plain, told.keys, piece))
        if pieces:
            yield replace(found, pieces=pieces)


def _without_talk(plain: str, views: Sequence[View]) -> str:
    """The text without the words and figures that were said in a talk, or measured beside it."""
    known = {span for view in views if not view.partial for span in view.said}
    parts: list[str] = []
    at = 0
    for start, end in sorted(known.union(*(view.measures for view in views))):
        if start >= at:
            parts += (plain[at:start], _SPOKEN.sub(_mumbled, plain[start:end]))
            at = end
    parts.append(plain[at:])
    return "".join(parts)


def _mumbled(word: re.Match[str]) -> str:
    return "z" * len(word[0]) if word[0].isalpha() and len(word[0]) > 1 else " " * len(word[0])


def _is_small(plain: str, found: Finding) -> bool:
    start, end = found.pieces[0]
    return found.kind is Kind.BANK and any(map(str.islower, plain[start:end]))


def _distinct(found: list[Finding]) -> list[Finding]:
    """Of two that claim the same characters the first stands, so that each secret counts once."""
    taken: list[tuple[int, int]] = []
    kept: list[Finding] = []
    for one in found:
        if not any(_overlaps(taken, piece) for piece in one.pieces):
            kept.append(one)
            for piece in one.pieces:
                insort(taken, piece)
    return kept


def _overlaps(taken: list[tuple[int, int]], piece: tuple[int, int]) -> bool:
    place = bisect_left(taken, piece)
    after = place < len(taken) and taken[place][0] < piece[1]
    return after or (place > 0 and taken[place - 1][1] > piece[0])


def _cut(plain: str, spans: Sequence[Span], piece: Span) -> Iterator[Span]:
    """What is left of a piece outside the spans, where that can be a number."""
    start, end = piece
    place = max(bisect_right(spans, start, key=itemgetter(0)) - 1, 0)
    while place < len(spans) and spans[place][0] < end:
        if spans[place][1] > start:
            if _SEED.search(plain, start, spans[place][0]) is not None:
                yield start, spans[place][0]
            start = spans[place][1]
        place += 1
    if start == piece[0] or _SEED.search(plain, start, end) is not None:
        yield start, end


def _windows(lowered: str) -> Iterator[tuple[int, int]]:
    """Stretches with enough digits near each other, with room for their names; disjoint."""
    held: tuple[int, int] | None = None
    for start, end in _clusters(lowered):
        window = (max(0, start - _BEFORE), min(len(lowered), end + _BEHIND))
        if held is not None and window[0] <= held[1]:
            held = (held[0], window[1])
            continue
        if held is not None:
            yield _whole_words(lowered, *held)
        held = window
    if held is not None:
        yield _whole_words(lowered, *held)


def _clusters(lowered: str) -> Iterator[tuple[int, int]]:
    start = end = digits = 0
    for match in _SEED.finditer(lowered):
        begin, stop = match.span()
        first = lowered[begin]
        if first == "·":
            continue
        if begin - end > _APART:
            if digits >= _LEAST_DIGITS:
                yield start, end
            start = begin
            digits = 0
        end = stop
        digits += stop - begin if first.isdigit() else 1 + (match[0] in _TWO_DIGITS)
    if digits >= _LEAST_DIGITS:
        yield start, end


def _whole_words(lowered: str, start: int, end: int) -> tuple[int, int]:
    """Widen to the next blank, within reason."""
    before = lowered.rfind(" ", max(0, start - 80), start)
    behind = lowered.find(" ", end, end + 80)
    return (before + 1 if before >= 0 else start), (behind if behind >= 0 else end)
