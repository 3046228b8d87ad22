"""Amounts as people write and say them: `1.5 lakh`, `5k`, Devanagari digits; no percentages."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("k", "thousand", "hazar", "hazaar", "hajar", "हजार", "हज़ार"), 10**3),
        **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "लाख"), 10**5),
        **dict.fromkeys(("million", "mn"), 10**6),
        **dict.fromkeys(("crore", "crores", "cr", "करोड़"), 10**7),
    }
)
_AMBIGUOUS = frozenset({"m", "b", "l", "bn", "billion", "mio", "mrd", "percent", "pct"})
"""What might scale a number, and nobody knows by how much; or what makes it no amount."""

_SCALED = re.compile(r"(\d[\d.,']*)\s?([^\s\d.,'%/()-]+)")
_MARKS = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u066b": ".", "\u066c": ","})
_DECIMAL = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def plain_number(text: str) -> str | Decimal | None:
    """The text with plain digits, or the number that a word beside it multiplies.

    None where a number is no amount, or a word beside it could make it another one.
    """
    plain = _ascii_digits(text.translate(_MARKS))
    if "%" in plain:
        return None
    found = _SCALED.search(plain)
    word = _folded(found[2]) if found else ""
    if word in _AMBIGUOUS:
        return None
    scale = _SCALES.get(word)
    return plain if found is None or scale is None else _multiplied(found[1], plain, scale)


def _multiplied(digits: str, plain: str, scale: int) -> Decimal | None:
    """Only where it is the one number there, with at most a decimal point."""
    alone = len(re.findall(r"\d[\d.,']*", plain)) == 1
    if not alone or _DECIMAL.fullmatch(digits) is None or "-" in plain:
        return None
    return Decimal(digits) * scale


def _folded(word: str) -> str:
    """One spelling of letters that Unicode writes in two ways, as `ड़`."""
    return unicodedata.normalize("NFC", word).casefold()


def _ascii_digits(text: str) -> str:
    """Digits of any script as the digits that arithmetic reads."""
    return "".join(
        sign if sign.isascii() else str(unicodedata.decimal(sign, sign)) for sign in text
    )


_SCALES = {_folded(word): scale for word, scale in _WORDS.items()}
