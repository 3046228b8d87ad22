"""Texts put together from pieces of another one, and the way back of what is found in them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bot.redaction.beside import named_in
from bot.redaction.cells import Span
from bot.redaction.finding import Finding
from bot.redaction.headers import split_over_columns, split_over_pairs
from bot.redaction.objects import nodes_in
from bot.redaction.tables import tables_in
from bot.redaction.talks import Piece, Pieces, Talk, talks_in


@dataclass(frozen=True, slots=True)
class View:
    """`text` is `pieces` of the original joined; piece i begins in it at `starts[i]`."""

    text: str
    pieces: Pieces
    starts: Sequence[int]
    said: Sequence[Span] = ()
    measures: Sequence[Span] = ()
    partial: bool = False

    def original(self, found: Finding) -> Finding | None:
        """A finding in the original's offsets; None when it is nothing but what joins."""
        pieces = tuple(span for piece in found.pieces for span in self._spans(*piece))
        return replace(found, pieces=tuple(sorted(pieces))) if pieces else None

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        place = bisect_right(self.starts, start) - 1
        while place < len(self.starts) and self.starts[place] < end:
            begin, stop, _ = self.pieces[place]
            at = self.starts[place]
            first, last = max(start - at, 0), min(end - at, stop - begin)
            if first < last:
                yield begin + first, begin + last
            place += 1


@dataclass(frozen=True, slots=True)
class Told:
    """What rows and objects of a text tell; `keys` are words that are no part of a number."""

    views: Sequence[View] = ()
    keys: Sequence[Span] = ()


def told_by(folded: str) -> Told:
    """Talks, and values that others name, each as a text of its own."""
    nodes = [*tables_in(folded)]
    keys: list[Span] = []
    if "{" in folded or "[" in folded:
        objects, keys = nodes_in(folded)
        nodes += objects
    split = [*split_over_pairs(folded, nodes)]
    keys += [(talk.pieces[0][0], talk.pieces[0][1]) for talk in split]
    known: dict[tuple[Piece, ...], Talk] = {}
    told = chain(talks_in(folded, nodes), named_in(folded, nodes)) if nodes else ()
    for talk in chain(told, split, split_over_columns(folded)):
        known.setdefault(tuple(talk.pieces), talk)
    return Told(
        [_view(folded, talk) for talk in known.values()],
        [key for key in keys if folded[slice(*key)].isidentifier()],
    )


def _view(folded: str, talk: Talk) -> View:
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for start, end, joint in talk.pieces:
        starts.append(at)
        parts += (folded[start:end], joint)
        at += end - start + len(joint)
    return View("".join(parts), talk.pieces, starts, talk.said, talk.measures, talk.partial)
