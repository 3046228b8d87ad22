"""A card in pieces that stand apart: halves with an amount between them, its last four first.

The walk over the events reads what belongs together by names and turns. Whatever it left lying, or
took for several numbers, is put together here when it makes one card.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.redaction.checksums import is_card, is_surely_card
from bot.redaction.events import Event, Group, Mention
from bot.redaction.finding import Finding
from bot.redaction.kept import AMOUNT, LAST_FOUR, NEUTRAL, REFERENCE
from bot.redaction.kinds import CARD
from bot.redaction.stretches import Pieces, digits_of, numeric

_LENGTHS: Final = range(12, 20)
_USUAL: Final = (15, 16)
_LEAST: Final = 4
_NEAR_WORDS: Final = 14
_NEAR_TURNS: Final = 4
_LABEL_WORDS: Final = 3
_MOST: Final = 19
_HALVES: Final = 2
_IN_PIECES: Final = re.compile(
    r"\b(?:rest|remain\w*|begins?|beginning|starts?|starting|middle|last|ends?|ending|first|second"
    r"|half|halves|then|next|after that|before (?:it|that)|followed|continue\w*|go on|carry on"
    r"|keep going|goes on)\b"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Figures of one group; `is_end` when they are called the last four."""

    atoms: Pieces
    digits: str
    group: Group
    is_end: bool


def card_in_pieces(
    lowered: str, events: Sequence[Event], carded: frozenset[int]
) -> Iterator[tuple[Pieces, str]]:
    """The atoms and the digits of each; `carded` are where groups of a named card begin."""
    if not _may_be(events):
        return
    pieces = list(_pieces(lowered, events))
    at = 0
    while at < len(pieces) - 1:
        found = _from(lowered, pieces, at, carded)
        if found is None:
            at += 1
            continue
        yield [atom for piece in found for atom in piece.atoms], _said(found)
        at = pieces.index(found[-1]) + 1


def _may_be(events: Sequence[Event]) -> bool:
    """Whether enough figures stand near each other in several groups that no card is yet."""
    size = 0
    before: Group | None = None
    for group in events:
        if isinstance(group, Mention):
            continue
        is_near = before is not None and _is_near(before, group)
        if is_near and size and size + group.size >= _LENGTHS[0]:
            return True
        size = size + group.size if is_near else group.size
        before = group
    return False


def _pieces(lowered: str, events: Sequence[Event]) -> Iterator[_Piece]:
    label: Mention | None = None
    for event in events:
        if isinstance(event, Mention):
            label = event
        elif (piece := _piece(lowered, event, label)) is not None:
            yield piece
            label = None
        elif label is not None and label.name is not None and label.name.topic is not NEUTRAL:
            label = None


def _piece(lowered: str, group: Group, label: Mention | None) -> _Piece | None:
    """Figures that no name of another matter speaks for."""
    topic = label.name.topic if label is not None and label.name is not None else None
    turns = group.turn - label.turn if label is not None else _NEAR_TURNS
    is_near = label is not None and not turns and group.word - label.word <= _LABEL_WORDS
    if group.loose or (is_near and topic in (REFERENCE, AMOUNT)):
        return None
    if topic is REFERENCE and turns <= 1 and label is not None and label.name is not None:
        between = lowered[label.name.end : group.start]
        if not any(map(str.isdigit, between)):
            return None  # `which order?`
    if topic is not None and topic.is_private and topic is not CARD:
        return None
    stretches = numeric(group, loosely=True)
    if len(stretches) != 1 or not (digits := digits_of(stretches[0])).isdigit():
        return None
    is_end = topic is LAST_FOUR and (is_near or (turns <= 1 and group.alone))
    return _Piece(stretches[0], digits, group, is_end and len(digits) == _LEAST)


def _from(
    lowered: str, pieces: Sequence[_Piece], start: int, carded: frozenset[int]
) -> list[_Piece] | None:
    """The pieces from one on that make a card, with its last four wherever they were said."""
    taken: list[_Piece] = []
    whole: list[_Piece] | None = None  # a short one may be the beginning of a longer one
    said = end = ""
    for piece in pieces[start : start + _MOST]:
        if (taken and not _is_near(taken[-1].group, piece.group)) or is_card(piece.digits):
            return whole
        if len(piece.digits) > 1 and (said + end).endswith(piece.digits):
            taken.append(_Piece(piece.atoms, "", piece.group, is_end=False))  # said again
            continue
        taken.append(piece)
        if piece.is_end:
            end += piece.digits
        else:
            said += piece.digits
        if len(said) + len(end) > _MOST:
            return whole
        if len(taken) > 1 and _is_one(lowered, taken, said + end, carded):
            whole = list(taken)
            if len(said) + len(end) >= _USUAL[0]:
                return whole
    return whole


def _said(pieces: Sequence[_Piece]) -> str:
    """The digits in their order: what is called the end comes last."""
    ends = "".join(piece.digits for piece in pieces if piece.is_end)
    return "".join(piece.digits for piece in pieces if not piece.is_end) + ends


def _is_near(before: Group, after: Group) -> bool:
    return after.word - before.word <= _NEAR_WORDS and 0 <= after.turn - before.turn <= _NEAR_TURNS


def _is_one(lowered: str, pieces: Sequence[_Piece], whole: str, carded: frozenset[int]) -> bool:
    """Whether the check digit says so, or the name, the length and the turns."""
    said = [piece for piece in pieces if piece.digits]
    by_turns = all(_goes_on(one.group, after.group) for one, after in _pairs(said))
    if len(whole) in _LENGTHS and is_card(whole):
        between = lowered[max(0, said[0].group.start - 24) : said[-1].group.start]
        named = any(piece.group.start in carded for piece in said)
        read_out = all(map(_is_read_out, said))
        in_groups = _are_groups([len(piece.digits) for piece in said], whole)
        is_so = by_turns or named or read_out or in_groups
        return is_so or _IN_PIECES.search(between) is not None
    if len(whole) not in _USUAL or not by_turns or said[0].group.start not in carded:
        return False
    return all(len(piece.digits) >= _LEAST for piece in said[:-1])


def _are_groups(sizes: Sequence[int], whole: str) -> bool:
    """`4000; 0566; 5566; 5556`, or halves of a number of a usual network and length."""
    in_fours = len(sizes) > _HALVES and set(sizes[:-1]) == {_LEAST}
    return in_fours or sizes == [8, 8] or (min(sizes) >= _LEAST and is_surely_card(whole))


def _is_read_out(piece: _Piece) -> bool:
    """Digit by digit: nobody does that with an amount or a date."""
    return len(piece.digits) > _LEAST and all(
        len(atom.chars) == 1 or atom.shape in "wf" for atom in piece.atoms
    )


def _pairs(pieces: Sequence[_Piece]) -> Iterator[tuple[_Piece, _Piece]]:
    return pairwise(pieces)


def _goes_on(before: Group, after: Group) -> bool:
    return after.turn > before.turn and (after.alone or after.opens or after.ends)


def replaced(findings: Sequence[Finding], card: Finding) -> list[Finding]:
    """The findings without those the card swallows."""
    return [
        one
        for one in findings
        if not all(
            any(a <= start and end <= b for a, b in card.pieces) for start, end in one.pieces
        )
    ]
