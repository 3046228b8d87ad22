"""Integer minor units with an ISO 4217 currency: never floats, never two decimals assumed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision, list_currencies

MAX_AMOUNT_MINOR = 10**13
"""Above this no claim is believed: the amount counts as unknown."""

_NUMBER = re.compile(r"-?\d[\d.,'\u00a0\u202f _]*")


@lru_cache(maxsize=1)
def _known_currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def currency_or_none(code: object) -> str | None:
    """Return the upper-case ISO code, or None for anything that is not a known currency."""
    text = code.strip().upper() if isinstance(code, str) else ""
    return text if len(text) == 3 and text in _known_currencies() else None  # noqa: PLR2004 - ISO 4217 codes have three letters


def exponent(currency: str) -> int:
    """Decimals of the currency's minor unit, from CLDR (https://cldr.unicode.org): JPY 0, KWD 3."""
    return get_currency_precision(currency)


def to_minor(amount: Decimal, currency: str) -> int | None:
    """Convert major units exactly; None when the amount is finer than the minor unit or absurd."""
    scaled = amount.scaleb(exponent(currency))
    if scaled != scaled.to_integral_value() or not 0 <= scaled <= MAX_AMOUNT_MINOR:
        return None
    return int(scaled)


def to_major(amount_minor: int, currency: str) -> Decimal:
    """Express minor units in major units, exactly."""
    return Decimal(amount_minor).scaleb(-exponent(currency))


def format_money(amount_minor: int, currency: str) -> str:
    """Write an amount for people: `USD 2,490.00`, `JPY 12,000`."""
    return format_currency(
        to_major(amount_minor, currency), currency, format="¤¤ #,##0.00", locale="en_US"
    ).replace("\u00a0", " ")


def parse_amount(value: object, currency: str) -> int | None:
    """Read a claimed amount (number, or text in any grouping) as minor units; None when unclear."""
    number = _decimal(value)
    return None if number is None else to_minor(number, currency)


_TYPED = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)


def read_typed(text: str, currency: str) -> int | None:
    """Read an amount that a person typed to be sent; anything ambiguous is None, never a guess."""
    typed = text.strip()
    if _TYPED.fullmatch(typed) is None:
        return None
    return to_minor(Decimal(typed.replace(",", "")), currency)


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        return _finite(str(value))
    return _decimal_in_text(value) if isinstance(value, str) else None


def _finite(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _decimal_in_text(text: str) -> Decimal | None:
    """Read the only number of a text; several numbers are unclear, and unclear means none."""
    found = _NUMBER.findall(text)
    return _finite(_ungrouped(found[0])) if len(found) == 1 else None


def _ungrouped(digits: str) -> str:
    """Drop grouping marks; the last is the decimal one unless three digits follow it."""
    text = re.sub(r"['\u00a0\u202f _]", "", digits).rstrip(".,")
    marks = [mark for mark in text if mark in ".,"]
    if not marks:
        return text
    whole, _, tail = text.rpartition(marks[-1])
    if marks.count(marks[-1]) > 1 or (len(tail) == 3 and len(set(marks)) == 1):  # noqa: PLR2004 - a group has three digits
        return re.sub(r"[.,]", "", text)
    return re.sub(r"[.,]", "", whole) + "." + tail
