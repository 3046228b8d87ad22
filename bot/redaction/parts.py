"""Redacting several texts as one, and handing each back under its own offsets."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.redaction.finding import Finding
from bot.redaction.redacted import Redacted, literal, sealed
from bot.redaction.rewrite import Patch, apply, patches
from bot.redaction.scan import find

_PASSES: Final = 8
_WITHHELD: Final = literal("[withheld]")


def redact_parts(glued: Sequence[tuple[str, str]]) -> tuple[list[Redacted], Counter[str]]:
    """Redact (text, glue) pairs read one after another; the glue is ours and never changes.

    Runs until a pass finds nothing more, so that redacting twice changes nothing.
    """
    texts = [text for text, _ in glued]
    glues = [glue for _, glue in glued]
    counts: Counter[str] = Counter()
    for _ in range(_PASSES):
        found = find("".join(text + glue for text, glue in zip(texts, glues, strict=True)))
        if not found:
            break
        counts.update(finding.kind.value for finding in found)
        texts = _rewritten(texts, glues, found)
    else:  # only text made to hide something takes so many passes
        return [_WITHHELD if text else sealed(text) for text in texts], counts
    return [sealed(text) for text in texts], counts


def _rewritten(texts: Sequence[str], glues: Sequence[str], found: Sequence[Finding]) -> list[str]:
    """Cut the patches at the parts' borders: a piece over the glue is rewritten on both sides."""
    waiting = patches(found)[::-1]
    out: list[str] = []
    offset = 0
    for text, glue in zip(texts, glues, strict=True):
        end = offset + len(text)
        mine: list[Patch] = []
        while waiting and waiting[-1].start < end:
            patch = waiting.pop()
            if patch.end > end:
                waiting.append(patch._replace(start=end + len(glue)))
                patch = patch._replace(end=end, words=patch.continued)
            if patch.start >= offset:
                mine.append(patch)
        out.append(apply(text, mine, offset))
        offset = end + len(glue)
    return out
