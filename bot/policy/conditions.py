"""Whether a rule applies to a call, and why or why not, as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.handoff.billing_call import BillingCall
from bot.handoff.words import ReviewReason
from bot.money import format_money
from bot.policy.destinations import in_region
from bot.policy.money_table import Rates, limit_in
from bot.policy.schema import When


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a rule can ask about."""

    call: BillingCall
    tier: str
    destination: str | None
    review_reasons: tuple[ReviewReason, ...]
    rates: Rates | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One stated condition: whether it holds, in words."""

    holds: bool
    words: str


def answers(when: When, facts: Facts) -> Iterator[Answer]:
    """Answer each condition that a rule states; the rule applies when all of them hold."""
    yield from _names(when, facts)
    yield from _amounts(when, facts)
    if when.review_reasons:
        shared = [one for one in when.review_reasons if one in facts.review_reasons]
        said = f"a reason to review is {shared[0]}" if shared else "no such reason to review"
        yield Answer(bool(shared), said)
    if when.confidence:
        level = "high" if facts.call.workflow_confident else "low"
        yield Answer(level == when.confidence, f"confidence in the workflow is {level}")


def _names(when: When, facts: Facts) -> Iterator[Answer]:
    call = facts.call
    stated = (
        (when.workflows, call.workflow, "workflow"),
        (when.currencies, call.currency, "currency"),
        (when.tiers, facts.tier, "customer tier"),
        (when.destinations, facts.destination, "destination"),
        (when.urgency, call.urgency, "urgency"),
    )
    for wanted, value, word in stated:
        if wanted:
            yield Answer(value in wanted, f"{word} is {value or 'unknown'}")
    if when.regions:
        inside = in_region(call.tax_region, when.regions)
        yield Answer(inside, f"region is {'in' if inside else 'not in'} {', '.join(when.regions)}")


def _amounts(when: When, facts: Facts) -> Iterator[Answer]:
    if when.above:
        yield _compared(when.above, facts, is_above=True)
    if when.below:
        yield _compared(when.below, facts, is_above=False)


def _compared(stated: Mapping[str, Decimal], facts: Facts, *, is_above: bool) -> Answer:
    """Compare the claim; an unknown amount, currency or rate counts as above every limit."""
    amount, currency = facts.call.amount_minor, facts.call.currency
    limit = limit_in(currency or "", stated, facts.rates)
    if amount is None or currency is None:
        return Answer(is_above, "the amount is unknown and counts as above every limit")
    if limit is None:
        return Answer(is_above, f"{currency} has no rate, so any amount counts as above the limit")
    holds = amount > limit if is_above else amount < limit
    return Answer(holds, _comparison(amount, limit, currency))


def _comparison(amount: int, limit: int, currency: str) -> str:
    words = "above" if amount > limit else "below" if amount < limit else "exactly"
    return f"{format_money(amount, currency)} is {words} {format_money(limit, currency)}"
