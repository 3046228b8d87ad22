"""Passwords: written beside their name, read out word by word, or given in answer to a question."""

# ruff: noqa: RUF001 - words read better in a paragraph; quotation marks are the subject

import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.labels import INLINE, own_words
from bot.redaction.password_answers import answer_to
from bot.redaction.password_words import COMMON, LEADING, STATES, SYMBOL_WORDS
from bot.redaction.words import COUNTED, LEXICON, MONEY, MONTH, SCALE, TEN, UNIT

Span = tuple[int, int]

NAME_PARTS: Final = (
    "pass", "pwd", "pw", "kennwort", "contrase", "mot de passe", "senha", "memorable", "secret",
    "wachtwoord", "parola", "clave", "login", "logon", "credential", "creds", "security", "safe",
    "code", "account word", "haslo", "hasło", "parool", "losenord", "salasana", "kata sandi",
    "neno la siri", "wifi key", "wi-fi key",
)  # fmt: skip
_NAME: Final = (
    r"pass ?words?|passwd|pwd|pw|pass ?phrases?|passcode word|kennwort|passwort|contrase[nñ]a"
    r"|mot de passe|senha|wachtwoord|parola d['’]ordine|parola chiave|palavra[- ]passe"
    r"|clave de acceso|(?:the|my|your|our|his|her|login|admin|user|root|portal) pass"
    r"|(?:secret|security) (?:word|answer|phrase)|safe ?word|code ?word|account word"
    r"|pass ?word hint|has[lł]o|parool|losenord|lösenord|passord|salasana|kata sandi|neno la siri"
    r"|wi-?fi key|login pass|memorable (?:word|name|place)|log-?in details|credentials|creds"
)
_PASSWORD: Final = re.compile(
    rf"(?i)(?<![a-z\[])(?P<name>{_NAME})(?![a-z])(?P<glue>(?:['’]s)?"
    r"(?: (?:they|he|she|i|we|you)(?: \w+){1,2}(?= is| was))?(?: (?:for|on|to) (?:the |my "
    r"|our |your |his |her )?[a-z]+(?: [a-z]+)?(?= is| was|:))?[\"')*]*"
    r",?\s*\(?(?:(?:is|was|to|as|updated to|changed to|reset to|set as|saved as|are|=|:|->"
    r"|set to"
    r"|reads|being|typed|ist|c'est|est|es|era"
    r"|e|è|é|er|lautet|hai|ni|na|goes|would be|will be|should be|it is|which is|that is|that's"
    r"|given|as follows|came through as|[-–—](?= ))(?:\b"
    r"|(?<=[=:>–—-]))[\s:\"'`“‘,-]*)*)"
)
_LOGIN: Final = re.compile(
    r"(?i)(?<![\w-])(?:(?:log-?in|user(?:name)?|logon)\b:? "
    r"(?:[\w.+@-]{2,60} ?[/|,:] ?(?:pass\w{0,4}:? )?)?"
    r"|pass(?:code)?:? )(?P<value>[^\s\"'<>,]{6,60})"
)
_LOGIN_WORDS: Final = re.compile(r"(?i)(?<![\w-])log-?in:? (?=[a-z]{4,} [a-z]{4,} )")
_VALUE: Final = re.compile(r"[^\s\"'`”’<>]{3,200}")
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
_SAYS: Final = re.compile(r"\bis\b|:|,(?!\d)")
_TURN: Final = re.compile(
    r"\n+|\"[^{}\n\"]{0,4}\},?\s?\{[^{}\n]{0,80}?"
    rf"\"(?:content|text|message|body|utterance|line|msg)\"\s?:\s?\"|{INLINE}"
)
_NO_SPEECH: Final = re.compile(r"[€£₹₦$%/:;\[\]{}=@<>|\n]")
_WORDY: Final = re.compile(r"[A-Za-z]+,?")
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
NOT_KEYS: Final = re.compile(
    r"(?i)(?:inv|ord|so|po|tkt|case|cus|call|sub|in|ch|re|pi|cn"
    r"|ref)(?:[-_][0-9a-z-]*\d[0-9a-z-]*|[-_]?[0-9-]+)$|\d{4}-\d\d|(?-i:[A-Z]{1,6}|[a-z]{1,3})-\d+$|[0-9a-f]{8}-[0-9a-f]{4}-.*"
    r"|\d+$|\[|(?-i:[a-z]{2,8}_)[a-z0-9]+$|1z[0-9a-z]{10,}$|#"
)
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
                _before(folded, match)
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
    for match in _LOGIN.finditer(folded):
        if match.start() >= at and _is_surely(match["value"].rstrip(".;:)")):
            yield match.start("value"), match.start("value") + len(match["value"].rstrip(".;:)"))


