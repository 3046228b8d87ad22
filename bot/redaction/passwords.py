"""Passwords: written beside their name, read out word by word, or given in answer to a question."""

# ruff: noqa: RUF001 - words read better in a paragraph; quotation marks are the subject

import itertools
import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.labels import INLINE, own_words
from bot.redaction.password_answers import answer_to, led_in
from bot.redaction.password_before import before
from bot.redaction.password_forms import is_surely, is_written, sounds_like_one
from bot.redaction.password_logins import logins_in
from bot.redaction.password_recited import recited
from bot.redaction.password_words import COMMON, LEADING, STATES, SYMBOL_WORDS
from bot.redaction.words import LEXICON, TEN, UNIT

Span = tuple[int, int]

NAME_PARTS: Final = (
    "pass", "pwd", "pw", "kennwort", "contrase", "mot de passe", "senha", "memorable", "secret",
    "wachtwoord", "parola", "clave", "login", "logon", "credential", "creds", "security", "safe",
    "code", "account word", "haslo", "hasło", "parool", "losenord", "salasana", "kata sandi",
    "neno la siri", "wifi key", "wi-fi key",
)  # fmt: skip
_NAME: Final = (
    r"pass ?words?|passwd|pwd|(?<!\d )pw|pass ?phrases?|passcode word|kennwort|passwort"
    r"|contrase[nñ]a|mot de passe|senha"
    r"|wachtwoord|parola d['’]ordine|parola chiave|palavra[- ]passe"
    r"|clave de acceso|(?:the|my|your|our|his|her|login|admin|user|root|portal) pass"
    r"|(?:secret|security) (?:word|answer|phrase)|safe ?word|code ?word|account word"
    r"|pass ?word hint|has[lł]o|parool|losenord|lösenord|passord|salasana|kata sandi|neno la siri"
    r"|wi-?fi key|login pass|memorable (?:word|name|place)|log-?in details|credentials|creds"
)
_PASSWORD: Final = re.compile(
    rf"(?i)(?<![a-z\[])(?P<name>{_NAME})(?![a-z]|\d\w)(?P<glue>(?:['’]s)?"
    r"(?:,? (?:the )?(?:(?:first|second|third|last|other|1st|2nd|3rd) (?:part|half|piece|bit|word)"
    r"|(?:part|half|piece) (?:one|two|three|[123a-c](?:/\d| of \d)?)))?"
    r"(?: (?:they|he|she|i|we|you)(?: \w+){1,2}(?= is| was))?(?: (?:for|on|to) (?:the |my "
    r"|our |your |his |her )?[a-z]+(?: [a-z]+)?(?= is| was|:))?[\"')*]*"
    r",?\s*\(?(?:(?:is|was|to|as|updated to|changed to|reset to|set as|saved as|are|=|:|->"
    r"|set to"
    r"|reads|being|typed|ist|c'est|est|es|era"
    r"|e|è|é|er|lautet|hai|ni|na|goes|would be|will be|should be|it is|which is|that is|that's"
    r"|given|as follows|came through as|[-–—](?= ))(?:\b"
    r"|(?<=[=:>–—-]))[\s:\"'`“‘,-]*)*)"
)
_LOGIN_WORDS: Final = re.compile(r"(?i)(?<![\w-])log-?in:? (?=[a-z]{4,} [a-z]{4,} )")
_VALUE: Final = re.compile(r"[^\s\"'`”’<>]{3,200}")
_QUOTES: Final = ('"', "'", "`", "‘", "“")
_LATER: Final = re.compile(
    r"(?: [A-Za-z'-]+){1,8} ?[:=] ?[\"'`‘“]?(?P<value>[^\s\"'`’”<>\[]{4,199}[^\s\"'`’”<>\[.,;:!?)])"
)
"""`the password into the chat: ...`."""
_MARKS: Final = ".,;:!?)]}"
_QUERY_VALUE: Final = re.compile(r"[^\s\"'`<>&]{1,200}")
_SENTENCE_END: Final = re.compile(
    r"[.?!](?=\s|$)|\n|[;\"{}]|\s(?:agent|user|caller|assistant|rep|client|customer|bot)\s*:",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?i),? (?:can|could|would) you\b"
    r"|,? (?:and|but|et|y|und|en|e|aur) (?:the|my|our|we|it|la|le|el|los|die|der|das|het|o|can"
    r"|could|please|would|that's|his|her|mi|su|meine|votre|i'd|i need|i want)\b"
)
_PIECE: Final = re.compile(r"[^\s\"'“”`<>()\[\]{}]+")
_WORD: Final = re.compile(r"[A-Za-z']+")
_SAYS: Final = re.compile(r"\bis\b|\b[Ii]t['’]s\b|:|,(?!\d)")
_TURN: Final = re.compile(
    r"\n+|\"[^{}\n\"]{0,4}\},?\s?\{[^{}\n]{0,80}?"
    rf"\"(?:content|text|message|body|utterance|line|msg)\"\s?:\s?\"|{INLINE}"
)
_WORDY: Final = re.compile(r"[A-Za-z]+,?")
_WHO: Final = frozenset(
    ("user", "username", "userid", "login", "email", "id", "name", "tenant", "url")
)
_PEOPLE: Final = frozenset(("you", "we", "they", "i", "these", "those"))
_REACH: Final = 14
_MOST_TURNS: Final = 4
_FAR_LOOKS: Final = 20
_CHARS_A_LOOK: Final = 200


