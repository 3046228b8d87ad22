"""What becomes of a number: its finding, or that it stays unless its form proves it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.redaction.bank_kinds import IBAN
from bot.redaction.checksums import iban_length, is_card, is_surely_card
from bot.redaction.events import Atom, Group
from bot.redaction.finding import Finding
from bot.redaction.in_force import InForce
from bot.redaction.kinds import CARD
from bot.redaction.links import is_joint
from bot.redaction.pieces import replaced
from bot.redaction.shapes import BY_FORM_ALONE, code_in, put_right
from bot.redaction.stretches import LONG, card_end, digits_of, iban_in, in_fours, numeric
from bot.redaction.topics import Topic
from bot.redaction.unnamed import Ruling

_CHARGED: Final = re.compile(r"\b(?:charged|debited|ran|swiped|billed|took)(?: the card)?[ ,:]+$")
HALF: Final = 6
_MOST_CARDS: Final = 40
_DATE_AND_CODE: Final = 8  # digits
_DATE_PARTS: Final = 2
_MONTH: Final = re.compile(r"0[1-9]|1[0-2]")


@dataclass(slots=True)
class Reports(InForce):
    """The rulings of a walk over the events."""

    def report(self, atoms: Sequence[Atom], topic: Topic) -> None:
        if topic.kind is None:
            return
        if topic is CARD:
            self.saw_card = True
            self.cards.append(digits_of(atoms))
        if topic.label == "bank code" and self.named_at is not None:
            self.rule(self.waiting.beside_bank_code(self.named_at.word))
        whole = _card_alone(atoms) if topic is CARD else None
        chars = "".join(atom.chars for atom in atoms[:whole])
        tail = chars[-4:].replace("O", "0") if topic.shown and len(chars) > 8 else ""  # noqa: PLR2004 - four of eight are half of it
        if topic is IBAN and len(chars) < (iban_length(chars[:2]) or IBAN.shortest):
            tail = ""  # a part of one: these are not its last four
        self.findings.append(Finding(topic.kind, topic.label, self._pieces(atoms), tail))

    def put_together(self, atoms: Sequence[Atom], digits: str) -> None:
        """Report a card that was found as several numbers, or not at all."""
        if any(_is_whole(found, atoms) for found in self.findings):
            return
        self.report(atoms, CARD)
        card = replace(self.findings.pop(), tail=digits[-4:])
        self.findings = [*replaced(self.findings, card), card]

    def say_again(self, groups: Iterable[Group]) -> None:
        """`the front of it was 4000 0566`: a half of a card that went, whatever it is called."""
        cards = tuple(dict.fromkeys(self.cards))[:_MOST_CARDS]
        gone = sorted(piece for found in self.findings for piece in found.pieces)
        for stretch in (one for group in groups for one in numeric(group)):
            digits = digits_of(stretch)
            if len(digits) >= HALF and any(digits in card for card in cards):
                place = bisect_left(gone, (stretch[-1].end,))
                if not place or gone[place - 1][1] <= stretch[0].start:
                    self.report(stretch, CARD)

    def _pieces(self, atoms: Sequence[Atom]) -> tuple[tuple[int, int], ...]:
        """Neighbouring atoms make one piece; speech, names and turns between keep them apart."""
        pieces: list[tuple[int, int]] = []
        for atom in atoms:
            if pieces and is_joint(self.lowered[pieces[-1][1] : atom.start]):
                pieces[-1] = (pieces[-1][0], atom.end)
            else:
                pieces.append((atom.start, atom.end))
        return tuple(pieces)

    def sure_only(self, group: Group) -> None:
        """A number named as something that stays: only what is a card beyond doubt goes."""
        if group.size >= IBAN.shortest and (whole := iban_in(group.atoms)):
            self.report(whole, IBAN)
            return
        if (code := code_in(group.atoms)) is not None and self._is_proven(*code):
            self.report(*code)
            return
        if (topic := put_right(self.lowered, group.atoms)) is not None:
            self.report(group.atoms, topic)
            return
        for stretch in numeric(group):
            before = self.lowered[max(0, group.start - 20) : group.start]
            is_likely = self.label_is_far or _CHARGED.search(before) is not None
            self._cards(stretch, is_likely=is_likely)

    def _is_proven(self, code: Sequence[Atom], topic: Topic) -> bool:
        """A long code goes by its form alone, a shorter one unless its name stands right there."""
        size = sum(len(atom.chars) for atom in code)
        asked_for = self.chain is not None and self.chain.topic is topic and not self.chain.atoms
        return size >= BY_FORM_ALONE or self.label_is_far or asked_for

    def leave_unnamed(self, group: Group) -> None:
        """Keep the group until it is known whether the next ones continue it."""
        self.rule(self.waiting.add(group))

    def settle_unnamed(self) -> None:
        self.rule(self.waiting.settle())

    def rule(self, rulings: Iterable[Ruling]) -> None:
        for atoms, topic in rulings:
            self.report(atoms, topic)

    def _cards(self, atoms: Sequence[Atom], *, is_likely: bool) -> None:
        """Report the cards that begin and end at borders of atoms."""
        start = 0
        while start < len(atoms):
            begins = not start or atoms[start].after_comma
            is_apart = begins and _is_set_apart(atoms[start:])
            accepts = is_card if is_likely or is_apart else is_surely_card
            end = len(atoms) if accepts(digits_of(atoms[start:])) else None
            end = end or card_end(atoms, start, accepts)
            if end is None:
                start += 1
                continue
            self.report(atoms[start:end], CARD)
            start = end


def _is_whole(found: Finding, atoms: Sequence[Atom]) -> bool:
    """Whether one finding has all of the atoms."""
    return all(any(a <= atom.start and atom.end <= b for a, b in found.pieces) for atom in atoms)


def _is_set_apart(atoms: Sequence[Atom]) -> bool:
    """All of it is a card, in fours or read out digit by digit: references are not said so."""
    digits = digits_of(atoms)
    is_read_out = any(atom.shape in "wf" for atom in atoms) or len(atoms) == len(digits)
    return is_card(digits) and (in_fours(atoms) or (is_read_out and len(digits) > LONG))


def _card_alone(atoms: Sequence[Atom]) -> int | None:
    """`5590 ... / 01/26 / 105`: the card's own end is shown, not that of its CVV."""
    behind = sum(len(atom.chars) for atom in atoms[1:])
    if 0 < behind <= _DATE_AND_CODE and is_card(atoms[0].chars):
        return 1  # `4000...#1227#827#`
    size = 0
    for end, atom in enumerate(atoms[:-1]):
        if size >= LONG and atom.after_comma and _MONTH.fullmatch(atom.chars):
            return end
        size += len(atom.chars)
    end_of_card = card_end(atoms, 0, is_card)
    if end_of_card is None or len(atoms) - end_of_card < _DATE_PARTS:
        return None
    return end_of_card if _MONTH.fullmatch(atoms[end_of_card].chars) else None
