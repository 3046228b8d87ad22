"""A password before its name: `... is the password`, `typed ... into the password field`."""

# ruff: noqa: RUF001 - quotation marks are the subject

import re
from typing import Final

from bot.redaction.password_forms import is_surely, sounds_like_one
from bot.redaction.password_recited import recited
from bot.redaction.password_words import COMMON, LEADING

Span = tuple[int, int]

_LINKING: Final = re.compile(
    r"(?i)\b(?:that's|that is|this is|it's|is|was|as|for|into|in|under|when|on|typed)\b|[(\[<–—-]"
)
_SAYS_WHAT: Final = re.compile(
    r"(?i)[\"”'’,.;:)]*\s*(?:[(\[]|<-|<|[-–—]+|,)?\s*(?:(?:and )?(?:that's|that is|this is|it's"
    r"|is|was|as|for|into|in|down as|under|when (?:i|we|she|he|they) (?:asked|ask)(?: for)?|on"
    r"|typed)\s+)?"
    r"(?:(?:the|my|our|her|his|their|your|a|new|temp|temporary|login|log-in|admin|root|portal"
    r"|old|user|account|online|email|web|wifi|site|banking)\s+){0,3}$"
)
_INTRO: Final = re.compile(
    r"(?i)\b(?:typ(?:e|ed|ing)|put(?:ting)?|enter(?:ed|ing)?|us(?:e|ed|ing)|tr(?:y|ied|ying)|set"
    r"|gave|giv(?:e|ing|en)|key(?:ed|ing)?|sa(?:y|id|ying)|spell(?:ed|ing)?|is|was|have|had|chose"
    r"|picked|sent|it's|that's|with|of)(?: (?:in|it|as))? (?=\S)|(?:^|[,:] )(?=\S)"
)


def before(folded: str, name: int) -> Span | None:
    """`... is the password`, `typed ... into the password field`."""
    low = max(0, name - 140)
    window = folded[low:name]
    link = re.search(_SAYS_WHAT, window)
    if link is None or "\n" in link[0] or not _LINKING.search(link[0]):
        return None
    ahead = window[: link.start()]
    token = re.search(r"[^\s\"'“”`<>()\[\]{}]+$", ahead)
    if token is None:
        return None
    word = token[0].rstrip(".,;:")
    if is_surely(word):
        return low + token.start(), low + token.start() + len(word)
    begin = max(ahead.rfind(mark) for mark in ('"', "\n", ". ", ": ", "; ", "“"))
    begin = begin + 1 if begin >= 0 else 0
    while begin < len(ahead) and ahead[begin] in " \"'":
        begin += 1
    while (first := re.match(r"[\w']+,?\s+", ahead[begin:])) and (
        first[0].strip(" ,").lower() in LEADING or first[0].strip(" ,").lower() in COMMON
    ):
        begin += first.end()
    for intro in [*_INTRO.finditer(ahead, begin)][::-1]:
        if recited(ahead, intro.end()) == len(ahead):
            return low + intro.end(), low + len(ahead)
    said = ahead[begin:]
    if not sounds_like_one(said):
        return None
    return low + begin, low + len(ahead)
