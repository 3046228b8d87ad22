"""Whether a question that a card asks is about one vendor at all."""

from __future__ import annotations

from bot.vendors import Question


def concerns(question: Question, vendor: str) -> bool:
    """By whose record it is; before there is one, by what the call's analysis names."""
    if question.record is not None:
        return question.record.vendor == vendor
    named = (value.strip().casefold() for _, value in question.call.learned)
    return vendor in named
