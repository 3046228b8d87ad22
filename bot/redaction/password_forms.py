"""What a password looks like, written or said."""

import re
from typing import Final

from bot.redaction.password_words import COMMON, NOT_KEYS, SYMBOL_WORDS
from bot.redaction.words import COUNTED, LEXICON, MONEY, MONTH, SCALE, TEN, UNIT

_NO_SPEECH: Final = re.compile(r"[€£₹₦$%/:;\[\]{}=@<>|\n]")
_LOOKS_SECRET: Final = re.compile(
    r"[A-Za-z]+(?:[-_.][a-z0-9]+){2,}|(?=.*\d)(?=.*[A-Za-z]).{5,}|(?=.*[!@#$%^*&+=]).{5,}"
    r"|(?=.*[a-z][A-Z]).{6,}|\d{4,}"
)
_SURELY: Final = re.compile(
    r"(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[A-Za-z0-9_-]{8,64}[!#$%&*?]*"
    r"|(?=\S*[A-Za-z])(?=\S*\d)(?=\S{6})[A-Za-z0-9._-]{1,40}[@!#$%^&*+][A-Za-z0-9!@#$%^&*?]{0,40}"
    r"|[a-z]{3,12}(?:-[a-z]{3,12}){2,4}"
)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[a-z.]{2,}", re.IGNORECASE)


def is_written(word: str) -> bool:
    return _LOOKS_SECRET.fullmatch(word) is not None and not NOT_KEYS.match(word)


def is_surely(word: str) -> bool:
    return (
        _SURELY.fullmatch(word) is not None
        and not NOT_KEYS.match(word)
        and not _MAIL.fullmatch(word)
    )


def sounds_like_one(said: str) -> bool:
    """A few words that make no sentence, with a figure or a symbol among them."""
    if _NO_SPEECH.search(said) or any(map(_is_id, said.split())):
        return False
    words = re.findall(r"[a-z0-9']+", said.lower())
    if not 2 <= len(words) <= 12 or any(word in COMMON for word in words):  # noqa: PLR2004 - as long as people make them
        return "all lower case" in said.lower() and len(words) <= 12 and words[0] not in COMMON  # noqa: PLR2004 - the same
    sorts = [entry.sort for word in words if (entry := LEXICON.get(word)) is not None]
    if any(sort in (MONEY, SCALE, MONTH, COUNTED) for sort in sorts):
        return False
    if words[0].isdigit():
        return False
    plain = [w for w in words if w not in LEXICON and w not in SYMBOL_WORDS and w.isalpha()]
    return bool(plain) and (
        any(sort in (UNIT, TEN) for sort in sorts)
        or any(word in SYMBOL_WORDS or word.isdigit() for word in words)
        or (
            (len(plain) == len(words) > 2 and all(len(word) > 3 for word in words))  # noqa: PLR2004 - `copper willow marble`
            and all(LEXICON.get(word) is None for word in words)
        )
    )


def _is_id(word: str) -> bool:
    return not word.isdigit() and NOT_KEYS.match(word) is not None
