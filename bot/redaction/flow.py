"""What is open at a place of a text that is being read: a group, and what may belong to it."""

from dataclasses import dataclass, field
from typing import Final

from bot.redaction.events import Atom, Event, Group, Mention
from bot.redaction.finding import Kind
from bot.redaction.names import Name
from bot.redaction.topics import Topic

LONGEST_GROUP: Final = 64
MOST_FILLERS: Final = 6
_LONG_CODE: Final = 6
_SPELLED_CODE: Final = 3  # letters: what comes behind is one too, `..., hotel`


@dataclass(slots=True)
class Flow:
    """The state of one pass: what was found, what is open, and where words and turns stand."""

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
        if self.pending and not at_turn:
            self._drop_article()
        if self.pending and self.group is None:
            self._only_pending(at_turn=at_turn)
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

    def _drop_article(self) -> None:
        """`three four four two, that's a company card`: no letter of a number of figures."""
        *before, last = self.pending
        if self.folded[last.start : last.end] != "a":
            return
        begun = self.group.atoms if self.group is not None else []
        if all(atom.shape in "dwxfv" for atom in (*begun, *before)):
            self.pending = before
            self.words += 1

    def _only_pending(self, *, at_turn: bool) -> None:
        """A turn that is nothing but capitals, or `char`: the beginning of a code, or a piece.

        Three such digits in a row are a number anywhere: `CVV do teen teen`.
        """
        shapes = {atom.shape for atom in self.pending}
        is_turn = at_turn and self.words == self.turn_start and shapes in ({"l"}, {"v"})
        size = sum(len(atom.chars) for atom in self.pending)
        if is_turn or (shapes == {"v"} and size >= _SPELLED_CODE):
            self.take_weak()

    def take_weak(self) -> None:
        """Begin a group with what is pending."""
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
            alone = len(self.pending) == 1 and atom.shape != "f" and not self._is_announced()
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

    def _is_announced(self) -> bool:
        """`on call: do three aath`: a name, or a colon, right before what is pending."""
        start = self.pending[0].start
        return self.lowered[start - 2 : start] == ": " or self._is_named(self.words)

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
