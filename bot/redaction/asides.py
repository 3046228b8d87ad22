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
    r"|(?:give me |hold on |just )?(?:one|a|half a) (?:sec|second|moment|minute|tick|mo))\b"
)
_SLIP: Final = re.compile(
    r"\b(?:excuse me|pardon(?: me)?|(?:my )?apologies|i apologi[sz]e"
    r"|(?:strike|forget|ignore|cancel) that"
    r"|i (?:misread|misspoke|said (?:it|that) wrong|read (?:it|that) wrong)(?: (?:it|that))?"
    r"|(?:that|it|this)(?:'s| is| was)(?: not|n't) (?:right|correct|it)"
    r"|(?:that|it|this)(?:'s| is| was) (?:wrong|incorrect|a typo|a mistake)"
    r"|(?:that|it|this) (?:says|should (?:be|read|say))"
    r"|(?:let me |i'll |i will )(?:start|try|say|read|do|repeat|redo)"
    r"(?: (?:that|it|this|the|bit|part|one|last|group|block|set)){1,4}"
    r"(?: (?:again|over|once more))?)\b"
)
_PIECE: Final = "(?:block|group|batch|set|section|part|chunk|bunch|quad|segment|piece|lot)"
_ROWS: Final = "row line half side"
_SAID: Final = rf"(?:{trie_pattern(SURE_NUMBER_WORDS + WEAK_NUMBER_WORDS)})"
_HALF: Final = re.compile(
    r"\b(?:first|last|next|other|final|remaining|second)"
    r" (?:five|six|seven|eight|nine|ten|twelve|[5-9]|1[02])(?: (?:digits|numbers|figures))?"
    r" (?:are|is|were|was|go|would be)\b|\b(?:first|last|next|other|final|another|second|following)"
    r" (?:lot|batch|block|part|section|row|set|chunk|bit|group|bunch)"
    r"(?=(?: please| now| then)?[?.!,]?(?:\n|\"| [a-z]+:|$))"
)
"""`the first eight are ...`: how many digits come, and `Next lot?` of them."""
_BLOCK: Final = re.compile(
    rf"\b(?:(?:first|second|third|fourth|fifth|last|next|final|another|other|following) {_PIECE}"
    r"|(?:top|bottom|upper|lower|left|right|first|second|other)(?: hand)? (?:row|line|half|side)"
    rf"|{_PIECE} (?:one|two|three|four|five|[1-5]|[a-e]))"
    rf"(?=[:,]? (?:is |was |reads |goes |are )?(?:\d{{3}}|\d[ ,-]|{_SAID}(?![a-z])))"
)
"""`block two seven seven ...`: which piece comes."""
_PIECE_ASKED: Final = re.compile(
    r"\b(?:first|second|third|fourth|next|following) four"
    r"(?: (?:digits|numbers|figures))?(?=,? ?(?:please|now)?[.?,]?(?:\n|\"| [a-z]+:|$))"
    r"|\b(?:groups of (?:two|three|four)|in (?:twos|threes|fours)"
    r"|(?:two|three|four)(?: (?:by|and|at a time))?"
    r" (?:two|three|four) (?:digits|numbers|figures))\b"
)
_PATTERNS: Final = (  # what they match has one of the words in it, and of the letters
    (
        _ASIDE,
        """mean bear mistake bad let hold hang after where what next continue sec second moment
        minute tick mo""",
        """i mean|bear with|my mistake|my bad|let me |hold on|hang on|after that|after which|
        and after|where was i|s it|s next|next one|to continue| sec| moment| minute| tick| mo""",
    ),
    (
        _SLIP,
        """excuse pardon apologies apologise apologize strike forget ignore cancel misread misspoke
        wrong incorrect typo mistake not isn wasn t says should let ll will said""",
        """excuse|pardon|apolog|strike|forget|ignore|cancel|misread|misspoke|wrong|incorrect|
        t correct|typo|mistake|not right|n't right|not it|n't it| says|should |let me |i'll |
        i will |i said""",
    ),
    (
        _HALF,
        "first last next other final remaining second another following",
        "first |last |next |other |final |maining |second |following ",
    ),
    (
        _BLOCK,
        f"{_PIECE[3:-1].replace('|', ' ')} {_ROWS}",
        "|".join(f"{word} " for word in (*_PIECE[3:-1].split("|"), *_ROWS.split())),
    ),
    (
        _PIECE_ASKED,
        "first second third next following digits numbers figures groups twos threes fours",
        """ digits| numbers| figures|groups of|in twos|in threes|in fours|first four|second four|
        third four|next four|following four""",
    ),
)
"""The same for the look beforehand, which most texts end with."""
_LOOKS: Final = tuple(
    (pattern, frozenset(words.split()), tuple(letters.replace("|\n        ", "|").split("|")))
    for pattern, words, letters in _PATTERNS
)
_BLANK: Final = {code: " " for code in range(128) if not chr(code).isalpha()}


def asides_in(lowered: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where such words stand."""
    part = lowered[start:end]
    said = frozenset(part.translate(_BLANK).split())
    for pattern, words, letters in _LOOKS:
        if not words.isdisjoint(said) and any(one in part for one in letters):
            yield from (match.span() for match in pattern.finditer(lowered, start, end))
