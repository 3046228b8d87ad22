"""Redacting a conversation: the whole call is read as one text, then cut back into turns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.redaction.parts import redact_parts
from bot.redaction.redacted import Redacted


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance as it came in."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class RedactedTurn:
    """One utterance as it may be kept."""

    speaker: Redacted
    text: Redacted


def redact_turns(turns: Sequence[Turn]) -> tuple[RedactedTurn, ...]:
    """Redact a call; a number read out over several turns goes as a whole."""
    return redact_turns_counted(turns)[0]


def redact_turns_counted(
    turns: Sequence[Turn],
) -> tuple[tuple[RedactedTurn, ...], Counter[str]]:
    """Like `redact_turns`, with how many secrets of each kind went."""
    glued = [part for turn in turns for part in ((turn.speaker, ": "), (turn.text, "\n"))]
    clean, counts = redact_parts(glued)
    pairs = zip(clean[::2], clean[1::2], strict=True)
    return tuple(RedactedTurn(speaker, text) for speaker, text in pairs), counts
