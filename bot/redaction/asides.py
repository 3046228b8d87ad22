"""What is said between the pieces of a number, no part of it: pauses, slips, which piece comes."""

import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.names import trie_pattern
from bot.redaction.words import SURE_NUMBER_WORDS, WEAK_NUMBER_WORDS

_ASIDE: Final = re.compile(
    r"\b(?:i mean|bear with me|my mistake|my bad|let me (?:check|see|think|look)|hold on|hang on"
    r"|after that|after which|and after|where was i|what(?:'s| is) (?:it|next)"
    r"|next one(?:'s| is)?|to continue"
    r"|(?:give me |hold on |just )?(?:one|a|half a) (?:sec|second|moment|minute|tick|mo)"
    r"|excuse me|pardon(?: me)?|(?:my )?apologies|i apologi[sz]e"
    r"|(?:strike|forget|ignore|cancel) that"
    r"|i (?:misread|misspoke|said (?:it|that) wrong|read (?:it|that) wrong)(?: (?:it|that))?"
    r"|(?:that|it|this)(?:'s| is| was)(?: not|n't) (?:right|correct|it)"
    r"|(?:no,? )?(?:that|it|this)(?:'s| is| was) (?:wrong|incorrect|a typo|a mistake)"
    r"|(?:sorry,? )?(?:that|it|this) (?:says|should (?:be|read|say))"
    r"|(?:let me |i'll |i will )(?:start|try|say|read|do|repeat|redo)"
    r"(?: (?:that|it|this|the|bit|part|one|last|group|block|set)){1,4}"
    r"(?: (?:again|over|once more))?)\b"
)
_PIECE: Final = "(?:block|group|batch|set|section|part|chunk|bunch|quad|segment|piece|lot)"
_SAID: Final = rf"(?:{trie_pattern(SURE_NUMBER_WORDS + WEAK_NUMBER_WORDS)})"
_HALF: Final = re.compile(
    r"\b(?:first|last|next|other|final|remaining|second)"
    r" (?:five|six|seven|eight|nine|ten|twelve|[5-9]|1[02])(?: (?:digits|numbers|figures))?"
    r" (?:are|is|were|was|go|would be)\b|\b(?:first|last|next|other|final|another|second|following)"
    r" (?:lot|batch|block|part|section|row|set|chunk|bit|group|bunch)"
    r"(?=(?: please| now| then)?[?.!,]?(?:\n|\"| [a-z]+:|$))"
    rf"|\b(?:(?:first|second|third|fourth|fifth|last|next|final|another|other|following) {_PIECE}"
    rf"|{_PIECE} (?:one|two|three|four|five|[1-5]|[a-e]))"
    rf"(?=[:,]? (?:is |was |reads |goes |are )?(?:\d{{3}}|\d[ ,-]|{_SAID}(?![a-z])))"
)
"""`the first eight are ...`: how many digits come, and `Next lot?` of them."""
_PIECE_ASKED: Final = re.compile(
    r"\b(?:first|second|third|fourth|next|following) four"
    r"(?: (?:digits|numbers|figures))?(?=,? ?(?:please|now)?[.?,]?(?:\n|\"| [a-z]+:|$))"
    r"|\b(?:groups of (?:two|three|four)|in (?:twos|threes|fours)"
    r"|(?:two|three|four)(?: (?:by|and|at a time))?"
    r" (?:two|three|four) (?:digits|numbers|figures))\b"
)


def asides_in(lowered: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where such words stand."""
    for pattern in (_ASIDE, _HALF, _PIECE_ASKED) if " four" in lowered else (_ASIDE, _HALF):
        yield from (match.span() for match in pattern.finditer(lowered, start, end))
