"""Text that Slack may parse: the type that proves it was escaped, and the only ways to make one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import LiteralString

MAX_PART = 300
"""How much of one foreign string is shown where nothing else is said, in characters."""

ELLIPSIS = "…"

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TOKEN = re.compile(r"<[^<>]*>|&(?:amp|lt|gt);|.", re.DOTALL)

# Marks of mrkdwn that look the same and mean nothing: caller speech cannot format itself.
_MARKS = str.maketrans({"*": "∗", "~": "∼", "`": "‘"})  # noqa: RUF001 - look-alikes on purpose
_ITALIC = re.compile(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_SCHEME = re.compile(r"(?i):(?=//)|(?<=\bmailto):(?=\S)|(?<=\bjavascript):(?=\S)")
_BROADCAST = re.compile(r"(?i)(?<!\w)@(?=(?:channel|here|everyone|group)\b)")
_EMOJI = re.compile(r":(?=[a-zA-Z][\w+'-]*:)")

_JOINERS = frozenset("\u200c\u200d")
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_MAX_STACKED = 3


class Mrkdwn(str):
    """Text in Slack's mrkdwn in which everything foreign is escaped. Made in this room only."""

    __slots__ = ()


def escape(text: str, limit: int = MAX_PART) -> Mrkdwn:
    """Make foreign text inert on one line: no mentions, links, formatting, emoji or controls.

    At most `limit` characters of it are kept. What is `Mrkdwn` already stays as it is.
    """
    if isinstance(text, Mrkdwn):
        return text
    inert = _ITALIC.sub("ˍ", clean(text, limit).translate(_MARKS))
    inert = _BROADCAST.sub("@ ", _SCHEME.sub("[:]", inert))
    inert = _EMOJI.sub("∶", inert)  # noqa: RUF001 - as above
    return Mrkdwn(inert.translate(_ENTITIES))


def say(template: LiteralString, /, **parts: str | int) -> Mrkdwn:
    """Fill our own words; every part that is not `Mrkdwn` yet is escaped."""
    safe = {
        name: escape(str(part) if isinstance(part, int) else part) for name, part in parts.items()
    }
    return Mrkdwn(template.format_map(safe))


def join(separator: LiteralString, parts: Iterable[str | None]) -> Mrkdwn:
    """Join what there is; parts that are not `Mrkdwn` yet are escaped."""
    return Mrkdwn(separator.join(escape(part) for part in parts if part))


def bullets(parts: Iterable[str]) -> Mrkdwn:
    """Set each part on a line of its own behind a dot."""
    return join("\n", (say("•  {part}", part=part) for part in parts))


def plain(text: str, limit: int = MAX_PART) -> str:
    """Make foreign text fit for `plain_text`: one line, nothing invisible, no angle brackets."""
    return _EMOJI.sub("∶", clean(text, limit)).translate({60: "‹", 62: "›"})  # noqa: RUF001 - look-alikes on purpose


def clean(text: str, limit: int) -> str:
    """Keep visible characters on one line, at most `limit` of them; a cut shows as an ellipsis."""
    # Invisible characters are dropped later, so a few more than `limit` are looked at.
    head = text[: limit * 4]
    line = " ".join("".join(_visible(head)).split())
    cut = len(line) > limit or len(head) < len(text)
    return line[: limit - 1].rstrip() + ELLIPSIS if cut else line


def _visible(text: str) -> Iterable[str]:
    """Drop controls, bidi overrides, private and unassigned characters and towers of marks."""
    before, stacked = "", 0
    for char in text:
        category = unicodedata.category(char)
        stacked = stacked + 1 if category in {"Mn", "Me"} else 0
        if category[0] == "Z" or char in "\t\n\r\x0b\x0c\x85":
            yield " "
        elif stacked <= _MAX_STACKED and (category[0] != "C" or _joins(char, before)):
            yield "" if char in _INVISIBLE else char
        before = char


def _joins(char: str, before: str) -> bool:
    """Scripts of India and emoji need joiners; between ASCII letters they only hide words."""
    return char in _JOINERS and not before.isascii() and before not in _JOINERS


def size(text: str) -> int:
    """Count as Slack's JavaScript side does: in UTF-16 units."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def cut(text: str, limit: int) -> str:
    """Shorten to `limit` UTF-16 units, never inside an entity, a link or a character."""
    if size(text) <= limit:
        return text
    kept, room = [], limit - 1
    for token in _TOKEN.findall(text):
        room -= size(token)
        if room < 0:
            break
        kept.append(token)
    return "".join(kept).rstrip() + ELLIPSIS


_OURS = re.compile(
    r"<(?:@[UW][A-Z0-9]{2,30}"
    r"|#[CGD][A-Z0-9]{2,30}"
    r"|!date\^\d{1,12}\^[^<>|^]{1,60}\|[^<>|]{1,60})>"
)


def harmless(text: str) -> Mrkdwn:
    """Take back text that was `Mrkdwn` before it was stored; only forms that notices use live."""
    out, at = [], 0
    for found in _OURS.finditer(text):
        out += [_defuse(text[at : found.start()]), found[0]]
        at = found.end()
    return Mrkdwn("".join([*out, _defuse(text[at:])]))


def _defuse(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")
