"""What each sort of word does to a number that is being read, in one pass over a text."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from dataclasses import dataclass
from typing import Final

from bot.redaction.events import Atom, Group, Mention
from bot.redaction.flow import MOST_FILLERS, Flow
from bot.redaction.kinds import CARD
from bot.redaction.tax_kinds import TAX_CODE
from bot.redaction.words import FOREIGN, TEN, Entry

_AFTER_PRONOUN: Final = frozenset(
    (
        "is was the it it's its that's thats please sir i you see thing like make right again and"
    ).split()
)
_DAYS: Final = frozenset(str(day) for day in range(1, 32)) | {f"0{day}" for day in range(1, 10)}
_BEFORE_ITS_NUMBER: Final = frozenset(("elfu", "laki"))  # Swahili: `elfu mbili`, two thousand
_DIGIT: Final = (
    r"(?:oh?|zero|nought|one|two|three|four|five|six|seven|eight|nine|(?:double|triple) [a-z]{2,5}"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|een)|ten|eleven|twelve|hundred)"
)
_READ_ON: Final = re.compile(rf"(?:[,.]| -| and)? (?:{_DIGIT}(?:[ ,-]{{1,2}}|[.] | - )){{6}}")
_TURN_ENDS: Final = re.compile(r"[.,!]?\s*(?:\n|\"|$)")
_LAST_FOUR_SPOKEN: Final = 14  # digits: twelve, and the two before `hundred`
_STATE: Final = re.compile(r"[a-z]{2,5} (?:[a-z]{2,5}|\d),?(?: [a-z]\b,?){3}")
_LETTERS_NEXT: Final = re.compile(r",?(?: [a-z]\b,?){3}")
_Z_NEXT: Final = re.compile(r",? z,? [a-z\d]")
_ZEROS: Final = {"hundred": "00", "thousand": "000"}


def _is_range(group: Group) -> bool:
    """`five to seven days`."""
    return [atom.shape for atom in group.atoms] == ["w", "e", "w"] and group.atoms[1].chars == "2"


@dataclass(slots=True)
class Reader(Flow):
    """One pass. Methods are named after what the next said is."""

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
        if self._is_hesitation(atom):
            self.filler("um")
            return
        if self.times is not None and atom.shape in "vl":
            start, times = self.times
            atom = atom._replace(start=start, chars=atom.chars * times)
            self.times = None
        self.pending.append(atom)
        if len(self.pending) > MOST_FILLERS and self.group is None:
            if all(one.shape == "v" for one in self.pending):
                self.take_weak()
                return
            self.pending.pop(0)
            self.words += 1

    def spells(self) -> None:
        """`lima tango`: a letter comes, so the word before was one."""
        last = self.pending[0] if len(self.pending) == 1 else None
        if last is not None and self.lowered[last.start : last.end] == "lima":
            self.pending[0] = last._replace(chars="L", shape="l")

    def echo(self, atom: Atom) -> None:
        """`GSTIN to for N S O ... won Z C`: figures of the state, and the one before its Z."""
        group = self.group
        if group is None:
            is_figure = self.named_next is TAX_CODE and _STATE.match(self.lowered, atom.start)
        elif group.size == 1 and group.atoms[0].shape == "w":
            is_figure = _LETTERS_NEXT.match(self.lowered, atom.end)
        else:
            is_spelled = group.atoms[-1].shape == "l" and not self.pending
            is_figure = is_spelled and _Z_NEXT.match(self.lowered, atom.end)
        if is_figure:
            self.add(atom._replace(shape="w"))
        else:
            self.maybe(atom)

    def _is_hesitation(self, atom: Atom) -> bool:
        """`four um two`: an English speaker's, no Portuguese one."""
        group = self.group
        is_um = self.lowered[atom.start : atom.end] == "um"
        return is_um and (group is None or group.atoms[-1].shape != "f")

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
        group = self.group
        is_pronoun = group is not None and group.size == 1 and group.atoms[0].chars == "1"
        if is_pronoun and said in _AFTER_PRONOUN:
            self.other()  # `the old one was`
            return
        self.fillers += 1
        self.tens_open = False
        if self.fillers > MOST_FILLERS:
            self.close()

    def ordinal(self) -> None:
        """`twenty-first`: a day; the ten before belongs to it."""
        date = self.date
        if self.tens_open and self.group is not None:
            self._drop_last(most=0)
        self.other()
        self.date = date

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
        if group is None and self.date:
            self.date = 2  # `of May two thousand twenty-six`
            return
        if group is None and not self.quantity:
            self.other()
            self.quantity = int(value in _BEFORE_ITS_NUMBER)
            return
        amid = group is not None and len(group.atoms) > 1 and not group.atoms[-1].after_comma
        if amid and value in _ZEROS and group is not None and group.atoms[-2].shape != "e":
            self.add(Atom(start, end, _ZEROS[value], "w"))
            return
        if value == "hundred" and group is not None and self._is_in_hundreds(group, end):
            group.atoms[-1] = group.atoms[-1]._replace(end=end, chars=group.atoms[-1].chars + "00")
            group.size += 2
            self.tens_open = False
            return
        if group is not None:
            self._drop_last(most=0)
            self.close()
        self.quantity = 1

    def _is_in_hundreds(self, group: Group, end: int) -> bool:
        """`sixty-five hundred, six four five one, ...`: four digits, among others read out."""
        if len(group.atoms[-1].chars) != 2:  # noqa: PLR2004 - `sixty-five`
            return False
        if group.size == _LAST_FOUR_SPOKEN and all(atom.shape in "wf" for atom in group.atoms):
            return True
        if group.size != 2:  # noqa: PLR2004 - as above
            return False
        last = self.events[-1] if self.events else None
        is_asked = isinstance(last, Mention) and last.name is not None and last.name.topic is CARD
        next_is = _TURN_ENDS if is_asked and group.opens else _READ_ON
        return bool(next_is.match(self.lowered, end) or _READ_ON.match(self.lowered, end))

    def counted(self, start: int) -> None:
        """`three invoices`: a count, when the number stands by itself."""
        group = self.group
        alone = group is not None and len(group.atoms) == 1 and len(group.atoms[0].chars) < 4  # noqa: PLR2004 - four digits are a code
        if group is not None and self.lowered[group.end : start] in (" ", "-"):
            last = group.atoms[-1]
            if alone or _is_range(group):
                self.group = None
            elif self._is_count(group, last):
                group.size -= len(group.atoms.pop().chars)
        self.other()

    def _is_count(self, group: Group, last: Atom) -> bool:
        """`Growth 250, 14 seats`: behind a pause and of another length than what was before."""
        if last.shape == "d" and all(atom.shape in "wf" for atom in group.atoms[:-1]):
            return len(last.chars) < 4 and group.size > len(last.chars)  # noqa: PLR2004 - as far as people count
        return (
            last.after_comma
            and last.shape == "d"
            and 1 < len(last.chars) < 4  # noqa: PLR2004 - as far as people count
            and len(group.atoms[-2].chars) != len(last.chars)
        )

    def month(self) -> None:
        """A date: the day before, the day and the year behind."""
        group = self.group
        is_day = group is not None and group.atoms[-1].chars in _DAYS
        if is_day and not self.fillers and not self.pending:
            self._drop_last(most=0)
        self.other()
        self.date = 3
