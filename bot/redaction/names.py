"""Naming words: where a text says what a number is."""

# ruff: noqa: SIM905 - a paragraph of words reads better than a list of strings

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from bot.redaction.finding import Kind
from bot.redaction.kept import KEPT, NEUTRAL, REFERENCE
from bot.redaction.kinds import OTP, SECRETS
from bot.redaction.topics import Topic

_Tree: TypeAlias = "dict[str, _Tree]"
_GAP: Final = r"[\s_\-.'/]{0,2}"


class Name(NamedTuple):
    """A naming phrase found in a text."""

    start: int
    end: int
    topic: Topic


def trie_pattern(phrases: Iterable[str], gap: str = " ") -> str:
    """A regular expression for any of `phrases`, without backtracking over common beginnings."""
    root: _Tree = {}
    for phrase in phrases:
        node = root
        for char in phrase:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root, gap)


def _branch(node: _Tree, gap: str) -> str:
    ends = "" in node
    options = [
        (gap if char == " " else re.escape(char)) + _branch(below, gap)
        for char, below in sorted(node.items(), key=lambda item: (item[0] == " ", item[0]))
        if char
    ]
    if not options:
        return ""
    joined = options[0] if len(options) == 1 and not ends else f"(?:{'|'.join(options)})"
    return f"{joined}?" if ends else joined


def _key(phrase: str) -> str:
    return re.sub(r"['\u2019]s$|[\s_\-.'/]+", "", phrase)


_SPELLED: Final = frozenset(
    (
        "ssn ein itin tin tfn sin nif nie dni cif fin nric bvn nin utr ni pps ppsn pan gst gstin "
        "vat bsb aba rtn sc nsc cvv cvc csc ccv otp pin iban ifsc bic cpf cnpj cnic bsn kra ntn "
        "nhs sss"
    ).split()
)
"""What people read out letter by letter, or write with dots."""


def _phrases() -> Iterator[tuple[str, Topic]]:
    for topic in SECRETS + KEPT:
        for phrase in topic.names.replace("|\n    ", "|").split(","):
            for words in product(*(word.split("|") for word in phrase.split())):
                if plain := " ".join(filter(None, words)).replace("+", " "):
                    yield plain, topic
                    if plain.endswith(" number"):
                        yield plain.removesuffix("number") + "no", topic
                        yield plain.removesuffix("number") + "num", topic
                    if plain in _SPELLED:
                        yield " ".join(plain), topic


_NAMES: Final = {_key(phrase): topic for phrase, topic in reversed(list(_phrases()))}
_HEADS: Final = "numbers?|nos?|num|nr|nro|id|codes?|digits|nummer|numero|numarasi|numaram|numara"
_ASKED_FOR: Final = ("code", "codes", "digits", "number", "numbers", "figures", "what", "pin")
"""What people call a code that was sent to them."""

_SENT: Final = (
    r"(?:,? (?!is |was |for )[a-z']{1,10}){0,4}? (?:(?:sent|texted|messaged|whatsapped)"
    r"(?: (?:to )?(?:you|me|him|her|them|us))?"
    r"|(?:in|on|from|by|via|through|inside|off) "
    r"(?:the |your |my |our |their |this |that |an? |his |her )?"
    r"(?:text(?: message)?|sms|authenticator|fob|token|security app|authenticator app))"
)
_PATTERN: Final = re.compile(
    "(?<![a-z0-9])"
    f"(?P<base>{trie_pattern((*_ASKED_FOR, *(phrase for phrase, _ in _phrases())), _GAP)})"
    rf"(?:{_GAP}(?:{_HEADS})(?![a-z0-9]))?"
    "(?P<of> ?(?:of|on|above|behind) (?:the|my|your|that|this) (?:[a-z]{1,9} )?"
    "(?:card|amex|visa|number|strip)(?![a-z0-9]))?"
    rf"(?P<sent>{_SENT})?"
    "(?:['\u2019]s)?(?![a-z]|[0-9](?![\"']?[ ]?[=:][^:]))"
)
CAPITALS_ONLY: Final = frozenset(
    {
        "sin",
        "nit",
        "rut",
        "nip",
        "cif",
        "nie",
        "uid",
        "vid",
        "sort",
        "cc",
        "tan",
        "sc",
        "fin",
        "nas",
        "eid",
        "ic",
        "ni",
        "nir",
        "mva",
        "sr",
        "ci",
        "rc",
        "rg",
        "run",
        "dic",
        "nis",
        "pis",
        "nik",
        "uan",
        "abi",
        "cab",
        "rib",
        "pf",
        "esi",
        "nss",
        "sss",
        "nhs",
        "cvu",
        "brn",
        "ird",
        "kid",
        "ocr",
        "gl",
        "ppt",
        "uif",
        "mir",
        "troy",
        "ing",
        "nab",
        "icl",
        "fnb",
        "rt",
        "sun",
        "fy",
        "dl",
        "license",
        "licence",
        "medicare",
        "medicaid",
        "mrn",
        "permis",
        "cnh",
        "dbs",
        "sec",
        "ups",
        "tnt",
        "an post",
    }
)
"""Names that are words of their own unless written large or as a label."""

