"""Replacing found pieces by placeholders, and nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.redaction.finding import Finding


class Patch(NamedTuple):
    """Replace text[start:end] by `words`; `continued` is for what lies before a cut."""

    start: int
    end: int
    words: str
    continued: str


def patches(findings: Iterable[Finding]) -> list[Patch]:
    """Every replacement, by position; of two that overlap the earlier swallows the later."""
    return list(_disjoint(sorted(patch for found in findings for patch in _patches_of(found))))


def _patches_of(found: Finding) -> Iterator[Patch]:
    *earlier, last = found.pieces
    for start, end in earlier:
        yield Patch(start, end, found.continuation, found.continuation)
    yield Patch(*last, found.placeholder, found.continuation)


def _disjoint(ordered: Iterable[Patch]) -> Iterator[Patch]:
    held: Patch | None = None
    for patch in ordered:
        if held is not None and patch.start < held.end:
            held = held._replace(end=max(held.end, patch.end))
            continue
        if held is not None:
            yield held
        held = patch
    if held is not None:
        yield held


def apply(text: str, changes: Sequence[Patch], offset: int = 0) -> str:
    """Rewrite `text`, whose first character stands at `offset` in the patches' coordinates."""
    parts: list[str] = []
    at = 0
    for start, end, words, _ in changes:
        parts += (text[at : start - offset], words)
        at = end - offset
    parts.append(text[at:])
    return "".join(parts)
