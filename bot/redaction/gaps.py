"""What stands between two words: nothing much, a pause, other signs, or the end of a turn."""

import re
from typing import Final

from bot.redaction.events import RECORD

_TIGHT_GAP: Final = re.compile(r"""[ \-.,/_:'"\[\]+~…\u2013\\]*""")

TIGHT, COMMA, BROKEN, TURN = range(4)
_SHORT: Final = 3
_PAUSES: Final = (",", ". ", "..", " - ", "… ", " / ", "//", " |")


def _read(gap: str) -> int:
    if "\n" in gap or "{" in gap or RECORD in gap:
        return TURN
    if _TIGHT_GAP.fullmatch(gap) is None:
        return BROKEN
    return COMMA if any(pause in gap for pause in _PAUSES) else TIGHT


_GAPS: Final = {
    gap: _read(gap) for gap in ("", " ", "-", ", ", ". ", "\n", '", "', ",", " - ")
} | dict.fromkeys((*"|*·^=#", " · "), TIGHT)  # odd separators in one number


def sort_of(gap: str) -> int:
    """TIGHT, COMMA, BROKEN or TURN; the short ones repeat."""
    sort = _GAPS.get(gap)
    if sort is None:
        sort = _read(gap)
        if len(gap) <= _SHORT:
            _GAPS[gap] = sort
    return sort
