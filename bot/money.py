"""Integer minor units with an ISO 4217 currency: never floats, never two decimals assumed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_currency_precision

MAX_AMOUNT_MINOR = 10**13
"""Above this no claim is believed: the amount counts as unknown."""

_ISO_EXPONENTS = {
    **dict.fromkeys(
        ("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"), 2
    ),
    "IQD": 3,
}
"""Where ISO 4217 (https://www.six-group.com/en/products-services/financial-information/
data-standards.html) counts decimals that CLDR leaves out because nobody shows them."""

_NUMBERS = re.compile(r"\d(?:[\d.,'\u00a0\u202f _]*\d)?", re.ASCII)
_SIGNED = re.compile(r"[-\u2212(]\s*\d", re.ASCII)
_PLAIN = re.compile(r"(\d+)(?:([.,])(\d+))?", re.ASCII)
_GROUPED = re.compile(
    r"\d{1,3}([.,'\u00a0\u202f _])\d{3}(?:\1\d{3})*(?:(?!\1)[.,](\d+))?", re.ASCII
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}(?:\.(\d+))?", re.ASCII)
_TYPED = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_GROUP = 3


@lru_cache(maxsize=1)
def _tender() -> frozenset[str]:
    """Currencies that are money somewhere today; historical and testing codes are not."""
    everywhere = get_global("territory_currencies").values()
    return frozenset(
        code
        for currencies in everywhere
        for code, _, ended, is_tender in currencies
        if ended is None and is_tender
    )


def currency_or_none(code: object) -> str | None:
    """Return the upper-case ISO code, or None for anything that is not money today."""
    text = code.strip().upper() if isinstance(code, str) else ""
    return text if text in _tender() else None


@lru_cache(maxsize=256)
def exponent(currency: str) -> int:
    """Decimals of the minor unit: JPY 0, USD 2, KWD 3 (CLDR, https://cldr.unicode.org, and ISO)."""
    known = _ISO_EXPONENTS.get(currency)
    return get_currency_precision(currency) if known is None else known


def to_minor(amount: Decimal, currency: str) -> int | None:
    """Convert major units exactly; None when the amount is finer than the minor unit or absurd."""
    if not 0 <= amount <= MAX_AMOUNT_MINOR:
        return None
    scaled = amount.scaleb(exponent(currency))
    if scaled > MAX_AMOUNT_MINOR or scaled != scaled.to_integral_value():
        return None
    return int(scaled)


def to_major(amount_minor: int, currency: str) -> Decimal:
    """Express minor units in major units, exactly."""
    return Decimal(amount_minor).scaleb(-exponent(currency))


def format_money(amount_minor: int, currency: str) -> str:
    """Write an amount for people: `USD 2,490.00`, `JPY 12,000`."""
    sign = "-" if amount_minor < 0 else ""
    major = to_major(abs(amount_minor), currency)
    return f"{sign}{currency} {major:,.{exponent(currency)}f}"


def parse_amount(value: object, currency: str) -> int | None:
    """Read a claimed amount (number, or text in any grouping) as minor units; None when unclear."""
    number = _decimal(value, currency)
    return None if number is None else to_minor(number, currency)


def read_typed(text: str, currency: str) -> int | None:
    """Read an amount that a person typed to be sent; anything ambiguous is None, never a guess."""
    typed = text.strip()
    if _TYPED.fullmatch(typed) is None:
        return None
    return to_minor(Decimal(typed.replace(",", "")), currency)


def _decimal(value: object, currency: str) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        return _finite(str(value))
    return _decimal_in_text(value, currency) if isinstance(value, str) else None


def _finite(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _decimal_in_text(text: str, currency: str) -> Decimal | None:
    """Read the only number of a text; several numbers or a sign are unclear, and that is None."""
    found = _NUMBERS.findall(text)
    if len(found) != 1 or _SIGNED.search(text):
        return None
    plain = _PLAIN.fullmatch(found[0])
    return _plain(plain, currency) if plain else _grouped(found[0])


def _plain(found: re.Match[str], currency: str) -> Decimal | None:
    """Read digits with at most one mark; before three digits it may as well group."""
    whole, mark, fraction = found.groups()
    may_group = mark and len(fraction) == _GROUP and len(whole) <= _GROUP and whole[0] != "0"
    if not may_group:
        return Decimal(f"{whole}.{fraction or 0}")
    return None if exponent(currency) == _GROUP else Decimal(whole + fraction)


def _grouped(digits: str) -> Decimal | None:
    for shape in (_GROUPED, _INDIAN):
        if found := shape.fullmatch(digits):
            fraction = found.groups()[-1]
            whole = digits[: -len(fraction) - 1] if fraction else digits
            return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{fraction or 0}")
    return None
