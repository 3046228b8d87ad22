"""Reading a text as a caller says it: groups of digits and letters, names, amounts, turns.

One pass over the tokens. A group is a number as spoken without a break; what stands between two
groups is only counted (words, turns), so that the judge can say how near a name is.
"""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.redaction.kinds import NEUTRAL
from bot.redaction.names import CAPITALS_ONLY, Name, names_in
from bot.redaction.protected import Protected, protected_in
from bot.redaction.words import (
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

LONGEST_GROUP: Final = 64
_MOST_FILLERS: Final = 6
_LONGEST_LETTERS: Final = 6  # `FRDTB` of a tax number, written in one
_AFTER_PRONOUN: Final = frozenset(
    (
        "is was the it it's its that's thats please sir i you see thing like make right again and"
    ).split()
)
_ZEROS: Final = {"hundred": "00", "thousand": "000"}

_TOKEN: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0d7f])+(?:'[a-z]+)?")
_SPELLED: Final = re.compile(r"\b([a-z]),? (?:for|as in|like|as) (?:in )?(\1[a-z]+)\b")
_TIGHT_GAP: Final = re.compile(r"""[ \-.,/_:'"\[\]+~…\u2013\\]*""")
_FIGURES: Final = re.compile(r"[0-9a-z]+")
_ORDINAL_TOKEN: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)")

RECORD: Final = "\x1e"
"""Our own mark between fields of different matters."""

_TIGHT, _COMMA, _BROKEN, _TURN = range(4)
_PAUSES: Final = (",", ". ", "..", " - ", "… ", " / ", "//", " |")


class Atom(NamedTuple):
    """Characters that one word or figure stands for.

    `shape`: d figures, w number words, f foreign ones, l letters, m letters and figures in one,
    x and e words that are numbers only in company. `after_comma` tells a pause before it.
    """

    start: int
    end: int
    chars: str
    shape: str
    after_comma: bool = False


@dataclass(slots=True)
class Group:
    """A number as spoken in one go; `opens` its turn with it, or is all of it: `alone`."""

    atoms: list[Atom]
    word: int
    turn: int
    opens: bool = False
    alone: bool = False
    size: int = 0
    loose: bool = False

    @property
    def start(self) -> int:
        return self.atoms[0].start

    @property
    def end(self) -> int:
        return self.atoms[-1].end


@dataclass(frozen=True, slots=True)
class Mention:
    """A naming phrase, or (name None) an amount, at its place in the flow of words and turns."""

    name: Name | None
    word: int
    turn: int


OTHER_MATTER: Final = Name(0, 0, NEUTRAL)
"""What a field of another name means: whatever was being read out is over."""

Event = Group | Mention


def _gap_sort(gap: str) -> int:
    if "\n" in gap or "{" in gap or RECORD in gap:
        return _TURN
    if _TIGHT_GAP.fullmatch(gap) is None:
        return _BROKEN
    return _COMMA if any(pause in gap for pause in _PAUSES) else _TIGHT


_GAPS: Final = {gap: _gap_sort(gap) for gap in ("", " ", "-", ", ", ". ", "\n", '", "', ",", " - ")}


