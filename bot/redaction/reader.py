"""The state of one pass over a text: what is open, and what each sort of word does to it."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

from dataclasses import dataclass, field
from typing import Final

from bot.redaction.events import Atom, Event, Group, Mention
from bot.redaction.finding import Kind
from bot.redaction.names import Name
from bot.redaction.topics import Topic
from bot.redaction.words import FOREIGN, TEN, Entry

LONGEST_GROUP: Final = 64
_MOST_FILLERS: Final = 6
_LONG_CODE: Final = 6
_SPELLED_CODE: Final = 3  # letters: what comes behind is one too, `..., hotel`
_AFTER_PRONOUN: Final = frozenset(
    (
        "is was the it it's its that's thats please sir i you see thing like make right again and"
    ).split()
)
_DAYS: Final = frozenset(str(day) for day in range(1, 32)) | {f"0{day}" for day in range(1, 10)}
_BEFORE_ITS_NUMBER: Final = frozenset(("elfu", "laki"))  # Swahili: `elfu mbili`, two thousand
_ZEROS: Final = {"hundred": "00", "thousand": "000"}


@dataclass(slots=True)
class Reader:
    """The state of one pass. Methods are named after what the next said is."""

    folded: str
    lowered: str
    events: list[Event] = field(default_factory=list)
    group: Group | None = None
    pending: list[Atom] = field(default_factory=list)
    words: int = 0
    turns: int = 0
    turn_start: int = 0
    last_turn: tuple[int, int] = (-1, -1)
    turn_at: int = 0
    asked_at: int = 0
    fillers: int = 0
    times: tuple[int, int] | None = None
    tens_open: bool = False
    quantity: int = 0
    date: int = 0

    # -- breaks ---------------------------------------------------------------------------

    def close(self, *, at_turn: bool = False) -> None:
        """End the group, if one is open."""
        if at_turn and self.group is None:
            self._only_letters()
        group = self.group
        if group is not None:
            foreign = any(atom.shape == "f" for atom in group.atoms)
            is_last = at_turn and group.word == self.turn_start and group.size >= 2  # noqa: PLR2004 - `five eight ate`
            certain = foreign or is_last or group.atoms[-1].shape in "lx" or len(self.pending) > 1
            letters = sum(len(atom.chars) for atom in group.atoms if atom.shape == "l")
            certain = (
                certain or letters >= _SPELLED_CODE or (letters > 0 and group.size > _LONG_CODE)
            )
            certain = certain or (group.size == 2 and self._is_named(group.word))  # noqa: PLR2004 - a CVV has three
            if self.pending and certain:
                self._take_pending()
            group.ends = at_turn
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

    def _only_letters(self) -> None:
        """A turn that is nothing but capitals, or `char`: the beginning of a code, or a piece."""
        if (
            self.pending
            and self.words == self.turn_start
            and (
                all(p.shape == "l" for p in self.pending)
                or all(p.shape == "v" for p in self.pending)
            )
        ):
            atoms = [p._replace(shape="x" if p.shape == "v" else "l") for p in self.pending]
            self.pending.clear()
            self.group = self._opened(atoms)
            self.group.size = sum(len(atom.chars) for atom in atoms)

    def _opened(self, atoms: list[Atom]) -> Group:
        return Group(
            atoms,
            self.words,
            self.turns,
            opens=self.words == self.turn_start,
            turn_at=self.turn_at,
            asked_at=self.asked_at,
        )

    def turn(self, at: int) -> None:
        """Another turn, whose words begin at the offset `at`."""
        self.close(at_turn=True)
        if (self.words, len(self.events)) != self.last_turn:  # else nothing was said in it
            self.turns += 1
            self.asked_at = self.turn_at
        self.turn_at = at
        self.turn_start = self.words
        self.last_turn = (self.words, len(self.events))

    def mention(self, name: Name | None) -> None:
        self.close()
        self.events.append(Mention(name, self.words, self.turns))

    # -- parts of numbers -----------------------------------------------------------------

    def add(self, atom: Atom) -> None:
        """Put an atom behind what is open; it is certain, so what was pending before it is too."""
        if self.pending and atom.shape not in "wf" and any(p.shape == "e" for p in self.pending):
            self.close()
        if self._is_preposition(atom):
            self.close()
        if self.fillers:
            atom = atom._replace(after_comma=True)
        group = self.group
        if group is None:
            group = self.group = self._opened([])
        if self.pending:
            alone = len(self.pending) == 1 and atom.shape != "f" and not self._is_named(self.words)
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

    def _is_preposition(self, atom: Atom) -> bool:
        """`..., for twenty twenty-four`."""
        if self.group is None or len(self.pending) != 1 or self.group.size < 6:  # noqa: PLR2004 - a number of its own
            return False
        said = self.pending[0]
        return (
            said.shape == "e"
            and said.after_comma
            and not atom.after_comma
            and len(atom.chars) > 1
            and atom.shape == "w"
        )

    def _is_named(self, word: int) -> bool:
        """Whether a name stands right before the place: `PIN do 4 1 7`."""
        last = self.events[-1] if self.events else None
        return isinstance(last, Mention) and last.name is not None and last.word == word

    @property
    def code_is_next(self) -> bool:
        """Whether the name of a code stands right before this place: `code: G-448120`."""
        topic = self.named_next
        return topic is not None and topic.kind is Kind.CODE

    @property
    def named_next(self) -> Topic | None:
        """What the name says that stands right before this place."""
        last = self.events[-1] if self.events else None
        if self.group is not None or not isinstance(last, Mention) or last.name is None:
            return None
        return last.name.topic if self.words - last.word <= 1 else None

    @property
    def is_spelling(self) -> bool:
        """Whether the word before was a letter: `papa lima`."""
        before = self.pending or (self.group.atoms if self.group is not None else [])
        return bool(before) and before[-1].shape == "l"

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
        if self._is_hesitation(atom):
            self.filler("um")
            return
        if self.times is not None and atom.shape in "vl":
            start, times = self.times
            atom = atom._replace(start=start, chars=atom.chars * times)
            self.times = None
        self.pending.append(atom)
        if len(self.pending) > _MOST_FILLERS and self.group is None:
            self.pending.pop(0)
            self.words += 1

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
        if self.fillers > _MOST_FILLERS:
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
        is_day = group is not None and group.atoms[-1].chars in _DAYS
        if is_day and not self.fillers and not self.pending:
            self._drop_last(most=0)
        self.other()
        self.date = 3