def _after(folded: str, match: re.Match[str]) -> Span | None:
    """Right behind the name."""
    said = match["glue"].strip(" ,\"')*\n") != ""
    value = _VALUE.match(folded, match.end())
    if not said and "\n" in match["glue"]:
        value = None  # another turn
    if value is None or "[" in value[0] or "://" in value[0]:
        return None
    start = value.start()
    if match["glue"].rstrip(" \"'").endswith("="):
        value = _QUERY_VALUE.match(folded, start) or value
    word = value[0].rstrip(".,;:!?)]}")
    if not said:
        if _is_written(word):
            return start, start + len(word)
        return _spoken(folded, start, sure=False)
    if word.lower() in STATES or word.lower() in _WHO or _asks_which(match["glue"], word):
        return None
    if _WORDY.fullmatch(value[0]) and not word.isupper():
        return _spoken(folded, start, sure=True)
    ended = value[0].rstrip(',;)]}"')
    return start, start + len(ended.rstrip(".") if ended.endswith(".") else ended)


def _asks_which(glue: str, word: str) -> bool:
    """`what password are you using?`."""
    return glue.strip().endswith("are") and word.lower() in _PEOPLE


def _is_written(word: str) -> bool:
    return _LOOKS_SECRET.fullmatch(word) is not None and not NOT_KEYS.match(word)


def _is_surely(word: str) -> bool:
    return (
        _SURELY.fullmatch(word) is not None
        and not NOT_KEYS.match(word)
        and not _MAIL.fullmatch(word)
    )


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
        if not _sounds_like_one(folded[start:stop]):
            return None
    return (start, stop) if stop > start else None


def _sounds_like_one(said: str) -> bool:
    """A few words that make no sentence, with a figure or a symbol among them."""
    if _NO_SPEECH.search(said):
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
        for token in _PIECE.finditer(folded, start, stop):
            words += 1
            word = token[0].rstrip(".,;:?")
            if words > _REACH:
                break
            if _is_surely(word):
                return token.start(), token.start() + len(word)
        places = [start] if number else [m.end() for m in _SAYS.finditer(folded, start, stop)][:4]
        for place in places:
            if (span := _spoken(folded, _begin(folded, place), sure=False)) is not None:
                return span
        if (span := _run(folded, start, stop)) is not None:
            return span
        if turn is None or words > _REACH:
            return None
        start = turn.end()
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


def _before(folded: str, match: re.Match[str]) -> Span | None:
    """`... is the password`, `typed ... into the password field`."""
    name = match.start("name")
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
    if _is_surely(word):
        return low + token.start(), low + token.start() + len(word)
    begin = max(ahead.rfind(mark) for mark in ('"', "\n", ". ", ": ", "; ", "“"))
    begin = begin + 1 if begin >= 0 else 0
    while begin < len(ahead) and ahead[begin] in " \"'":
        begin += 1
    while (first := re.match(r"[\w']+,?\s+", ahead[begin:])) and (
        first[0].strip(" ,").lower() in LEADING or first[0].strip(" ,").lower() in COMMON
    ):
        begin += first.end()
    said = ahead[begin:]
    if not _sounds_like_one(said):
        return None
    return low + begin, low + len(ahead)