_TWO_LETTERS: Final = re.compile(r"[a-z] [a-z]")  # `S C` amid a code; `s.c.` is a name
_WORDS_OF_THEIR_OWN: Final = frozenset({"said", "inform", "online", "into"})
"""What a phrase gives when its blanks are left out, and everybody says: `SA ID`."""

_LETTERS: Final = _SPELLED | CAPITALS_ONLY
_ONE_BY_ONE: Final = re.compile(r"[a-z](?:[\s_\-.'/]{1,2}[a-z])+\.?")
_ALMOST_A_WORD: Final = frozenset({"gst in", "i tin", "i-tin", "gst-in"})


def _is_half_spelled(said: str) -> bool:
    """`put it in`, `what's in`: no name read out letter by letter, and none in one word."""
    return (
        not said.isalpha()
        and _key(said) in _LETTERS
        and _ONE_BY_ONE.fullmatch(said) is None
        and said not in _ALMOST_A_WORD
    )


def _topic_of(match: re.Match[str]) -> Topic | None:
    base = match["base"]
    if match["sent"] and base in _ASKED_FOR:
        return OTP
    return _NAMES.get(_key(base), None if base in _ASKED_FOR else REFERENCE)


def names_in(lowered: str, start: int, end: int) -> Iterator[Name]:
    """Naming phrases of lower-case text, longest reading first, left to right."""
    for match in _PATTERN.finditer(lowered, start, end):
        topic = _topic_of(match)
        if topic is None:
            if match["of"]:  # `digits of the card number`
                yield from names_in(lowered, match.start("of"), match.end())
            continue
        if (
            topic is not NEUTRAL
            and not _TWO_LETTERS.fullmatch(match["base"])
            and match["base"] not in _WORDS_OF_THEIR_OWN
            and not _is_half_spelled(match["base"])
            and not _is_amid_code(lowered, match, topic)
            and not _is_amid_number(lowered, match)
        ):
            is_part = match["of"] is None or topic.kind is Kind.CODE
            yield Name(match.start(), match.end() if is_part else match.start("of"), topic)


_FIGURES_BEFORE: Final = re.compile(r"\d[ ._/-]{1,2}$")
_FIGURES_BEHIND: Final = re.compile(r"[ ._/-]{1,2}\d{3,4}(?![\d/])")


def _is_amid_number(lowered: str, match: re.Match[str]) -> bool:
    """`4306 8060 0664 1099`: no form of a tax office."""
    if not lowered[match.start()].isdigit() or not match["base"].isdigit():
        return False
    before = lowered[max(0, match.start() - 4) : match.start()]
    is_amid = _FIGURES_BEFORE.search(before) is not None
    return is_amid or _FIGURES_BEHIND.match(lowered, match.end()) is not None


_AS_LETTERS: Final = str.maketrans("0123456789", "d" * 10)  # `W 8`, amid a code
_LETTER_BEFORE: Final = re.compile(r"(?<![a-z0-9'])[b-hj-z\d][ .-]$")
_LETTER_BEHIND: Final = re.compile(r"[ .-][b-hj-np-z](?![a-z'])")
_CODE_BEFORE: Final = re.compile(r"\d[a-z\d]{0,4}[._-]$")


def _is_amid_code(lowered: str, match: re.Match[str], topic: Topic) -> bool:
    """`l c v c erm v 8`: letters of a code that happen to be a name."""
    before = lowered[max(0, match.start() - 6) : match.start()]
    if _ONE_BY_ONE.fullmatch(match["base"].translate(_AS_LETTERS)) is not None:
        ahead = _LETTER_BEFORE.search(before)
        return ahead is not None or _LETTER_BEHIND.match(lowered, match.end("base")) is not None
    is_short = topic is REFERENCE and len(match[0]) <= 3  # noqa: PLR2004 - `REF`, `INV`
    return is_short and _CODE_BEFORE.search(before) is not None