def passwords_in(folded: str) -> Iterator[Span]:
    """Where a password stands, left to right as far as its name allows."""
    at = 0
    far = _FAR_LOOKS + len(folded) // _CHARS_A_LOOK  # names beyond it only speak for what is next
    for match in _PASSWORD.finditer(folded):
        if match.start() < at:
            continue
        if folded.startswith(("[", "://"), match.end()):
            continue
        span = _after(folded, match)
        if span is None and far:
            far -= 1
            span = (
                before(folded, match.start("name"))
                or _answered(folded, match)
                or answer_to(folded, match.start("name"), match.end("name"))
            )
        if span is not None:
            at = max(at, span[1])
            yield span
    for match in _LOGIN_WORDS.finditer(folded):
        span = _run(folded, match.end(), match.end() + 60)
        if span is not None and span[0] == match.end() >= at:
            at = span[1]
            yield span
    yield from logins_in(folded, at)


def _after(folded: str, match: re.Match[str]) -> Span | None:
    """Right behind the name."""
    said = match["glue"].strip(" ,\"')*\n") != ""
    begin = match.end() + (folded[match.end() : match.end() + 1] in _QUOTES)
    value = _VALUE.match(folded, begin)
    if not said and "\n" in match["glue"]:
        return None  # another turn
    is_said = value is None or not is_written(value[0].rstrip(_MARKS))
    if is_said and (end := recited(folded, begin)) is not None:
        return begin, end
    if said:
        return _stated(folded, match["glue"], value)
    return _beside(folded, match.end("name"), value)


def _beside(folded: str, name_end: int, value: re.Match[str] | None) -> Span | None:
    """`password Maple7712!`, `the password into the chat: Maple7712!`."""
    if (later := _LATER.match(folded, name_end)) is not None and is_written(later["value"]):
        return later.span("value")
    if value is None or not _is_readable(value[0]):
        return None
    word = value[0].rstrip(_MARKS)
    if is_written(word):
        return value.start(), value.start() + len(word)
    return _spoken(folded, value.start(), sure=False)


def _stated(folded: str, glue: str, value: re.Match[str] | None) -> Span | None:
    """`password is ...`, `password=...`."""
    if value is None or not _is_readable(value[0]):
        return None
    start = value.start()
    if glue.rstrip(" \"'").endswith("="):
        value = _QUERY_VALUE.match(folded, start) or value
    word = value[0].rstrip(_MARKS)
    if word.lower() in STATES or word.lower() in _WHO or _asks_which(glue, word):
        return None
    are_words = all(part in LEXICON for part in word.lower().split("-"))
    if (_WORDY.fullmatch(value[0]) or are_words) and not word.isupper():
        return _spoken(folded, start, sure=True)
    ended = value[0].rstrip(',;)]}"')
    return start, start + len(ended.rstrip(".") if ended.endswith(".") else ended)


