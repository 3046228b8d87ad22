"""A password beside whom it lets in: `user mo pass quarry-lantern-8`, `login: mo / Maple7712`."""

import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.password_forms import is_surely
from bot.redaction.password_words import STATES

_LOGIN: Final = re.compile(
    r"(?i)(?<![\w-])(?:(?:log-?in|user(?:name)?|logon)\b:? "
    r"(?:[\w.+@-]{2,60} ?[/|,:] ?(?:pass\w{0,4}:? )?)?"
    r"|pass(?:code)?:? )(?P<value>[^\s\"'<>,]{6,60})"
)
_PAIR: Final = re.compile(
    r"(?i)(?<![\w-])(?:user(?:name|id)?|usr|uid|log-?in|logon)\b[:=]? ?[^\s,;/|]{1,60}"
    r"(?:\s?[,;/|&]\s?|\s)(?:and )?(?:pass(?:word|code|phrase)?|pwd|pw)\b"
    r"(?P<sign>\s?[:=])? ?(?:is )?[\"'`]?"
    r"(?P<value>[^\s\"'`<>,;\[\]]{4,60})"
)


def logins_in(folded: str, start: int) -> Iterator[tuple[int, int]]:
    """Where such passwords stand, from `start` on."""
    for match in _PAIR.finditer(folded, start):
        value = match["value"].rstrip(".:!?)")
        is_one = bool(match["sign"]) or not value.isalpha()
        if is_one and value.lower() not in STATES:
            yield match.start("value"), match.start("value") + len(value)
    for match in _LOGIN.finditer(folded, start):
        value = match["value"].rstrip(".;:)")
        if is_surely(value):
            yield match.start("value"), match.start("value") + len(value)
