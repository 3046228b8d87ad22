"""Reading a text as a caller says it: groups of digits and letters, names, amounts, turns.

One pass over the tokens. A group is a number as spoken without a break; what stands between two
groups is only counted (words, turns), so that the judge can say how near a name is.
"""

import re
from typing import Final

from bot.redaction.claims import account_in, is_claimed, is_coded, is_joined
from bot.redaction.events import OTHER_MATTER, RECORD, Atom, Event
from bot.redaction.fields import PASSWORD, Heading
from bot.redaction.gaps import BROKEN, COMMA, TIGHT, TURN, sort_of
from bot.redaction.kept import NEUTRAL
from bot.redaction.marks import Mark, marks_in
from bot.redaction.names import Name
from bot.redaction.protected import Protected
from bot.redaction.reader import Reader
from bot.redaction.words import (
    ACK,
    COUNTED,
    ECHO,
    FILLER,
    FOREIGN,
    LETTER,
    LEXICON,
    MONEY,
    MONTH,
    ORDINAL,
    PLURAL,
    ROLE,
    SCALE,
    TEN,
    TIMES,
    UNIT,
    WEAK,
    Entry,
)

_JOINTS: Final = frozenset("-./_")
_PLAIN: Final = {word for word in LEXICON if len(word) > 1 or word == "o"} - {"one"}
_LONGEST_LETTERS: Final = 6  # `FRDTB` of a tax number, written in one
_TOKEN: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0d7f])+(?:'[a-z]+)?")
_FIGURES: Final = re.compile(r"[0-9a-z]+")
_ORDINAL_TOKEN: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_DATED: Final = re.compile(r"(?:\bof|st|nd|rd|th) $")
_PRONOUN_BEFORE: Final = re.compile(
    r"\b(?:new|old|another|other|this|that|which|wrong|right|same|every|any) $"
)
_THE_KIND_BEFORE: Final = re.compile(
    r"\b(?:the|my|our) (?!(?:numbers?|digits?|figures?|code|pin|cv[cv]|card|account|last|first) )"
    r"[a-z]{3,12} $"
)
_NEW_SENTENCE: Final = frozenset(("it", "it's", "that", "that's"))


def read(folded: str, lowered: str, begin: int, stop: int) -> list[Event]:
    """The groups and mentions of a stretch of a folded text, in order."""
    reader = Reader(folded, lowered, turn_at=begin, asked_at=begin)
    at = begin
    for start, end, mark in marks_in(folded, lowered, begin, stop):
        at = _read_words(reader, at, start)
        _read_gap(reader, lowered[at:start], start)
        _read_mark(reader, mark)
        at = end
    _read_words(reader, at, stop)
    reader.turn(stop)
    return reader.events


def _read_mark(reader: Reader, mark: Mark) -> None:
    if isinstance(mark, Heading):
        _read_heading(reader, mark)
    elif isinstance(mark, Name):
        reader.mention(mark)
    elif isinstance(mark, Atom):
        reader.add(mark)
    elif mark.sort == "amount":
        _read_amount(reader, mark)
    elif mark.sort == "mark" and "…" not in reader.folded[mark.start : mark.end]:
        reader.mention(Name(mark.start, mark.end, NEUTRAL))  # the name before it has its number
    elif mark.sort == "field":
        reader.turn(mark.end)
        reader.mention(OTHER_MATTER)
    elif mark.sort == "aside":
        reader.filler(mark.sort)
    elif mark.sort == "turn":
        reader.turn(mark.end)
    elif mark.sort == "loose" or is_claimed(reader, mark):
        _read_loose(reader, mark)
    else:
        reader.close()


def _read_amount(reader: Reader, mark: Protected) -> None:
    if (end := account_in(reader, mark)) is not None:
        reader.add(Atom(mark.start, end, reader.lowered[mark.start : end], "d"))
        reader.close()
    reader.mention(None)


def _read_heading(reader: Reader, mark: Heading) -> None:
    if mark.runs_on:
        return
    reader.turn(mark.end)
    if mark.topic is None or mark.topic is PASSWORD:
        reader.mention(OTHER_MATTER)
    else:
        reader.mention(Name(mark.start, mark.end, mark.topic))


def _read_loose(reader: Reader, mark: Protected) -> None:
    """`3715.82`: a code with an odd dot, or an amount; the judge knows."""
    if mark.sort in ("shaped", "slashed") and is_coded(reader, mark.start):
        _read_words(reader, mark.start, mark.end)  # `AAPFU-0939 F`
        return
    goes_on = reader.group is not None and _is_pause(reader.lowered[reader.group.end : mark.start])
    if not goes_on:
        reader.close()
    for match in _FIGURES.finditer(reader.lowered, mark.start, mark.end):
        shape = "d" if match[0].isdigit() else "l" if match[0].isalpha() else "m"
        reader.add(Atom(match.start(), match.end(), match[0].upper(), shape))
    if goes_on or reader.group is None or mark.sort == "short_date":
        return
    reader.group.loose = True
    reader.close()


def _is_pause(between: str) -> bool:
    return between != "" and between.strip(" ") in ("", "-")


def _read_gap(reader: Reader, gap: str, end: int) -> int:
    sort = sort_of(gap)
    if sort == TURN:
        reader.turn(end)
        if RECORD in gap:
            reader.mention(OTHER_MATTER)
    elif sort == BROKEN:
        reader.close()
    return sort


def _read_words(reader: Reader, start: int, end: int) -> int:
    """Read the tokens of a stretch; returns where the last one ended."""
    folded, lowered = reader.folded, reader.lowered
    look_up = LEXICON.get
    at = start
    for match in _TOKEN.finditer(lowered, start, end):
        begin, stop = match.span()
        gap = lowered[at:begin]
        sort = TIGHT if gap == " " else _read_gap(reader, gap, begin)
        said = match[0]
        entry = look_up(said)
        if entry is None and len(said) > 1 and said.isalpha():
            if len(said) > _LONGEST_LETTERS or not (
                folded[begin].isupper()
                or (lowered[stop : stop + 1] in _JOINTS and is_joined(reader, begin, stop))
                or (lowered[stop : stop + 2][1:].isdigit() and is_coded(reader, begin))
            ):
                reader.other()  # most words of a call are these
            else:
                _read_unknown(reader, said, begin, stop, sort == COMMA)
        elif entry is not None and entry.sort == ACK:
            reader.other()
        elif entry is not None and entry.sort == UNIT and said in _PLAIN:
            reader.word(entry, begin, stop, sort == COMMA)
        else:
            _read_token(reader, said, begin, stop, sort == COMMA)
        at = stop
    return at


def _read_token(reader: Reader, said: str, start: int, end: int, comma: bool) -> None:  # noqa: FBT001, PLR0912, C901 - one line per sort of said, the hot path
    if said.isdigit():
        if reader.quantity or (reader.date and len(said) not in (2, 4)):
            reader.close()
        reader.add(Atom(start, end, said, "d", comma))
        return
    entry = LEXICON.get(said)
    if len(said) == 1 and said != "o" and said.isalpha():
        _read_letter(reader, said, start, end, comma)
    elif entry is None:
        _read_unknown(reader, said, start, end, comma)
    elif said == "one" and reader.group is None and _is_pronoun(reader, start):
        reader.other()
    elif entry.sort in (UNIT, TEN, FOREIGN):
        reader.word(entry, start, end, comma)
    elif said == "no" and reader.group is None and reader.folded[start:end] == "NO":
        _read_unknown(reader, said, start, end, comma)  # Norway's IBAN
    elif entry.sort == FILLER:
        if comma and said in _NEW_SENTENCE and reader.lowered[start - 2 : start] == ". ":
            reader.close()
        reader.filler(said)
    elif entry.sort == TIMES:
        _read_times(reader, entry, start)
    elif entry.sort == LETTER:
        reader.spells()
        reader.add(Atom(start, end, entry.value, "l", comma))
    elif entry.sort == WEAK:
        _read_weak(reader, said, entry, Atom(start, end, entry.value, "l", comma))
    elif entry.sort == ECHO:
        reader.echo(Atom(start, end, entry.value, "e", comma))
    elif entry.sort == PLURAL:
        reader.plural(entry, end)
    elif entry.sort == MONEY:
        reader.money()
    elif entry.sort == SCALE:
        reader.scale(start, end, said)
    elif entry.sort == COUNTED:
        _read_counted(reader, said, start, end, comma)
    elif entry.sort == MONTH:
        _read_month(reader, said, start, end, comma)
    elif entry.sort == ORDINAL:
        reader.ordinal()
    elif entry.sort == ROLE:
        if reader.lowered[end : end + 2].lstrip('"').startswith((":", ">")):
            reader.turn(end)
        elif said == "from":
            reader.other()
        else:
            reader.counted(start)
    else:
        reader.other()


def _read_weak(reader: Reader, said: str, entry: Entry, atom: Atom) -> None:
    if said == "november" and _DATED.search(reader.lowered, max(0, atom.start - 6), atom.start):
        reader.month()
    elif said == "lima" and reader.is_spelling:
        reader.maybe(atom._replace(chars="L"))
    else:
        if not entry.value.isdigit():
            reader.spells()
        reader.maybe(atom._replace(shape="v" if entry.value.isdigit() else "l"))


def _read_month(reader: Reader, said: str, start: int, end: int, comma: bool) -> None:  # noqa: FBT001 - hot path
    group = reader.group
    if said == "november" and group is not None and any(a.shape == "l" for a in group.atoms):
        reader.add(Atom(start, end, "N", "l", comma))  # of the spelling alphabet
    else:
        reader.month()


def _read_counted(reader: Reader, said: str, start: int, end: int, comma: bool) -> None:  # noqa: FBT001 - hot path
    if reader.group is None and reader.folded[start:end] == "GB":
        _read_unknown(reader, said, start, end, comma)  # of an IBAN
    else:
        reader.counted(start)


def _is_pronoun(reader: Reader, start: int) -> bool:
    """`send a new one to ...`, `the company one, 40 00 ...`: no digit."""
    if _PRONOUN_BEFORE.search(reader.lowered, max(0, start - 10), start):
        return True
    is_said = reader.lowered[start + 3 : start + 4] in (",", ".", ":", ";")
    return is_said and bool(_THE_KIND_BEFORE.search(reader.lowered, max(0, start - 20), start))


def _read_times(reader: Reader, entry: Entry, start: int) -> None:
    reader.times = (start, int(entry.value))
    reader.tens_open = False


def _read_letter(reader: Reader, said: str, start: int, end: int, comma: bool) -> None:  # noqa: FBT001 - hot path
    is_capital = reader.folded[start].isupper()
    if said in "ye" and not is_capital and reader.tens_open:
        return  # treinta y cinco
    if said in "aiye" and (said == "i" or not is_capital):
        reader.maybe(Atom(start, end, said.upper(), "l", comma))
    else:
        reader.add(Atom(start, end, said.upper(), "l", comma))


def _read_unknown(reader: Reader, said: str, start: int, end: int, comma: bool) -> None:  # noqa: FBT001 - hot path
    if said.isalpha() or not said.isalnum():
        written = reader.folded[start:end]
        if (
            written.islower()
            and len(said) > 1
            and (is_joined(reader, start, end) or is_coded(reader, start))
        ):
            written = written.upper()
        if len(said) <= _LONGEST_LETTERS and written.isupper() and said.isascii():
            reader.maybe(Atom(start, end, written, "l", comma))
        else:
            reader.other()
    elif _ORDINAL_TOKEN.fullmatch(said):
        reader.other()
    else:
        reader.add(Atom(start, end, said.upper(), "m", comma))
