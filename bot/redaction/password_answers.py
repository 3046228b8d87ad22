"""A password given in plain words, in answer to a question for it."""

import re
from typing import Final

from bot.redaction.labels import INLINE, own_words
from bot.redaction.password_words import COMMON, COULD_BE, LEADING
from bot.redaction.words import COUNTED, LEXICON, MONEY, MONTH, SCALE

Span = tuple[int, int]

_BEFORE: Final = re.compile(r"(?:[.?!\n:;\"]|^)[^.?!\n:;\"]*$")
_ASKS: Final = re.compile(
    r"(?i)\b(?:what|what's|whats|which|your|the|tell|give|confirm|verify|say|read|spell|provide|need"
    r"|have|get|take|quote|may|and|wie|quel|cual|qual|bitte|please)\b"
)
_ASKS_WHICH: Final = re.compile(r"(?i)\b(?:what|which)(?:'s| is| was)?(?: the| your)? (?:\w+ )?$")
_ASKS_ELSE: Final = re.compile(
    r"(?i)\b(?:reset|change|changed|changing|when|why|how|did|does|do you want|who|whether|expired"
    r"|sent|receive|work|works|worked|working|fail\w*|lock\w*|forg[oe]t\w*|try|tried|update|new"
    r"|policy|manager|help|link|email|is it|was it|has|had|want|would you)\b"
)
_ENDS: Final = re.compile(r"[^.?!\n\"]{0,60}?(?P<mark>[?.\n\"]|$)")
_TURN_END: Final = re.compile(rf"\n|\"|{INLINE}")
_STOP: Final = re.compile(
    r"(?i)[.?!;\n\"(]|,? (?:and|but|et|y|und|you know|that's|it's|is that|with|as in|like|then|if"
    r"|so|because|from|for|please|thanks)\b|, (?=[a-z]+ (?:is|was|the|my)\b)| - "
)
_NO_SPEECH: Final = re.compile(r"[\u20ac\u00a3\u20b9\u20a6$%/:\[\]{}=@<>|#]")
_DESCRIBES: Final = re.compile(
    r"(?i)(?:(?:all|in) (?:lower|upper) ?case|all caps|no caps|one word|two words|no spaces?|small"
    r" letters|no hint|just|e be|na so)\b[, ]*"
)
_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*[,:]?\s*")
_LEADS_TOO: Final = frozenset(
    ("no", "yes", "hint", "there", "think", "believe", "guess", "was", "be", "should", "probably")
)
_MOST_TURNS: Final = 3
_MOST_WORDS: Final = 6
_LONG_ENOUGH: Final = 4
_AMONG_OTHERS: Final = 2
_COUNTS: Final = (MONEY, SCALE, MONTH, COUNTED)


def answer_to(folded: str, start: int, end: int) -> Span | None:
    """What answers the question that names a password at `start` to `end`; None without one."""
    behind = _ENDS.match(folded, end)
    if behind is None or not _is_question(folded, start, behind.end(), behind["mark"]):
        return None
    at = behind.end()
    for _ in range(_MOST_TURNS):
        at += own_words(folded[at : at + 200]) if at and folded[at - 1] == "\n" else 0
        turn = _TURN_END.search(folded, at, at + 300)
        stop = turn.start() if turn else min(len(folded), at + 300)
        begin = led_in(folded, at, stop)
        if folded.startswith("[", begin):
            return None  # it went before
        if begin < stop and folded[begin:stop].strip(" .,!?"):
            return _answer(folded, begin, stop)
        if turn is None:
            return None
        at = turn.end()
    return None


def _is_question(folded: str, start: int, end: int, mark: str) -> bool:
    before = _BEFORE.search(folded[max(0, start - 100) : start])
    asked = (before[0] if before else "") + folded[start:end]
    if _ASKS_ELSE.search(asked) and not _ASKS_WHICH.search(before[0] if before else ""):
        return False
    if mark == "?":
        return True
    is_turn = mark in ("\n", "") or folded[end - 1 : end + 1].endswith(("\n", "."))
    return is_turn and _ASKS.search(asked) is not None and "\n" in folded[end - 1 : end + 2]


def led_in(folded: str, at: int, stop: int) -> int:
    """Behind `oh right, it's all lower case,`."""
    while at < stop:
        if folded[at] in " ,'-.\u2026":
            at += 1
            continue
        if (said := _DESCRIBES.match(folded, at, stop)) is not None:
            at = said.end()
            continue
        word = _WORD.match(folded, at, stop)
        plain = "" if word is None else word[0].strip(" ,:").lower()
        if word is None or (plain not in LEADING and plain not in _LEADS_TOO):
            break
        at = word.end()
    return at


def _answer(folded: str, begin: int, stop: int) -> Span | None:
    """A few words that make no sentence."""
    if (ended := _STOP.search(folded, begin, stop)) is not None:
        stop = ended.start()
    said = folded[begin:stop].rstrip(" ,.!?")
    words = [word[0].strip(" ,:").lower() for word in _WORD.finditer(said)]
    if not 1 <= len(words) <= _MOST_WORDS or _NO_SPEECH.search(said):
        return None
    if any(word in COMMON and word not in COULD_BE for word in words):
        return None
    sorts = [entry.sort for word in words if (entry := LEXICON.get(word)) is not None]
    plain = [w for w in words if w not in LEXICON and w not in COMMON and _is_wordy(w)]
    least = _AMONG_OTHERS if any(word in COULD_BE for word in words) else 1
    if len(plain) < least or any(sort in _COUNTS for sort in sorts):
        return None
    return begin, begin + len(said)


def _is_wordy(word: str) -> bool:
    """`marigold`, `quarry-lantern-88`."""
    letters = sum(map(str.isalpha, word))
    return letters >= _LONG_ENOUGH and (word.isalpha() or "-" in word)
