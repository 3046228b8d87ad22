"""Who speaks: the marks a transcript puts before a turn, whatever the speakers are called."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.redaction.fields import topic_of
from bot.redaction.names import names_in

_TIME: Final = (
    r"(?:[\[(]?\d[\d:.,stz+-]{0,30}[\])]?(?: --> [\d:.]{5,14})?"
    r"(?:[ \t]{1,3}|(?:(?<=\d:\d\d)|(?<=\dz)|(?<=[\])])|(?<=[.,]\d{3}))\s{1,3}))?"
)
_VIA: Final = r"(?:\([a-z][a-z .']{1,20}\) (?=[a-z][\w.-]{0,20}: ))?"
_WHO: Final = (
    r"(?:\([a-z][a-z .']{0,20}\)(?=\s)|<v [^>\n]{1,40}>|<[a-z][^>\n]{0,30}>"
    r"|\*\*[^*\n]{1,40}\*\*:?(?:[ \t]{1,3}[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?(?=[ \t]*\n))?"
    r"|[a-z](?:[^\W\d]|[.'-]| (?! )){0,30}\d{0,2}(?: ?[\[(][\w:. ]{1,12}[\])])?:(?=\s)"
    r"|[a-z](?:[^\W\d]|[.'-]){0,20}\d{0,2}>(?=\s)|[a-z](?:[^\W\d]|[.']){2,15} [|-](?=\s)"
    r"|(?:speaker|spk|person|party|voice|participant|channel|caller|agent|user) \d{1,2}"
    r"(?:>| [|-])(?=\s)"
    r"|\[(?!number|key|password|private|bank|tax)[a-z][a-z .']{1,20}\]:?(?=\s)"
    r"|(?<=[\d\])]\t)[a-z][\w .']{0,20}\t"
    r"|(?<=[\d\])] )(?:dtmf|ivr|keypad|prompt|(?:speaker|spk|channel)_?\d{1,2})(?=\s)"
    r"|(?:dtmf|keypad|keypress|key|press(?:ed)?|tone|digit)(?= [\d*#]{1,4}(?:\s|$))"
    r"|(?<=\d )[a-z](?:[^\W\d]|[.']){0,20} ?[>|-]+(?=\s))"
)
_CELLS: Final = r"\d{1,4}[;,\t|][a-z][a-z ]{2,15}[;,\t|]\"?"  # `4;caller;5078`
_LINE: Final = re.compile(rf"(?m)^(?:{_CELLS}|(?:> ?|[-*] )?{_TIME}{_VIA}{_WHO}[ \t]{{0,3}})")
_NAME: Final = r"(?:(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Prof|[A-Z])\.|[A-Z][^\W\d]{0,14}\d{0,2})"
INLINE: Final = (
    r"(?<= )(?:spk|spkr|speaker|channel)[ _]?\d{1,2}: |"
    rf"(?<=[.?!\d\w)/|;\]-] ){_NAME}"
    rf"(?:(?<![^\w][A-Z]) (?:{_NAME}|\d|holder|member|agent|user)){{0,2}}"
    r"(?: \([A-Za-z]\w{1,14}\))?: "
)
"""A speaker's name in the middle of a line. Case counts."""
_HOLDER: Final = re.compile(
    r"\b(?:(?:card|account|policy|stake) ?(?:holder|member)|tenant|landlord|contact|lead|member"
    r"|guest|patient|subscriber|employee|driver|host|holder|borrower|debtor|collector|merchant|vendor"
    r"|supplier|biller|billing|resident|student|parent|owner|payer|payee|caller id"
    r"|(?:box|part|piece|cell|group|block|segment) [a-z\d])[ \d.]*"
    r"[:)>\]\"-]*\s*$"
)
_SIGNED: Final = re.compile(
    r"(?<=/ )[A-Za-z]\w{0,15}> |(?<=\| )[A-Za-z]\w{0,15}> |(?<= )\[[A-Z][A-Za-z ]{1,14}\]: "
)
_LARGE: Final = re.compile(
    r"(?m)^\[?(?:\d{1,2}:)?\d{1,2}:\d\d\]? +"
    r"(?P<who>[A-Z]{3,14}(?: \([A-Z ]{2,14}\))?) +"
)
"""`00:01:45 CUSTOMER GSTIN is 36`: no sign behind who speaks, but it comes again."""
_INLINE: Final = re.compile(INLINE)
_ROLE: Final = re.compile(
    r'"(?:(?P<sure>role|speaker|author|participant|spk|spkr)'
    r'|from|name|who|channel|by|sp|side|party|leg|r|w)"'
    r'(?P<who>\s?:\s?(?:"[^"\n\d]{1,30}\d{0,2}[^"\d\n]{0,8}"|\d{1,2}(?=\s?,)))'
    r'(?:\s?,\s?"(?P<key>[a-z_]{1,20})"\s?:\s?(?="))?'
)
_SAID: Final = frozenset(
    {"text", "txt", "t", "content", "message", "msg", "body", "utterance", "u", "words", "line"}
    | {"said", "say", "value", "speech", "transcript"}
)


def labels_in(folded: str, lowered: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches that only say who speaks. A label that names a number is none."""
    patterns = [(_LINE, lowered)] if "\n" in lowered[start:end] else []
    if ": " in lowered[start:end]:
        patterns.append((_INLINE, folded))
    if "]: " in lowered[start:end] or "> " in lowered[start:end]:
        patterns.append((_SIGNED, folded))
    if '"' in lowered[start:end]:
        patterns.append((_ROLE, lowered))
    yield from _large(folded, start, end)
    known: dict[str, bool] = {}
    for pattern, text in patterns:
        for match in pattern.finditer(text, start, end):
            label = match[0].lower() if pattern is not _ROLE else match["who"]
            if label not in known:
                known[label] = _is_speaker(label)
            if known[label]:
                yield match.start(), _end_of_label(match) if pattern is _ROLE else match.end()


def _large(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    found = list(_LARGE.finditer(folded, start, end)) if "\n" in folded[start:end] else []
    often = Counter(match["who"] for match in found)
    speakers = {who for who, times in often.items() if times > 1 and _is_speaker(who.lower())}
    yield from (match.span() for match in found if match["who"] in speakers)


def _end_of_label(match: re.Match[str]) -> int:
    """Where speech begins: behind the key of what was said, whatever that is called."""
    key = match["key"]
    is_said = key in _SAID or (match["sure"] and key and topic_of(key) is None)
    return match.end() if is_said else match.end("who")


def _is_speaker(label: str) -> bool:
    """A label that names a number is none, unless it is a person's."""
    return _HOLDER.search(label) is not None or next(names_in(label, 0, len(label)), None) is None


def own_words(turn: str) -> int:
    """Where the words of a turn begin, behind its label."""
    lowered = turn.lower()
    match = _LINE.match(lowered)
    if match is None or not _is_speaker(match[0]):
        return 0
    return match.end()
