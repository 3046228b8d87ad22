"""What reading finds, in order: groups of characters, and the names between them."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.redaction.kept import NEUTRAL
from bot.redaction.names import Name

RECORD: Final = "\x1e"
"""Our own mark between fields of different matters."""


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
    """A number as spoken in one go; `opens` or `ends` its turn, or is all of it: `alone`.

    Its turn begins at offset `turn_at`, the turn before that one at `asked_at`.
    """

    atoms: list[Atom]
    word: int
    turn: int
    opens: bool = False
    alone: bool = False
    ends: bool = False
    size: int = 0
    loose: bool = False
    turn_at: int = 0
    asked_at: int = 0

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
