"""Check digits and issuer ranges. Facts: ISO/IEC 7812, ISO 13616."""

import re
from typing import Final

_DOUBLED: Final = str.maketrans("0123456789", "0246813579")

# First digits and lengths by network: https://en.wikipedia.org/wiki/Payment_card_number
_NETWORKS: Final = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|095|[689]\d)\d{11,16}"  # Diners Club
    r"|(?:6011|64[4-9]\d|65\d{2}|622\d)\d{12,15}"  # Discover, RuPay on 65
    r"|35(?:2[89]|[3-8]\d)\d{12,15}"  # JCB
    r"|(?:62|81)\d{14,17}"  # UnionPay
    r"|(?:50\d{2}|5[6-9]\d{2}|6[037]\d{2})\d{8,15}"  # Maestro, Verve, RuPay on 60 and 508
    r"|220[0-4]\d{12,15}"  # Mir
    r"|9792\d{12}"  # Troy
)
_EXACT: Final = re.compile(
    r"4\d{15}|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|6011\d{12}|65\d{14}|62\d{14}|506[01]\d{12}"
)

_IBAN_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30,
    "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
    "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    reversed_digits = digits[::-1]
    doubled = reversed_digits[1::2].translate(_DOUBLED)
    return (sum(map(int, reversed_digits[::2])) + sum(map(int, doubled))) % 10 == 0


def is_card(digits: str) -> bool:
    """A number of a known network's range and length with a right check digit."""
    return 12 <= len(digits) <= 19 and _NETWORKS.fullmatch(digits) is not None and luhn(digits)  # noqa: PLR2004 - ISO/IEC 7812 lengths


def is_surely_card(digits: str) -> bool:
    """A card even under another name: the networks whose ranges and length leave little chance."""
    return _EXACT.fullmatch(digits) is not None and luhn(digits) and len(set(digits)) > 1


def iban_length(country: str) -> int | None:
    """How long the IBANs of a country are (SWIFT IBAN registry); None without IBANs."""
    return _IBAN_LENGTHS.get(country)


def is_iban(compact: str) -> bool:
    """Length by country and mod 97 (ISO 13616)."""
    if _IBAN_LENGTHS.get(compact[:2]) != len(compact) or not compact.isascii():
        return False
    turned = compact[4:] + compact[:4]
    return turned.isalnum() and int("".join(str(int(char, 36)) for char in turned)) % 97 == 1