def _is_readable(value: str) -> bool:
    return "[" not in value and "://" not in value


def _asks_which(glue: str, word: str) -> bool:
    """`what password are you using?`."""
    return glue.strip().endswith("are") and word.lower() in _PEOPLE


def _sentence(folded: str, start: int) -> int:
    limit = min(len(folded), start + 200)
    end = _SENTENCE_END.search(folded, start, limit)
    stop = end.start() if end else limit
    if (tail := _TAIL.search(folded, start, stop)) is not None:
        stop = tail.start()
    while stop > start and folded[stop - 1] in " ,":
        stop -= 1
    return stop


def _spoken(folded: str, start: int, *, sure: bool) -> Span | None:
    """A password said word by word goes up to the end of the sentence."""
    stop = _sentence(folded, start)
    while not sure and (word := re.match(r"[\w']+,?\s*", folded[start:stop])):
        if word[0].strip(" ,").lower() not in LEADING:
            break
        start += word.end()
    if not sure:
        comma = folded.find(", and ", start, stop)
        stop = comma if comma >= 0 else stop
        if not sounds_like_one(folded[start:stop]):
            stop = _to_the_comma(folded, start, stop)
            if not sounds_like_one(folded[start:stop]):
                return None
    return (start, stop) if stop > start else None


def _to_the_comma(folded: str, start: int, stop: int) -> int:
    """`eighty nine kettle heron hai, please check`: where words and number words end."""
    comma = folded.find(", ", start, stop)
    is_said = comma >= 0 and not any(map(str.isdigit, folded[start:comma]))
    return comma if is_said else start


def _answered(folded: str, match: re.Match[str]) -> Span | None:
    """`And the password?` - `Sure, ...`: in the rest of the turn, or in one of the next."""
    start = match.end("name")
    limit = min(len(folded), start + 400)
    words = 0
    for number in range(_MOST_TURNS):
        start += own_words(folded[start:limit]) if folded[start - 1] == "\n" else 0
        turn = _TURN.search(folded, start, limit)
        stop = turn.start() if turn else limit
        if "[password]" in folded[start:stop]:
            return None  # it went before
        pieces = list(itertools.islice(_PIECE.finditer(folded, start, stop), _REACH + 1 - words))
        words += len(pieces)
        places = [start] if number else [m.end() for m in _SAYS.finditer(folded, start, stop)][:4]
        span = _written_in(pieces) or _said_in(folded, places, stop) or _run(folded, start, stop)
        if span is not None or turn is None or words > _REACH:
            return span
        start = turn.end()
    return None


def _written_in(pieces: list[re.Match[str]]) -> Span | None:
    for piece in pieces[:_REACH]:
        word = piece[0].rstrip(".,;:?")
        if is_surely(word):
            return piece.start(), piece.start() + len(word)
    return None


def _said_in(folded: str, places: list[int], stop: int) -> Span | None:
    for place in places:
        begin = led_in(folded, place, stop)
        if (end := recited(folded, begin)) is not None and end <= stop:
            return begin, end
        if (span := _spoken(folded, _begin(folded, place), sure=False)) is not None:
            return span
    return None


def _run(folded: str, start: int, stop: int) -> Span | None:
    """`... rocket saffron ninety-three hash for ...`: words of no sentence, and then a figure."""
    begin = start
    plain = 0
    end = None
    for match in _WORD.finditer(folded, start, min(stop, start + 120)):
        word = match[0].lower()
        entry = LEXICON.get(word)
        is_figure = word in SYMBOL_WORDS or (entry is not None and entry.sort in (UNIT, TEN))
        if is_figure and plain >= 2:  # noqa: PLR2004 - one word and a figure are a count
            end = match.end()
        elif end is not None:
            break
        elif entry is None and len(word) > 3 and word not in COMMON:  # noqa: PLR2004 - as above
            begin = begin if plain else match.start()
            plain += 1
        else:
            plain = 0
    return None if end is None else (begin, end)


def _begin(folded: str, start: int) -> int:
    while start < len(folded) and folded[start] in " \t\"'":
        start += 1
    return start
