"""What is a secret whatever stands around it: right check digits, or a form nothing else has.

`find` uses it beside the reading by names, `assert_clean` uses nothing else: so what `redact`
returned always passes, whole or cut into turns and fields.
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.checksums import iban_length, is_iban, is_surely_card
from bot.redaction.finding import Finding, Kind
from bot.redaction.secrets import keys_by_form

_CARD: Final = re.compile(r"(?<![\w.,·-])\d(?:[ -]?\d){14,15}(?![\w]|[-.,]\d| \d)")
_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d[ -]?\d(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])"
)
_SEPARATORS: Final = str.maketrans("", "", " -")


def certain_in(folded: str) -> Iterator[Finding]:
    """Findings in the folded text's offsets."""
    for match in _CARD.finditer(folded):
        digits = match[0].translate(_SEPARATORS)
        if is_surely_card(digits):
            yield Finding(Kind.CARD, "card", (match.span(),), digits[-4:])
    for match in _IBAN.finditer(folded):
        yield from _iban(match)
    yield from keys_by_form(folded)


def _iban(match: re.Match[str]) -> Iterator[Finding]:
    """The pattern may have taken in a word behind the number."""
    compact = match[0].translate(_SEPARATORS).upper()
    length = iban_length(compact[:2])
    if length is None or len(compact) < length or not is_iban(compact[:length]):
        return
    end = match.start()
    left = length
    while left:
        left -= match.string[end] not in " -"
        end += 1
    if match.string[end : end + 1].isalnum():
        return
    yield Finding(Kind.BANK, "IBAN", ((match.start(), end),), compact[length - 4 : length])
