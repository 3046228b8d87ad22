"""Codes of letters and digits, and figures with their separators, that nothing else looks like."""

import re
from collections.abc import Sequence
from typing import Final

from bot.redaction.bank_kinds import IFSC
from bot.redaction.events import Atom
from bot.redaction.stretches import Pieces, first_characters
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
