"""Letters that stand for figures in a card number: `42O7`, `l234`, `4S32`.

A number of a card's length whose groups are figures and letters that look like figures, most of
them figures, is read as figures when that makes a card, or when it is set apart as cards are.
"""

import re
from collections.abc import Iterable
from typing import Final

from bot.redaction.checksums import is_card

_LIKE: Final = str.maketrans("OoQDlIi|SsBZzG", "00001111558226")
_MIXED: Final = re.compile(
    r"\d(?:[OoQDlIi|SsBZzG](?![a-z]{2})|[ -][OISBZlo][\dOoQDlIi|SsBZzG](?![a-z])"
    r"|(?<=[OoQDlIi|SsBZzG]\d))"
)
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z0-9|])(?=[\dA-Za-z|]{0,19}[ ./_-]{0,2}[\dA-Za-z|]{0,5}\d)[\dOoQDlIi|SsBZzG]{2,19}"
    r"(?:[ ./_-]{1,2}[\dOoQDlIi|SsBZzG]{1,19}){0,6}(?![A-Za-z0-9|])"
)
_SEPARATORS: Final = re.compile(r"[ ./_-]+")
_LENGTHS: Final = range(12, 20)
_SIZES: Final = ([4, 4, 4, 4], [4, 6, 5])


def straight(plain: str, windows: Iterable[tuple[int, int]]) -> str:
    """The text with figures for such letters, character by character, so that offsets stay."""
    parts: list[str] = []
    at = 0
    for start, end in windows:
        if _MIXED.search(plain, start, end) is None:
            continue
        for match in _NUMBER.finditer(plain, start, end):
            if match.start() >= at and (figures := _figures(match[0])):
                parts += (plain[at : match.start()], figures)
                at = match.end()
    return "".join((*parts, plain[at:])) if parts else plain


def _figures(written: str) -> str | None:
    """The figures of a number, when letters are among them and it is a card's."""
    groups = _SEPARATORS.split(written)
    compact = "".join(groups)
    if compact.isdigit() or sum(map(str.isdigit, compact)) * 2 < len(compact):
        return None
    digits = compact.translate(_LIKE)
    if len(digits) not in _LENGTHS:
        return None
    in_groups = [len(group) for group in groups] in _SIZES and digits[0] in "23456"
    in_groups = in_groups and sum(map(str.isdigit, compact)) * 3 >= 2 * len(compact)
    return written.translate(_LIKE) if in_groups or is_card(digits) else None
