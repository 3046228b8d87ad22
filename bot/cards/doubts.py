"""What makes a reader careful: doubts, other calls about the same payment, stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.cards.kit import Mrkdwn, bullets, join, mention, moment, on_day, say, section
from bot.cards.outcome import acts_itself
from bot.cards.records import noun_of
from bot.cards.speech import closed, money
from bot.cards.words import BECAME, REVIEW_REASONS, WORKFLOWS, vendor_title
from bot.handoff.handoff import Case, Handoff
from bot.handoff.plans import may_move_money, moves_money
from bot.handoff.states import UNDECIDED, linked_money
from bot.handoff.words import ReviewReason, State
from bot.ports import Block, Stop

MAX_LINKED = 3
MAX_WHY = 8


def why_look(handoff: Handoff) -> Block | None:
    """Why a person must look; after the decision only what changed since."""
    if handoff.state in UNDECIDED:
        return _listed(
            "Why a person must look", (*handoff.unmet, *handoff.notes, *_reasons(handoff))
        )
    return _listed("To know", handoff.notes)


def _reasons(handoff: Handoff) -> list[str]:
    """Reasons as sentences, without what is said elsewhere on the card."""
    told = {ReviewReason.NOT_MADE_SAFE} if handoff.call.unsafe else set()
    if handoff.notes or (handoff.record is None and acts_itself(handoff)):
        told.add(ReviewReason.LOW_CONFIDENCE_MATCH)
    if not may_move_money(handoff):
        told.add(ReviewReason.CHANGES_MONEY)
    return [REVIEW_REASONS[one] for one in handoff.review_reasons if one not in told]


def _listed(title: str, sentences: Sequence[str]) -> Block | None:
    told = [closed(one) for one in dict.fromkeys(sentences)]
    if not told:
        return None
    return section(say("*{title}*\n{told}", title=title, told=bullets(told[:MAX_WHY])))


def linked(case: Case) -> Block | None:
    """Earlier calls about the same payment: what they asked for and what became of it."""
    if not case.linked:
        return None
    told = [_linked_one(one) for one in case.linked[-MAX_LINKED:]]
    warning = (
        say("*Money was approved there.* Approving here needs a different person and a reason.")
        if linked_money(case) and case.handoff.state in UNDECIDED
        else None
    )
    listed = join("\n", (bullets(told), warning))
    noun = noun_of(case.handoff)
    title = say("*Other calls about this {noun}: {count}*", noun=noun, count=len(case.linked))
    return section(join("\n", (title, listed)))


def _linked_one(other: Handoff) -> Mrkdwn:
    """What the other call asked for; what is left of it by now is on its own card."""
    asked_minor = other.call.amount_minor or other.amount_minor
    currency = other.call.currency or other.currency
    amount = (
        say(" over {amount}", amount=money(asked_minor, currency))
        if asked_minor and currency
        else Mrkdwn()
    )
    return say(
        "{workflow}{amount}, {day}: {became} ({call})",
        workflow=WORKFLOWS[other.workflow],
        amount=amount,
        day=on_day(other.created_at),
        became=_became(other),
        call=other.call_id,
    )


def _became(other: Handoff) -> str:
    """Money may have moved only where some was to."""
    unknown = other.state is State.UNKNOWN and not moves_money(other)
    return "outcome unknown, it may have happened" if unknown else BECAME[other.state]


def standing_stops(case: Case, stops: Iterable[Stop]) -> Block | None:
    """Every stop that keeps money of this handoff from being sent."""
    vendor = case.handoff.ruling.vendor
    hit = [one for one in stops if one.vendor is None or one.vendor == vendor]
    moves = acts_itself(case.handoff) and may_move_money(case.handoff)
    if not hit or not moves or case.handoff.state in _NOTHING_TO_SEND:
        return None
    return section(join("\n", map(stop_line, hit[:2])))


_NOTHING_TO_SEND = frozenset({State.SUCCEEDED, State.SUBMITTED, State.REJECTED, State.LOGGED})


def stop_line(stop: Stop) -> Mrkdwn:
    """Where money is stopped, by whom, since when and why."""
    where = vendor_title(stop.vendor) if stop.vendor else "every provider"
    return say(
        "*Money is stopped* at {where} by {who}, {when}: {reason} "
        "None is sent before another person resumes it.",
        where=where,
        who=mention(stop.actor),
        when=moment(stop.at),
        reason=closed(stop.reason),
    )
