"""Folding: one plain reading of a text, with the way back to its own offsets.

Unicode digits, full-width and look-alike letters become ASCII, invisible characters go, percent
and HTML and backslash escapes are resolved. Only the reader sees the folded text.
"""

# ruff: noqa: RUF001 - characters that look like others are the subject

import html
import re
import unicodedata
from dataclasses import dataclass

_TWICE = r"(?:25){0,3}"  # `%2520`: encoded, and then once more
_MARKED = rf"(?:%{_TWICE}|=)"
_ESCAPES = re.compile(
    rf"{_MARKED}[C-Fc-f][0-9A-Fa-f](?:{_MARKED}[89ABab][0-9A-Fa-f]){{1,3}}"
    rf"|%{_TWICE}[0-9A-Fa-f]{{2}}|%u[0-9A-Fa-f]{{4}}"
    r"|(?<=[A-Za-z0-9]{12})=\r?\n(?=[A-Za-z0-9]{3})|(?<=\d)=\r?\n(?=\d)"  # a line broken by mail
    r"|&#\d{1,6};|&#[xX][0-9A-Fa-f]{1,5};|&[a-zA-Z]{2,8};"
    r"|\\u[0-9A-Fa-f]{4}|\\[nrt\"/]|=[0-9A-F]{2}(?==[0-9A-F]{2})"
)
_ESCAPE_MARKS = re.compile(r"[%&\\]|=(?:[0-9A-F]{2}=|\r?\n)")
_BYTE = re.compile(r"[0-9A-Fa-f]{2}(?=[%=]|$)")
_CONTROLS = {"n": "\n", "r": "\n", "t": "\t", '"': '"', "/": "/"}

# Cyrillic and Greek letters that look like Latin ones, written in the same order.
_LOOKALIKES = dict(
    zip(
        "АВСЕНІЈКМОРЅТХУаесоріјѕхуԁ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" + "〇零一二三四五六七八九٫٬",
        "ABCEHIJKMOPSTXYaecopijsxyd" + "ABEZHIKMNOPTYXo" + "001234567890"[:2] + "123456789.,",
        strict=True,
    )
)
_INVISIBLE = (
    (0x0300, 0x036F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0x115F, 0x1160),
    (0x3164, 0x3164),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what is read; `offsets[i]` is where its character i begins in the original.

    `offsets` is None when both have the same length, character by character.
    """

    text: str
    offsets: list[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original's offsets of text[start:end], marks that were dropped behind it included."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]


class _Table(dict[int, str]):
    """str.translate table that learns each character once."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(char: str) -> str:  # noqa: PLR0911 - a decision list, one line per class
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    code = ord(char)
    category = unicodedata.category(char)
    if category == "Cf" or any(low <= code <= high for low, high in _INVISIBLE):
        return ""
    if char == "\x1e":
        return char
    if category in ("Cc", "Zl", "Zp"):
        return "\n" if char in "\n\r\v\f\x85\u2028\u2029" else " "
    if category == "Zs":
        return " "
    if category == "Pd" or char == "−":
        return "-"
    if category in ("Nd", "No") and (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    return _compatible(char)


def _compatible(char: str) -> str:
    """A plain letter for a styled or accented one; anything that would not be one stays."""
    plain = unicodedata.normalize("NFKD", char)
    base = "".join(part for part in plain if not unicodedata.combining(part))
    if base.isascii() and base and (len(base) == 1 or base.isalpha()):
        return base
    return char


_TABLE = _Table(
    {code: chr(code) for code in range(0x20, 0x7F)} | {0x09: "\t", 0x0A: "\n", 0x0D: "\n"}
)


def fold(text: str) -> Folded:
    """Read `text` plainly. Linear; ASCII without escapes costs one look."""
    has_escapes = _ESCAPE_MARKS.search(text) is not None and _ESCAPES.search(text) is not None
    if has_escapes:
        return _fold_units(text)
    if text.isascii():
        return Folded(text)
    if all(len(_TABLE[ord(char)]) == 1 for char in set(text)):
        return Folded(text.translate(_TABLE))
    return _fold_units(text)


def _fold_units(text: str) -> Folded:
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _ESCAPES.finditer(text):
        _fold_stretch(text, at, match.start(), out, offsets)
        plain = _resolved(match[0])
        out.append(plain)
        offsets.extend([match.start()] * len(plain))
        at = match.end()
    _fold_stretch(text, at, len(text), out, offsets)
    offsets.append(len(text))
    return Folded("".join(out), offsets)


def _fold_stretch(text: str, start: int, end: int, out: list[str], offsets: list[int]) -> None:
    stretch = text[start:end]
    if stretch.isascii():
        out.append(stretch)
        offsets.extend(range(start, end))
        return
    for index, char in enumerate(stretch, start):
        plain = _TABLE[ord(char)]
        out.append(plain)
        offsets.extend([index] * len(plain))


def _resolved(escape: str) -> str:
    """The characters an escape stands for, folded; unreadable ones stay as they are."""
    if escape[0] == "&":
        char = html.unescape(escape)
    elif escape[0] == "\\" and escape[1] != "u":
        return _CONTROLS[escape[1]]
    elif escape[-1] == "\n":
        return ""
    elif escape[0] in "%=" and escape[1] != "u":
        char = _decoded(bytes.fromhex("".join(_BYTE.findall(escape))))
    else:
        char = chr(int(escape.lstrip("%\\u"), 16))
    if len(char) != 1 or "\ud800" <= char <= "\udfff":
        return escape
    return _TABLE[ord(char)]


def _decoded(written: bytes) -> str:
    """The character that the bytes are in UTF-8; a single one of another table as it is."""
    return (written.decode(errors="ignore") or " ") if len(written) > 1 else chr(written[0])


def lower(text: str) -> str:
    """Lower case, character by character, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
