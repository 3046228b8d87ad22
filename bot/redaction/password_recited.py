"""A password read out: letters one by one, words, figures and signs in a row.

r o c k e t eight six six      capital tiger, then seven five, exclamation mark
"""

import re
from typing import Final

from bot.redaction.password_words import COMMON, NOT_KEYS, SYMBOL_WORDS
from bot.redaction.words import (
    COUNTED,
    FOREIGN,
    LETTER,
    LEXICON,
    MONEY,
    MONTH,
    PLURAL,
    SCALE,
    TEN,
    TIMES,
    UNIT,
    WEAK,
)

_MOST: Final = 200
_TOKEN: Final = re.compile(
    r"(?P<sign>(?i:exclamation (?:mark|point)|(?:at|dollar|pound|percent|hash|plus|equals?) sign"
    r"|question mark|full stop|hash(?:tag| key)?|underscore|dash|hyphen|dot|period|asterisk"
    r"|ampersand|star|at the (?:end|start|front))(?![a-z']))"
    r"|(?P<how>(?i:and then|followed by|(?:all |in )?(?:upper|lower) ?case|all caps|capital|small"
    r"|no spaces|one word|then|(?:the )?(?:letters?|digits?|numbers?))(?![a-z']))"
    r"|(?P<word>[A-Za-z]+(?:'[a-z]+)?)|(?P<figure>\d{1,8})(?!\d|[.,/:]\d|-\d\d-)|(?P<mark>[!@#$%^&*_+?]+)"
)
_BETWEEN: Final = re.compile(r",? ?\.{2,3} ?| ?, ?| - |[ -]")
_FIGURES: Final = (UNIT, TEN, FOREIGN, TIMES, PLURAL)
_COUNTS: Final = (MONEY, SCALE, MONTH, COUNTED)
_LEAST_LETTERS: Final = 3
_LEAST_CAPITALS: Final = 5


def recited(folded: str, start: int) -> int | None:
    """Where what is read out from `start` on ends; None when it does not sound like a password."""
    at = end = named = start  # `named` is where the figures that end it begin
    letters = words = figures = signs = in_a_row = 0
    while at < start + _MOST and (token := _TOKEN.match(folded, at)) is not None:
        sort = _sort(token)
        if sort in ("", "count") or (sort == "figure" and end == start):
            end = named if sort == "count" else end
            break
        in_a_row = in_a_row + 1 if sort == "letter" else 0
        letters = max(letters, in_a_row)
        words += sort == "word"
        figures += sort == "figure"
        signs += sort == "sign"
        at = token.end()
        end = end if sort == "how" else at
        named = named if sort == "figure" else end
        between = _BETWEEN.match(folded, at)
        if between is None:
            break
        at = between.end()
    is_one = letters >= _LEAST_LETTERS or (words and figures) or (words > 1 and signs)
    return end if is_one and not NOT_KEYS.match(folded[start:end]) else None


def _sort(token: re.Match[str]) -> str:
    if token["word"] is None:
        return "sign" if token["mark"] else token.lastgroup or ""
    said = token[0].lower()
    entry = LEXICON.get(said)
    if len(said) == 1:
        return "letter"
    if said in SYMBOL_WORDS:
        return "sign"
    if entry is not None and entry.sort not in (LETTER, WEAK):
        return "figure" if entry.sort in _FIGURES else "count" if entry.sort in _COUNTS else ""
    return "word" if _is_plain(token[0]) else ""


def _is_plain(word: str) -> bool:
    """No word of a sentence, and not the `INV` of a reference."""
    least = _LEAST_CAPITALS if word.isupper() else _LEAST_LETTERS
    return len(word) >= least and word.isalpha() and word.lower() not in COMMON
