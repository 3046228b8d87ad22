"""Which characters of a group can be a number: figures, coded ids, cards and IBANs in them."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from bot.redaction.bank_kinds import IBAN
from bot.redaction.checksums import iban_length, is_card, is_iban
from bot.redaction.events import Atom, Group
from bot.redaction.finding import Kind
from bot.redaction.tax_kinds import TAX_CODE
from bot.redaction.topics import Topic

LEAST: Final = 5
"""A shorter stretch of a card, account or tax number gives too little away."""
LONG: Final = 12
"""From here on a number without a name fails closed."""
LONG_SPOKEN: Final = 8
"""The same for one read out in words: nobody does that for pleasure."""

_CARD_AND_CODE: Final = 19  # digits
_ID_PREFIXES: Final = frozenset(
    (
        "SO PO INV ORD TKT CASE REF TT TCK CUS SR WO CN DN QT JOB RMA PR CS BILL LOT SKU IN RE TRX "
        "TXN INC REQ CHG SUB ACME AWB ORDER PMT RC BK BKG SRV SVC RN PRJ DOC FAC"
    ).split()
)
_AS_DIGITS: Final = str.maketrans("OILSBZ", "011582")
_DIGITS: Final = frozenset("0123456789")

_BANK_REFERENCE: Final = re.compile(r"[A-Z]{4}[A-Z]?\d{11,17}")  # `HDFCN52026061188`
_REFERENCE: Final = re.compile(r"[A-Z]{1,4}\d{3,9}")

Pieces = list[Atom]


def digits_of(atoms: Iterable[Atom]) -> str:
    """The atoms as figures; letters that pass for figures are read as such."""
    return "".join(atom.chars for atom in atoms).translate(_AS_DIGITS)


def _is_spelled_id(letters: Sequence[Atom]) -> bool:
    word = "".join(atom.chars for atom in letters)
    if word.strip("O") == "":
        return False
    return len(letters) > 1 or word in _ID_PREFIXES


def _figures(atom: Atom, *, loosely: bool) -> bool:
    if atom.shape in "dwxef" or atom.chars == "O":
        return True
    if atom.shape != "m":
        return False
    plain = atom.chars.translate(_AS_DIGITS)
    return plain.isdigit() and (loosely or sum(map(str.isdigit, atom.chars)) * 2 >= len(plain))


def numeric(group: Group, *, loosely: bool = False) -> list[Pieces]:
    """The stretches of figures in a group; a spelled prefix (`S O four four`) makes it an id.

    `loosely`: one figure among letters that look like figures will do (`SS3O` of a card).
    """
    out: list[Pieces] = []
    letters: Pieces = []
    current: Pieces = []
    for place, atom in enumerate(group.atoms):
        if atom.chars == "O" and letters:
            letters.append(atom)
            continue
        if _figures(atom, loosely=loosely):
            if _is_spelled_id(letters) and group.size - len(letters) < LONG:
                return out
            letters = []
            current.append(atom)
            continue
        if current and all(figure.chars == "O" for figure in current):
            letters = current
            current = []
        if current:
            out.append(current)
            current = []
        letters = [*letters, atom] if atom.shape == "l" else []
        is_apart = any(behind.after_comma for behind in group.atoms[place + 1 : place + 2])
        if atom.shape == "m" and len(atom.chars) < LONG and not is_apart:
            return out
    if current:
        out.append(current)
    return out


def is_short_figure(group: Group) -> bool:
    """Figures without a country before them and too few for an IBAN."""
    return group.size < IBAN.shortest and digits_of(group.atoms).isdigit() and not group.alone


def shortest_unnamed(atoms: Sequence[Atom]) -> int:
    """From how many digits on a number goes that nothing names; one with a zero may be a phone."""
    is_spoken = all(atom.shape in "wxf" or len(atom.chars) == 1 for atom in atoms)
    digits = digits_of(atoms)
    is_phone = digits.startswith("0") and len(digits) == LONG - 1
    return LONG_SPOKEN if is_spoken and not is_phone else LONG


def is_reference(group: Group) -> bool:
    """`P81863804`: one written figure with a letter or two before it, as systems number things."""
    return len(group.atoms) == 1 and _REFERENCE.fullmatch(group.atoms[0].chars) is not None


def holds_card(atoms: Sequence[Atom]) -> bool:
    return any(card_end(atoms, start, is_card) is not None for start in range(len(atoms)))


def card_end(atoms: Sequence[Atom], start: int, accepts: Callable[[str], bool]) -> int | None:
    digits = ""
    for end in range(start, len(atoms)):
        digits += atoms[end].chars.translate(_AS_DIGITS)
        if len(digits) > 19:  # noqa: PLR2004 - ISO/IEC 7812
            return None
        if len(digits) >= LONG and accepts(digits):
            return end + 1
    return None


def behind_card(atoms: Pieces) -> Pieces:
    """`4242 4242 4242 4242, 123`: what a whole card is followed by."""
    digits = digits_of(atoms)
    if len(digits) != _CARD_AND_CODE or not digits.isdigit():
        return []
    least = 4 if digits.startswith(("34", "37")) else 3
    size = 0
    for place in range(len(atoms) - 1, 0, -1):
        size += len(atoms[place].chars)
        if size >= least:
            is_apart = size == least and (atoms[place].after_comma or not is_card(digits))
            return atoms[place:] if is_apart and is_card(digits[:-size]) else []
    return []


def iban_in(atoms: Sequence[Atom]) -> list[Atom]:
    """The first IBAN that begins and ends at borders of atoms and whose check digits are right."""
    for start, first in enumerate(atoms):
        if first.shape not in "lm" or not first.chars[0].isalpha():
            continue
        compact = "".join(atom.chars for atom in atoms[start : start + 40])
        length = iban_length(compact[:2])
        if length is None:
            continue
        candidate = compact[:2] + compact[2:4].translate(_AS_DIGITS) + compact[4:length]
        if is_iban(candidate) or is_iban(candidate[:4] + candidate[4:].replace("O", "0")):
            return first_characters(atoms[start:], length)
    return []


def begins_iban(group: Group) -> bool:
    """`alpha tango five four ...`, spelled: the beginning of one, asked for as an account."""
    if [len(atom.chars) for atom in group.atoms[:2]] != [1, 1] or group.size < LEAST:
        return False
    chars = "".join(atom.chars for atom in group.atoms)
    return iban_length(chars[:2]) is not None and chars[2:4].translate(_AS_DIGITS).isdigit()


def first_characters(atoms: Sequence[Atom], length: int) -> list[Atom]:
    out: list[Atom] = []
    size = 0
    for atom in atoms:
        if size >= length:
            break
        out.append(atom)
        size += len(atom.chars)
    return out


def coded(group: Group, *, begun: bool) -> list[Atom]:
    """The characters of a group for a kind with letters; nothing when it is a known id."""
    if len(group.atoms) == 1 and _BANK_REFERENCE.fullmatch(group.atoms[0].chars):
        return []
    letters = ""
    for atom in group.atoms:
        if atom.shape != "l":
            break
        letters += atom.chars
    if letters in _ID_PREFIXES or not any(_DIGITS & set(a.chars) for a in group.atoms):
        goes_on = begun
        is_short = group.size < LEAST and not goes_on
        return [] if is_short or (letters in _ID_PREFIXES and not goes_on) else group.atoms
    return group.atoms


def cut(atoms: Pieces, topic: Topic) -> Pieces:
    """For a kind of known shape the characters that make it; for others all that was read."""
    if topic.shape is None and topic.kind is not Kind.TAX_ID:
        return atoms
    shape = topic.shape or TAX_CODE.shape
    compact = "".join(atom.chars for atom in atoms)
    if _DIGITS.issuperset(compact.replace("O", "")) and topic.shape is None:
        return atoms
    for start in range(min(len(atoms), 4)):
        skipped = sum(len(atom.chars) for atom in atoms[:start])
        if shape is not None and (match := shape.match(compact, skipped)):
            length = match.end() - skipped
            if topic is IBAN:
                length = iban_length(compact[skipped : skipped + 2]) or length
                if not is_iban(compact[skipped : skipped + length].replace("O", "0")):
                    return atoms[start:]  # misheard, or said again in the middle
            return first_characters(atoms, skipped + length)
    return atoms


def to_the_pause(atoms: Pieces, enough: int) -> Pieces:
    """So many digits and a pause: what comes then is another number, or the four that may stay."""
    size = 0
    for place, atom in enumerate(atoms):
        if size >= enough and atom.after_comma:
            return atoms[:place]
        size += len(atom.chars)
    return atoms


def has_shape(group: Group, topic: Topic) -> bool:
    """`RE343975C`: begins like a reference, and is what was asked for."""
    compact = "".join(atom.chars for atom in group.atoms)
    return topic.shape is not None and topic.shape.fullmatch(compact) is not None


def in_fours(atoms: Sequence[Atom]) -> bool:
    """`3638-0699-8552-05`: set apart as cards are, and nothing else."""
    sizes = [len(atom.chars) for atom in atoms[:3]]
    return sizes in ([4, 4, 4], [4, 6, 5], [4, 6, 4])
