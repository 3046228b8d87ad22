"""What in a text is not read word by word: names, keys of JSON, protected stretches, speakers."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import Final, TypeAlias

from bot.redaction.asides import asides_in
from bot.redaction.bank_kinds import IFSC
from bot.redaction.events import Atom
from bot.redaction.fields import Heading, headings_in
from bot.redaction.labels import labels_in
from bot.redaction.names import CAPITALS_ONLY, Name, names_in
from bot.redaction.protected import Protected, protected_in
from bot.redaction.spread import spread_in
from bot.redaction.stretches import LEAST
from bot.redaction.topics import Topic
from bot.redaction.words import FOREIGN, LEXICON, TEN, TIMES, UNIT, WEAK

_SHORT_NAME: Final = 3
_NAME_BEHIND: Final = 30
_NEAR: Final = 12
_BANK_LETTERS: Final = 4
_BRANCH: Final = re.compile(r"[ ,.-]{1,3}(?:\d|(?:zero|oh?|nought|double|triple)\b)")
_CODE: Final = re.compile(
    r"(?:[a-z]{1,5}|\d[a-z\d]*)(?:[ .-]{1,3}(?:[a-z](?![a-z])|\d[a-z\d]*)){1,16}"
)
_NOT_CODE: Final = re.compile(r"[^a-z\d]+")
Mark: TypeAlias = Protected | Name | Atom | Heading

_NORWAY: Final = re.compile(r"(?:IBAN|iban|Iban) NO[ -]{1,2}(?=\d)")
_COUNTED: Final = re.compile(r"[ _-]?\d{1,2}(?=\s?[:=])(?!:\d)")
_TOKEN: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0d7f])+(?:'[a-z]+)?")
_SPELLED: Final = re.compile(
    r"(?<!')\b([a-z]),? (?:for|as in|like|as) (?:in )?(\1[a-z]+(?:-ray)?)\b"
)
_SPELLED_AS: Final = re.compile(r" (?:for|as in|like|as) (?:in )?([a-z])")
_WORD_BEFORE: Final = re.compile(r"(?:([a-z]+)[ ,-]{1,2}|(?:^|[\n\":>.?!] ?))$")
_CLOCK: Final = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?: (?:oh |o )?[a-z]{3,9}(?:[- ][a-z]{3,5})?)?"
    r" (?:in the (?:morning|afternoon|evening)|at night|o'clock|[ap]\.m)\b"
)


def _is_label(folded: str, name: Name) -> bool:
    """Written large, or as a label, or as a whole key or value of JSON."""
    before, behind = folded[max(0, name.start - 1) : name.start], folded[name.end : name.end + 1]
    is_quoted = before == behind == '"'
    said = re.sub("['\u2019]s$", "", folded[name.start : name.end])
    if said.isupper() or behind in (":", "#", "=") or is_quoted:
        return True
    return _is_number_next(folded, name.end)


def _is_number_next(folded: str, end: int) -> bool:
    """`sort 40-64-25`, `sort oh nine, oh one ...`: two figures or number words, or a long one."""
    said = [match[0].lower() for match in _TOKEN.finditer(folded, end, end + 30)][:2]
    if folded[end : end + 1] not in (" ", ".", ",") or not said or not _is_number(said[0]):
        return False
    return len(said[0]) >= LEAST or (len(said) > 1 and _is_number(said[1]))


def _is_number(said: str) -> bool:
    entry = LEXICON.get(said)
    return said.isdigit() or (entry is not None and entry.sort in (UNIT, TEN, FOREIGN, TIMES))


def _is_amid_words(folded: str, name: Name) -> bool:
    """`saat tin ek`: a number word among others, which is some name as well."""
    if not folded[name.start : name.end].islower():
        return False
    before = _WORD_BEFORE.search(folded, max(0, name.start - _NEAR), name.start)
    if before is not None and before[1]:
        return _is_number(before[1]) or _is_weak_number(before[1])
    behind = _TOKEN.match(folded, name.end + 1)
    return behind is not None and not behind[0].isdigit() and _is_weak_number(behind[0])


def _is_weak_number(said: str) -> bool:
    entry = LEXICON.get(said)
    return entry is not None and entry.sort in (FOREIGN, WEAK, TIMES) and entry.value.isdigit()


def _headings(folded: str, start: int, end: int) -> Iterator[Heading]:
    """Those of JSON; a key that is a number ends what runs on over it."""
    keys = sorted(spread_in(folded, start, end), key=itemgetter(0))
    yield from keys
    places = [key.start for key in keys]
    for head in headings_in(folded, start, end):
        is_over = bisect_right(places, head.start) < bisect_right(places, head.end - 1)
        if not (head.runs_on and is_over):
            yield head


def _spellings(lowered: str, start: int, end: int) -> Iterator[tuple[int, int, Atom]]:
    said = _SPELLED_AS.finditer(lowered, start, end)
    if all(lowered[match.start() - 1 : match.start()] not in (match[1], ",") for match in said):
        return
    for match in _SPELLED.finditer(lowered, start, end):
        atom = Atom(match.start(), match.end(), match[1].upper(), "l")
        yield match.start(), match.end(), atom


def marks_in(folded: str, lowered: str, start: int, end: int) -> list[tuple[int, int, Mark]]:
    """What is not read word by word, left to right and disjoint; protection goes first."""
    found: list[tuple[int, int, Mark]] = [
        (mark.start, mark.end, mark) for mark in protected_in(folded, lowered, start, end)
    ]
    found += [
        (name.start, _end_of(folded, name), name)
        for name in _names(lowered, start, end)
        if (said := lowered[name.start : name.end]) not in CAPITALS_ONLY or _is_label(folded, name)
        if said not in LEXICON or not _is_amid_words(folded, name)
    ]
    if '":' in lowered or '" :' in lowered or "=" in lowered:
        found += [(head.start, head.end, head) for head in _headings(folded, start, end)]
    found += _spellings(lowered, start, end)
    found += [(*span, Protected(*span, "aside")) for span in asides_in(lowered, start, end)]
    if " in the " in lowered or " at night" in lowered or "o'clock" in lowered or ".m." in lowered:
        found += [
            (*match.span(), Protected(*match.span(), "other"))
            for match in _CLOCK.finditer(lowered, start, end)
        ]
    for a, b in labels_in(folded, lowered, start, end):
        found.append((a, b, Protected(a, b, "turn")))
        if lowered[b - 1] == " " and lowered[b - 2].isalpha():  # `CUSTOMER account number is`
            first = next(names_in(lowered, b, b + _NAME_BEHIND), None)
            if first is not None and first.start == b and first.end < b + _NAME_BEHIND:
                found.append((first.start, first.end, first))
    found.sort(key=_rank)
    kept = []
    at = start
    for mark in found:
        if mark[0] >= at:
            kept.append(mark)
            at = mark[1]
    return kept


def begins_code(lowered: str, start: int, topic: Topic) -> bool:
    """Whether what stands here has the shape of what the name before it announces."""
    said = _CODE.match(lowered, start)
    if topic.shape is None or said is None:
        return False
    return topic.shape.match(_NOT_CODE.sub("", said[0]).upper()) is not None


def _names(lowered: str, start: int, end: int) -> Iterator[Name]:
    """Names, but not the letters a number begins with: `NINO - SR 12 34 56 A`."""
    before: Name | None = None
    for name in names_in(lowered, start, end):
        is_short = name.end - name.start <= _SHORT_NAME
        is_next = before is not None and is_short and name.start - before.end <= _NEAR
        if is_next and before and begins_code(lowered, name.start, before.topic):
            continue
        if before is not None and before.topic is IFSC and _is_bank(lowered, before, name):
            continue
        before = name
        yield name


def _is_bank(lowered: str, ifsc: Name, name: Name) -> bool:
    """`the IFSC code is HDFC, 30, no, 00 ...`: the letters it begins with."""
    is_four = name.end - name.start == _BANK_LETTERS and name.start - ifsc.end <= _NEAR
    return is_four and _BRANCH.match(lowered, name.end) is not None


def _end_of(folded: str, name: Name) -> int:
    """Behind the place of a piece in its number: `card_2: 0566`; before Norway's letters."""
    if _NORWAY.match(folded, name.start) is not None:
        return name.end - 3
    counted = _COUNTED.match(folded, name.end) if name.topic.is_private else None
    return counted.end() if counted is not None else name.end


def _rank(mark: tuple[int, int, Mark]) -> tuple[int, int]:
    what = mark[2]
    if isinstance(what, Heading):
        return mark[0], 0
    if not isinstance(what, Protected):
        return mark[0], 3
    return mark[0], 2 - (what.sort in ("turn", "slashed"))