@dataclass(slots=True)
class _Reader:
    """The state of one pass. Methods are named after what the next said is."""

    folded: str
    lowered: str
    events: list[Event] = field(default_factory=list)
    group: Group | None = None
    pending: list[Atom] = field(default_factory=list)
    words: int = 0
    turns: int = 0
    turn_start: int = 0
    fillers: int = 0
    times: tuple[int, int] | None = None
    tens_open: bool = False
    quantity: int = 0
    date: int = 0

    # -- breaks ---------------------------------------------------------------------------

    def close(self, *, at_turn: bool = False) -> None:
        """End the group, if one is open."""
        group = self.group
        if group is not None:
            if self.pending and (group.atoms[-1].shape in "lxf" or len(self.pending) > 1):
                self._take_pending()
            group.alone = at_turn and group.word == self.turn_start
            self.events.append(group)
            self.group = None
        if self.pending:
            self.words += sum(atom.shape != "e" for atom in self.pending)
            self.pending.clear()
        self.fillers = 0
        self.times = None
        self.tens_open = False
        self.quantity = 0
        self.date = 0

    def turn(self) -> None:
        self.close(at_turn=True)
        self.turns += 1
        self.turn_start = self.words

    def mention(self, name: Name | None) -> None:
        self.close()
        self.events.append(Mention(name, self.words, self.turns))

    # -- parts of numbers -----------------------------------------------------------------

    def add(self, atom: Atom) -> None:
        """Put an atom behind what is open; it is certain, so what was pending before it is too."""
        if self.pending and atom.shape not in "wf" and any(p.shape == "e" for p in self.pending):
            self.close()
        if self.fillers:
            atom = atom._replace(after_comma=True)
        group = self.group
        if group is None:
            group = self.group = Group(
                [], self.words, self.turns, opens=self.words == self.turn_start
            )
        if self.pending:
            alone = len(self.pending) == 1 and atom.shape != "f"
            self._take_pending(lead=not group.atoms and alone)
        if self.times is not None and len(atom.chars) == 1:
            start, times = self.times
            atom = atom._replace(start=start, chars=atom.chars * times)
        self.times = None
        group.atoms.append(atom)
        group.size += len(atom.chars)
        self.fillers = 0
        self.tens_open = False
        if group.size > LONGEST_GROUP:
            self.close()

    def _take_pending(self, *, lead: bool = False) -> None:
        group = self.group
        if group is None:
            return
        for atom in self.pending:
            if not group.atoms and (atom.shape == "e" or (lead and atom.shape == "v")):
                self.words += 1  # `once four` is a word and a digit
                continue
            group.atoms.append(atom._replace(shape="x" if atom.shape == "v" else atom.shape[0]))
            group.size += len(atom.chars)
        self.pending.clear()

    def word(self, entry: Entry, start: int, end: int, comma: bool) -> None:  # noqa: FBT001 - hot path
        """A number word."""
        if self.quantity == 1 or self.date:
            self._absorb()
            return
        if self.quantity == 2:  # noqa: PLR2004 - one cardinal was absorbed already
            if not (self.tens_open and len(entry.value) == 1):
                self.close()
            else:
                self.tens_open = False
                return
        if entry.sort == TEN:
            self.add(Atom(start, end, entry.value + "0", "w", comma))
            self.tens_open = True
            return
        if self.tens_open and not comma and entry.value in "123456789" and self.group is not None:
            last = self.group.atoms[-1]
            self.group.atoms[-1] = last._replace(end=end, chars=last.chars[0] + entry.value)
            self.tens_open = False
            return
        self.add(Atom(start, end, entry.value, "f" if entry.sort == FOREIGN else "w", comma))

    def _absorb(self) -> None:
        if self.quantity:
            self.quantity = 2
            self.tens_open = True
        else:
            self.date -= 1

    def maybe(self, atom: Atom) -> None:
        """A word that is a number only in company."""
        if atom.shape == "e" and (self.group is None or self.group.atoms[-1].shape not in "wf"):
            self.other()
            return
        if self.times is not None and atom.shape in "vl":
            start, times = self.times
            atom = atom._replace(start=start, chars=atom.chars * times)
            self.times = None
        self.pending.append(atom)
        if len(self.pending) > _MOST_FILLERS and self.group is None:
            self.pending.pop(0)
            self.words += 1

    def plural(self, entry: Entry, end: int) -> None:
        """`three zeros`: the number before says how many."""
        group = self.group
        if group is None or group.atoms[-1].chars not in ("2", "3", "4"):
            self.other()
            return
        last = group.atoms[-1]
        group.atoms[-1] = last._replace(end=end, chars=entry.value * int(last.chars))
        group.size += int(last.chars) - 1

    # -- words around numbers -------------------------------------------------------------

    def other(self) -> None:
        if self.group is not None or self.pending or self.times or self.quantity or self.date:
            self.close()
        self.words += 1

    def filler(self, said: str) -> None:
        if self.group is None and not self.pending:
            return
        if self.group is not None and self.group.size == 1 and said in _AFTER_PRONOUN:
            self.other()  # `the old one was`
            return
        self.fillers += 1
        self.tens_open = False
        if self.fillers > _MOST_FILLERS:
            self.close()

    def _drop_last(self, most: int) -> None:
        group = self.group
        if group is not None:
            dropped = group.atoms.pop()
            group.size -= len(dropped.chars)
            in_one_go = not dropped.after_comma
            while group.atoms and group.atoms[-1].shape == "e":
                group.size -= len(group.atoms.pop().chars)
                in_one_go = False
            short = len(group.atoms) < most and group.size <= 5  # noqa: PLR2004 - $42.50, said as four two fifty
            if not group.atoms or (short and in_one_go):
                self.group = None

    def money(self) -> None:
        """`forty-two pounds`: the number before was an amount."""
        had = self.group is not None or self.quantity
        if not self.fillers and not self.pending:
            self._drop_last(most=3)
        if had:
            self.mention(None)
        self.words += 1

    def scale(self, start: int, end: int, value: str) -> None:
        """`hundred`, `thousand`: a quantity, unless it stands amid digits."""
        group = self.group
        if group is None and not self.quantity:
            self.other()
            return
        amid = group is not None and len(group.atoms) > 1 and not group.atoms[-1].after_comma
        if amid and value in _ZEROS and group is not None and group.atoms[-2].shape != "e":
            self.add(Atom(start, end, _ZEROS[value], "w"))
            return
        if group is not None:
            self._drop_last(most=0)
            self.close()
        self.quantity = 1

    def counted(self, start: int) -> None:
        """`three invoices`: a count, when the number stands by itself."""
        group = self.group
        alone = group is not None and len(group.atoms) == 1 and len(group.atoms[0].chars) < 4  # noqa: PLR2004 - four digits are a code
        if group is not None and self.lowered[group.end : start] in (" ", "-"):
            last = group.atoms[-1]
            if alone:
                self.group = None
            elif self._is_count(group, last):
                group.size -= len(group.atoms.pop().chars)
        self.other()

    def _is_count(self, group: Group, last: Atom) -> bool:
        """`Growth 250, 14 seats`: behind a pause and of another length than what was before."""
        return (
            last.after_comma
            and last.shape == "d"
            and 1 < len(last.chars) < 4  # noqa: PLR2004 - as far as people count
            and len(group.atoms[-2].chars) != len(last.chars)
        )

    def month(self) -> None:
        """A date: the day before, the day and the year behind."""
        group = self.group
        if group is not None and group.atoms[-1].chars <= "31" and not self.fillers:
            self._drop_last(most=0)
        self.other()
        self.date = 3


