"""The answer to `/handoff stats`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cards.kit import Mrkdwn, compose, context, escape, header, join, moment, say, section
from bot.cards.speech import money
from bot.cards.words import STATES, roughly
from bot.handoff.words import State
from bot.ports import Message


@dataclass(frozen=True, slots=True)
class Span:
    """The last so many days. Amounts are minor units by currency, of what was approved in full."""

    days: int
    by_state: Mapping[State, int]
    approved: int = 0
    rejected: int = 0
    median: timedelta | None = None
    amounts_minor: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """All of them; `oldest` is when the oldest that waits came in."""

    open_now: Mapping[State, int]
    oldest: datetime | None
    spans: tuple[Span, ...]


def draw_figures(figures: Figures, *, now: datetime) -> Message:
    """What is open, then each span of days."""
    spans = [section(_span(one)) for one in figures.spans]
    end = context(say("As of {when}. Amounts are what people approved.", when=moment(now)))
    return compose([header("How it goes"), section(_open(figures, now)), *spans, end])


def _open(figures: Figures, now: datetime) -> Mrkdwn:
    if not figures.open_now:
        return say("*Nothing is open.*")
    oldest = None
    if figures.oldest is not None:
        oldest = say(
            "The oldest that waits for a decision came in {when} ({age} ago).",
            when=moment(figures.oldest),
            age=roughly(now - figures.oldest),
        )
    return join("\n", (say("*Open now*"), _counts(figures.open_now), oldest))


def _counts(by_state: Mapping[State, int]) -> Mrkdwn:
    counts = (
        say("{state} {count}", state=STATES[state], count=by_state[state])
        for state in State
        if by_state.get(state)
    )
    return join("  ·  ", counts)


def _span(span: Span) -> Mrkdwn:
    decided = say(
        "Decided: {approved} approved, {rejected} rejected{took}.",
        approved=span.approved,
        rejected=span.rejected,
        took=say("; half of them within {span}", span=roughly(span.median))
        if span.median is not None
        else Mrkdwn(),
    )
    sums = join(", ", (money(amount, name) for name, amount in span.amounts_minor.items()))
    approved = say("Approved: {sums}.", sums=sums) if sums else None
    came = _counts(span.by_state) or escape("none")
    return join(
        "\n",
        (
            say("*The last {days} days*", days=span.days),
            say("Came in: {counts}", counts=came),
            decided,
            approved,
        ),
    )
