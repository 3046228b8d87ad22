"""E-mail addresses and phone numbers as cards show them: enough to recognise, not to use."""

from __future__ import annotations

import re

DOTS = "•••"
_ENOUGH_DIGITS = 7
_PHONE_DIGITS = range(9, 16)
_LAST = 4

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_SPOKEN_EMAIL = re.compile(
    r"(?i)\b[\w.+-]{1,64}(?: (?:dot|underscore|dash) [\w+-]{1,64}){0,4} at [\w-]{1,63}"
    r"(?: dot [\w-]{1,63}){1,5}\b"
)
_NUMBER = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d[\d ().-]{6,22}\d(?![\w-])")
_DATE = re.compile(r"(?:19|20)\d\d[-. ](?:0?[1-9]|1[0-2])[-. ]\d\d|\d\d[-. ]\d\d[-. ](?:19|20)\d\d")
_NAMED = re.compile(
    r"\b(?i:invoice|order|ref|reference|ticket|case|account|transaction|payment|charge|receipt"
    r"|subscription|customer|policy|po|id|no|number|nr)[\s.:#-]*$|#\s*$|\b[A-Z]{3}\s*$"
)
_AMOUNT = re.compile(r"\d{1,3}(?: \d{3})+\.\d\d")


def mask_email(address: str) -> str:
    """Keep the first letter and the domain: `d•••@larkspur.example`."""
    name, at, domain = address.strip().rpartition("@")
    return f"{name[:1]}{DOTS}@{domain}" if at and name else DOTS


def mask_phone(number: str) -> str:
    """Keep the last four digits: `•••0143`; fewer than seven digits are hidden whole."""
    digits = "".join(char for char in number if char.isdigit())
    return f"{DOTS}{digits[-_LAST:]}" if len(digits) >= _ENOUGH_DIGITS else DOTS


def mask_contacts(text: str) -> str:
    """Mask the addresses and phone numbers inside a text; dates, amounts and references stay."""
    masked = _EMAIL.sub(lambda found: mask_email(found[0]), text)
    masked = _SPOKEN_EMAIL.sub(f"{DOTS}@{DOTS}", masked)
    return _NUMBER.sub(lambda found: _number(found, masked), masked)


def _number(found: re.Match[str], text: str) -> str:
    number = found[0]
    digits = sum(1 for char in number if char.isdigit())
    if digits not in _PHONE_DIGITS or _DATE.search(number) or _AMOUNT.fullmatch(number):
        return number
    before = text[max(0, found.start() - 24) : found.start()]
    dialled = number.lstrip("(").startswith(("+", "00"))
    return number if not dialled and _NAMED.search(before) else mask_phone(number)