def lower(text: str) -> str:
    """Lower case, character by character, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _is_label(folded: str, name: Name) -> bool:
    return folded[name.start : name.end].isupper() or folded[name.end : name.end + 1] in (":", "#")


def _spellings(lowered: str, start: int, end: int) -> Iterator[tuple[int, int, Atom]]:
    for match in _SPELLED.finditer(lowered, start, end):
        atom = Atom(match.start(), match.end(), match[1].upper(), "l")
        yield match.start(), match.end(), atom


def _marks(
    folded: str, lowered: str, start: int, end: int
) -> list[tuple[int, int, Protected | Name | Atom]]:
    """What is not read word by word, left to right and disjoint; protection goes first."""
    found: list[tuple[int, int, Protected | Name | Atom]] = [
        (mark.start, mark.end, mark) for mark in protected_in(folded, lowered, start, end)
    ]
    found += [
        (name.start, name.end, name)
        for name in names_in(lowered, start, end)
        if lowered[name.start : name.end] not in CAPITALS_ONLY or _is_label(folded, name)
    ]
    found += _spellings(lowered, start, end)
    found.sort(key=lambda mark: (mark[0], not isinstance(mark[2], Protected)))
    kept = []
    at = start
    for mark in found:
        if mark[0] >= at:
            kept.append(mark)
            at = mark[1]
    return kept


def read(folded: str, lowered: str, begin: int, stop: int) -> list[Event]:
    """The groups and mentions of a stretch of a folded text, in order."""
    reader = _Reader(folded, lowered)
    at = begin
    for start, end, mark in _marks(folded, lowered, begin, stop):
        at = _read_words(reader, at, start)
        _read_gap(reader, lowered[at:start])
        _read_mark(reader, mark)
        at = end
    _read_words(reader, at, stop)
    reader.turn()
    return reader.events


def _read_mark(reader: _Reader, mark: Protected | Name | Atom) -> None:
    if isinstance(mark, Name):
        reader.mention(mark)
    elif isinstance(mark, Atom):
        reader.add(mark)
    elif mark.sort == "amount":
        reader.mention(None)
    elif mark.sort == "mark" and "…" not in reader.folded[mark.start : mark.end]:
        reader.mention(OTHER_MATTER)  # the name before it has had its number
    elif mark.sort == "field":
        reader.turn()
        reader.mention(OTHER_MATTER)
    elif mark.sort == "loose":
        _read_loose(reader, mark)
    else:
        reader.close()


def _read_loose(reader: _Reader, mark: Protected) -> None:
    """`3715.82`: a code with an odd dot, or an amount; the judge knows."""
    reader.close()
    for match in _FIGURES.finditer(reader.lowered, mark.start, mark.end):
        shape = "d" if match[0].isdigit() else "m"
        reader.add(Atom(match.start(), match.end(), match[0].upper(), shape))
    if reader.group is not None:
        reader.group.loose = True
    reader.close()


def _read_gap(reader: _Reader, gap: str) -> int:
    sort = _GAPS.get(gap)
    if sort is None:
        sort = _gap_sort(gap)
        if len(gap) <= 3:  # noqa: PLR2004 - the short ones repeat
            _GAPS[gap] = sort
    if sort == _TURN:
        reader.turn()
        if RECORD in gap:
            reader.mention(OTHER_MATTER)
    elif sort == _BROKEN:
        reader.close()
    return sort


def _read_words(reader: _Reader, start: int, end: int) -> int:
    """Read the tokens of a stretch; returns where the last one ended."""
    lowered = reader.lowered
    at = start
    for match in _TOKEN.finditer(lowered, start, end):
        begin, stop = match.span()
        gap = lowered[at:begin]
        sort = _TIGHT if gap == " " else _read_gap(reader, gap)
        said = match[0]
        if said not in LEXICON and said.isalpha() and len(said) > _LONGEST_LETTERS:
            reader.other()  # most words of a call are these
        else:
            _read_token(reader, said, begin, stop, sort == _COMMA)
        at = stop
    return at


def _read_token(reader: _Reader, said: str, start: int, end: int, comma: bool) -> None:  # noqa: FBT001, PLR0912, C901 - one line per sort of said, the hot path
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
    elif entry.sort in (UNIT, TEN, FOREIGN):
        reader.word(entry, start, end, comma)
    elif entry.sort == FILLER:
        reader.filler(said)
    elif entry.sort == TIMES:
        _read_times(reader, entry, start)
    elif entry.sort == LETTER:
        reader.add(Atom(start, end, entry.value, "l", comma))
    elif entry.sort == WEAK:
        shape = "v" if entry.value.isdigit() else "l"
        reader.maybe(Atom(start, end, entry.value, shape, comma))
    elif entry.sort == ECHO:
        reader.maybe(Atom(start, end, entry.value, "e", comma))
    elif entry.sort == PLURAL:
        reader.plural(entry, end)
    elif entry.sort == MONEY:
        reader.money()
    elif entry.sort == SCALE:
        reader.scale(start, end, said)
    elif entry.sort == COUNTED:
        reader.counted(start)
    elif entry.sort == MONTH:
        reader.month()
    elif entry.sort == ORDINAL:
        date = reader.date
        reader.other()
        reader.date = date
    elif entry.sort == ROLE:
        if reader.lowered[end : end + 2].lstrip('"').startswith(":"):
            reader.turn()
        else:
            reader.counted(start)
    else:
        reader.other()


def _read_times(reader: _Reader, entry: Entry, start: int) -> None:
    reader.times = (start, int(entry.value))
    reader.tens_open = False


def _read_letter(reader: _Reader, said: str, start: int, end: int, comma: bool) -> None:  # noqa: FBT001 - hot path
    is_capital = reader.folded[start].isupper()
    if said in "ye" and not is_capital and reader.tens_open:
        return  # treinta y cinco
    if said in "aiye" and (said == "i" or not is_capital):
        reader.maybe(Atom(start, end, said.upper(), "l", comma))
    else:
        reader.add(Atom(start, end, said.upper(), "l", comma))


def _read_unknown(reader: _Reader, said: str, start: int, end: int, comma: bool) -> None:  # noqa: FBT001 - hot path
    if said.isalpha() or not said.isalnum():
        written = reader.folded[start:end]
        if len(said) <= _LONGEST_LETTERS and written.isupper() and said.isascii():
            reader.maybe(Atom(start, end, written, "l", comma))
        else:
            reader.other()
    elif _ORDINAL_TOKEN.fullmatch(said):
        reader.other()
    else:
        reader.add(Atom(start, end, said.upper(), "m", comma))
