"""Numbers that nothing names: check digits decide, and what is as long as a card fails closed."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.redaction.bank_kinds import ACCOUNT, IBAN
from bot.redaction.checksums import is_card
from bot.redaction.events import Atom, Group
from bot.redaction.exchanges import LEAST_CODE, gives_away
from bot.redaction.finding import Kind
from bot.redaction.kinds import CARD
from bot.redaction.shapes import code_in, figures_in, put_right
from bot.redaction.stretches import (
    LONG,
    LONG_SPOKEN,
    Pieces,
    digits_of,
    holds_card,
    iban_in,
    numeric,
    shortest_unnamed,
)
from bot.redaction.topics import Topic
from bot.redaction.words import FILLERS

UNNAMED: Final = Topic("number", Kind.PRIVATE_DOCUMENT, "", shown=True)
Ruling = tuple[Sequence[Atom], Topic]

_NEAR: Final = 3  # words between pieces of one number: `yes, go on`
_LOOSELY_NEAR: Final = 6  # what may stand between the pieces of a card: `sorry, my dog`
_PIECES: Final = 2
_PHONE_PARTS: Final = 3
_MOST_BEFORE: Final = 4  # short ones before it: `send the 3 digits` - `988`
_LEAST_ECHO: Final = 3
_CARD_LENGTHS: Final = range(13, 20)
_OTHER: Final = re.compile(r", (?:for|to|on|in|at|from|dated)\b|;")
_NOUN: Final = re.compile(r"([a-z]+)[ :#.]{0,3}$")
_FILE: Final = re.compile(r"\.(?:csv|pdf|xlsx?|txt|json|xml|zip|png|jpe?g|docx?|mp3|wav|log)\b")
_NUMBER_OF: Final = re.compile(r"([a-z]{3,}) (?:numbers?|no|num|id)\b(?:'s| is| was)?[ :#.,]{0,3}$")
_NO_NAMES: Final = frozenset(
    (
        "is was it its with to the a an and or use used using charge bill me my us on of in for "
        "from by at that this try tried then as i you say said give gave take here have has are be "
        "so yes ok okay um uh er whole full long right new old correct other only same their his "
        "her your next last real actual and which what mobile"
    ).split()
)


@dataclass(slots=True)
class Waiting:
    """Groups that wait until it is known whether the next ones continue them.

    `runs` are groups that surely belong together; a card may be read over several runs.
    """

    lowered: str
    runs: list[list[Group]] = field(default_factory=list)

    def add(self, group: Group) -> Iterator[Ruling]:
        """Take a group in; what it does not continue is decided first."""
        if self._continues(group):
            self.runs[-1].append(group)
            return
        if not self._loosely(group):
            yield from self.settle()
        self.runs.append([group])

    def _continues(self, group: Group) -> bool:
        if not self.runs:
            return False
        last = self.runs[-1][-1]
        gap = group.word - last.word
        if gap > _NEAR or (gap and group.turn == last.turn):
            return False
        if group.turn > last.turn and not (group.opens or group.alone):
            again = digits_of(group.atoms)
            return len(again) >= _LEAST_ECHO and digits_of(last.atoms).endswith(again)
        if _OTHER.search(self.lowered, last.end, group.start):
            return False
        return group.alone or not self._is_whole()

    def _is_whole(self) -> bool:
        """Whether the last run is a card, whose check digit proves it."""
        most = _CARD_LENGTHS[-1]
        return len(self.runs[-1]) <= most and is_card(digits_of(self._atoms()))

    def _atoms(self) -> Pieces:
        return [atom for group in self.runs[-1] for atom in group.atoms]

    def _loosely(self, group: Group) -> bool:
        """Whether a card may go on with other words in between."""
        if not self.runs:
            return False
        last = self.runs[-1][-1]
        return group.word - last.word <= _LOOSELY_NEAR and _is_spoken(last) and _is_spoken(group)

    def take(self, before: Group) -> Pieces:
        """What waits and goes on in `before`, handed over to a name that stands behind both."""
        if not self._continues(before):
            return []
        return [atom for group in self.runs.pop() for atom in group.atoms]

    def is_since(self, turn: int) -> bool:
        """Whether a number was begun after a turn: what was named there is not read out now."""
        return bool(self.runs) and self.runs[-1][-1].turn > turn

    def is_in_pieces(self, turn: int) -> bool:
        """Whether a number of several turns is being read out up to the turn before."""
        if not self.runs or len(self.runs[-1]) < _PIECES:
            return False
        last = self.runs[-1]
        is_near = 0 < turn - last[-1].turn <= 1 and last[-1].alone and last[-1].turn > last[0].turn
        return is_near and len(digits_of(self._atoms())) >= LONG_SPOKEN - 1

    def settle(self) -> Iterator[Ruling]:
        """Decide what waits."""
        runs, self.runs = self.runs, []
        if len(runs) > 1 and (card := _over_runs(runs)):
            yield card, CARD
            return
        for run in runs:
            yield from self._rule(run)

    def _rule(self, groups: Sequence[Group]) -> Iterator[Ruling]:
        coded = [atom for group in groups for atom in group.atoms]
        for group in groups:
            if group.size >= IBAN.shortest and (atoms := iban_in(group.atoms)):
                yield atoms, IBAN
                return
        once = _once(groups)
        if len(groups) > 1 and (atoms := iban_in(coded) or iban_in(once)):
            yield _with_echoes(groups, atoms), IBAN
            return
        if (code := code_in(coded) or code_in(once)) is not None:
            yield _with_echoes(groups, code[0]), code[1]
            if code[1].kind is Kind.BANK:
                yield from self._accounts(coded, code[0])
            return
        if (topic := put_right(self.lowered, coded)) is not None:
            yield coded, topic
            return
        for group in groups:
            if (topic := figures_in(self.lowered[group.start : group.end])) is not None:
                yield group.atoms, topic
                return
        yield from self._rule_figures(groups)

    def _rule_figures(self, groups: Sequence[Group]) -> Iterator[Ruling]:
        """Long ones go, and shorter ones when they answer a question."""
        for first in range(min(len(groups), _MOST_BEFORE)):
            if first and groups[first - 1].size >= LEAST_CODE:
                return
            stretches = [stretch for group in groups[first:] for stretch in numeric(group)]
            atoms = [atom for stretch in stretches for atom in stretch]
            digits = digits_of(atoms)
            if len(digits) >= shortest_unnamed(atoms):
                yield from self._long(atoms)
                return
            if gives_away(self.lowered, groups[first:], digits):
                yield atoms, UNNAMED
                return

    def _long(self, atoms: Pieces) -> Iterator[Ruling]:
        has_card = holds_card(atoms)
        if has_card or not self._has_unknown_name(atoms):
            yield atoms, CARD if has_card else UNNAMED

    @staticmethod
    def _accounts(atoms: Pieces, code: Pieces) -> Iterator[Ruling]:
        """`ICIC0000104 / 010401552218`: the account before or behind its branch."""
        for side in (atoms[: atoms.index(code[0])], atoms[atoms.index(code[-1]) + 1 :]):
            figures = [atom for atom in side if atom.chars.isdigit()]
            if len(figures) > len(side) - 2 and len(digits_of(figures)) >= ACCOUNT.usual:
                yield figures, ACCOUNT

    def beside_bank_code(self, word: int) -> Iterator[Ruling]:
        """A bank code was read: what waits right beside it is its account."""
        if not self.runs or abs(word - self.runs[-1][-1].word) > _NEAR:
            return
        stretches = [stretch for group in self.runs[-1] for stretch in numeric(group)]
        atoms = [atom for stretch in stretches for atom in stretch]
        digits = digits_of(atoms)
        is_written = len(atoms) <= _PHONE_PARTS and all(atom.shape == "d" for atom in atoms)
        is_phone = is_written and digits.startswith("0") and len(digits) == LONG - 1
        if len(digits) >= ACCOUNT.usual and not is_phone:
            self.runs.pop()
            yield atoms, ACCOUNT

    def _has_unknown_name(self, atoms: Pieces) -> bool:
        """`dossier 77007676081675`, `repair number is ...`: a noun names it, whatever it means."""
        if _FILE.match(self.lowered, atoms[-1].end) is not None:
            return True
        before = self.lowered[max(0, atoms[0].start - 40) : atoms[0].start]
        named = _NUMBER_OF.search(before)
        if named is None and len(atoms) == 1:
            named = _NOUN.search(before)
        return named is not None and named[1] not in _NO_NAMES and named[1] not in FILLERS


def _once(groups: Sequence[Group]) -> Pieces:
    """The atoms without those of groups that only say again what was said right before."""
    said = ""
    once: Pieces = []
    for group in groups:
        chars = "".join(atom.chars for atom in group.atoms)
        if chars != said:
            once += group.atoms
        said = chars
    return once


def _with_echoes(groups: Sequence[Group], code: Pieces) -> Pieces:
    """The groups of a code, and those that say a piece of it again."""
    whole = "".join(atom.chars for atom in code)
    taken: Pieces = []
    for group in groups:
        said = "".join(atom.chars for atom in group.atoms)
        is_echo = len(said) >= _LEAST_ECHO and said in whole
        taken += [atom for atom in group.atoms if is_echo or atom in code]
    return taken


def _is_spoken(group: Group) -> bool:
    return all(atom.shape in "wfxel" for atom in group.atoms)


def _over_runs(runs: Sequence[Sequence[Group]]) -> Pieces:
    """A card read out with other words between its pieces; the check digit proves it."""
    stretches = [stretch for run in runs for group in run for stretch in numeric(group)]
    for first in range(len(stretches)):
        atoms: Pieces = []
        for stretch in stretches[first:]:
            atoms = atoms + stretch
            digits = digits_of(atoms)
            if len(digits) in _CARD_LENGTHS and is_card(digits):
                return atoms
            if len(digits) > _CARD_LENGTHS[-1]:
                break
    return []
