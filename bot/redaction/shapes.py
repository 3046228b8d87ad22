"""Codes of letters and digits, and figures with their separators, that nothing else looks like."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.redaction.bank_kinds import IBAN, IFSC
from bot.redaction.checksums import is_card
from bot.redaction.events import Atom
from bot.redaction.kinds import CARD
from bot.redaction.stretches import LONG, Pieces, digits_of, first_characters, iban_in
from bot.redaction.tax_kinds import NINE_DIGITS, TAX_CODE, TAX_NUMBER
from bot.redaction.topics import Topic

# The first four letters of an IFSC: the bank. https://www.rbi.org.in (list of NEFT members)
_INDIAN_BANKS: Final = (
    "SBIN|HDFC|ICIC|UTIB|KKBK|PUNB|BARB|CNRB|UBIN|IDIB|BKID|IOBA|YESB|INDB|FDRL|IDFB|IBKL|UCBA"
    "|CBIN|MAHB|PSIB|RATN|KARB|SIBL|CSBK|DCBL|TMBL|KVBL|JAKA|AUBL|BDBL|ESFB|USFB|UJVN|CITI|HSBC"
    "|SCBL|DEUT|DBSS|AIRP|PYTM|IPOS|FINO|NSPB|SRCB|CIUB|DLXB|NKGS|SVCB|KAIJ|ORBC|CORP|ANDB|SYNB"
    "|VIJB|ALLA|UTBI|BKDN|LAVB|ESMF|JSFB|NESF|CLBL|FSFB|SURY"
)
_SHAPES: Final = (
    (re.compile(rf"(?:{_INDIAN_BANKS})[0O][A-Z\d]{{6}}"), 11, IFSC),
    (re.compile(r"[\dO]{2}[A-Z]{5}[\dO]{4}[A-Z][A-Z\d]Z[A-Z\d]"), 15, TAX_CODE),  # GSTIN
    (re.compile(r"[A-Z]{3}[ABCFGHJLPT][A-Z][\dO]{4}[A-Z]"), 10, TAX_CODE),  # Indian PAN
    (re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2}[\dO]{6}[A-D]"), 9, TAX_CODE),
    (re.compile(r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]"), 16, TAX_CODE),  # codice fiscale
    (re.compile(r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d"), 18, TAX_CODE),  # CURP
)
_LONGEST: Final = 20
BY_FORM_ALONE: Final = 15
"""Signs; a GSTIN has so many."""
_LONGEST_SLIP: Final = 6  # atoms
_MOST_ATOMS: Final = 48
_PUT_RIGHT: Final = re.compile(
    r"\b(?:sorry|no|nope|wait|correction|scratch|strike|mean|meant|actually|rather|wrong|oops"
    r"|misread|not|again|pardon|excuse|apologies|mistake|make that)\b"
)
_FIGURES: Final = (
    (re.compile(r"(?!000|666)\d{3}-(?!00)\d\d-(?!0000)\d{4}"), NINE_DIGITS),  # SSN, ITIN
    (re.compile(r"\d{3}\.\d{3}\.\d{3}-\d\d|\d\d\.\d{3}\.\d{3}/\d{4}-\d\d"), TAX_NUMBER),  # CPF
    (re.compile(r"\d{5}-\d{7}-\d|784-\d{4}-\d{7}-\d|\d{6}-\d\d-\d{4}"), TAX_NUMBER),  # CNIC
    (re.compile(r"756\.\d{4}\.\d{4}\.\d\d"), TAX_NUMBER),  # AHV
)


def code_in(atoms: Sequence[Atom]) -> tuple[Pieces, Topic] | None:
    """The first code of a known shape that begins and ends at borders of atoms."""
    if all(atom.shape not in "lm" for atom in atoms):
        return None
    for start in range(len(atoms)):
        compact = "".join(atom.chars for atom in atoms[start : start + _LONGEST])
        for shape, size, topic in _SHAPES:
            if shape.match(compact) is None:
                continue
            taken = first_characters(atoms[start:], size)
            if sum(len(atom.chars) for atom in taken) == size:
                return taken, topic
    return None


def figures_in(written: str) -> Topic | None:
    """What a number is by the way its figures are set apart: `219-09-9999`."""
    for pattern, topic in _FIGURES:
        if pattern.fullmatch(written):
            return topic
    return None


def put_right(lowered: str, atoms: Pieces) -> Topic | None:
    """What a number is without the slip in its middle: `... oh nine, sorry, oh eight ...`."""
    if len(atoms) > _MOST_ATOMS or not any(atom.after_comma for atom in atoms):
        return None
    for whole in _mended(lowered, atoms):
        if iban_in(whole):
            return IBAN
        code = code_in(whole)
        if code is not None and sum(len(atom.chars) for atom in code[0]) >= BY_FORM_ALONE:
            return code[1]
        if len(digits := digits_of(whole)) > LONG and is_card(digits):
            return CARD
    return None


def _mended(lowered: str, atoms: Pieces) -> Iterator[Pieces]:
    for place in range(1, len(atoms)):
        before, here = atoms[place - 1], atoms[place]
        if here.after_comma and _PUT_RIGHT.search(lowered, before.end, here.start):
            for slip in range(1, min(place, _LONGEST_SLIP) + 1):
                yield atoms[: place - slip] + atoms[place:]
