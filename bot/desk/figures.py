"""How it goes: counts, the oldest that waits, how long decisions take, what was approved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from bot.cards.figures import Figures, Span, draw_figures
from bot.desk.office import Rules
from bot.desk.overview import NEEDS_CARE, why_no_role
from bot.handoff.people import Actor
from bot.handoff.states import UNDECIDED
from bot.handoff.words import Choice, State
from bot.ports import Decided, Message, Tx

SPANS = (7, 30)
COUNTED_AT_MOST = 5000
"""So many handoffs and decisions are looked at: figures of a month, not of all time."""


def figures_for(tx: Tx, actor: Actor, now: datetime, rules: Rules) -> Message:
    """Answer `/handoff stats`, to whoever holds a role."""
    refused = why_no_role(tx, actor, now, rules)
    if refused is not None:
        return Message(text=refused)
    return draw_figures(_figures(tx, now), now=now)


def _figures(tx: Tx, now: datetime) -> Figures:
    decided = tx.figures.decided(now - timedelta(days=max(SPANS)), limit=COUNTED_AT_MOST)
    newest = tuple(_newest_of_each(decided))
    open_now = {
        state: tx.handoffs.waiting([state], limit=1).total
        for state in (*sorted(UNDECIDED), *NEEDS_CARE)
    }
    return Figures(
        open_now={state: count for state, count in open_now.items() if count},
        oldest=tx.figures.oldest(sorted(UNDECIDED)),
        spans=tuple(_span(tx, days, newest, now) for days in SPANS),
    )


def _newest_of_each(decided: Sequence[Decided]) -> Iterator[Decided]:
    """One a handoff: the decision that settled it, where several people had to approve."""
    seen = set[str]()
    for one in decided:
        if one.decision.handoff_id not in seen and _is_settled(one):
            seen.add(one.decision.handoff_id)
            yield one


def _is_settled(one: Decided) -> bool:
    """An approval that waits for another one, or was given before it was opened again, is not."""
    return one.state not in UNDECIDED and (
        one.decision.choice is Choice.APPROVE or one.state is State.REJECTED
    )


def _span(tx: Tx, days: int, newest: Sequence[Decided], now: datetime) -> Span:
    since = now - timedelta(days=days)
    within = [one for one in newest if one.decision.at >= since]
    approved = [one.decision for one in within if one.decision.choice is Choice.APPROVE]
    amounts = Counter[str]()
    for one in approved:
        if one.amount_minor is not None and one.currency is not None:
            amounts[one.currency] += one.amount_minor
    return Span(
        days=days,
        by_state=tx.figures.by_state(since, limit=COUNTED_AT_MOST),
        approved=len(approved),
        rejected=len(within) - len(approved),
        median=_median([one.decision.at - one.opened_at for one in within]),
        amounts_minor=dict(sorted(amounts.items())),
    )


def _median(spans: Sequence[timedelta]) -> timedelta | None:
    if not spans:
        return None
    return timedelta(seconds=median(span.total_seconds() for span in spans))
