"""The card: one message per handoff, most important first, drawn anew at every revision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards.asking import who_is_asked
from bot.cards.buttons import button_rows
from bot.cards.facts import (
    asked,
    fact_fields,
    learned,
    linked,
    links,
    removed,
    small_print,
    standing_stops,
    why_look,
)
from bot.cards.kit import Mrkdwn, compose, escape, header, join, mention, moment, say, section
from bot.cards.outcome import is_overdue, outcome_sentence, state_words, step_sentence
from bot.cards.words import URGENCIES, WORKFLOWS
from bot.handoff.handoff import Case, Handoff
from bot.handoff.states import UNDECIDED
from bot.handoff.step import Step
from bot.handoff.words import Urgency
from bot.ports import Block, Message, Stop

MAX_RESENDS = 3


def draw_card(case: Case, *, now: datetime, stops: Sequence[Stop] = ()) -> Message:
    """Draw the handoff as it is at `now`: state first, then facts, then what can be pressed."""
    handoff = case.handoff
    waiting = who_is_asked(case, now)
    parts = (
        header(headline(case, now)),
        section(outcome_sentence(case)),
        standing_stops(case, stops),
        fact_fields(handoff),
        why_look(handoff),
        linked(case),
        asked(handoff),
        learned(handoff),
        _resends(case),
        section(waiting) if waiting else None,
        small_print((links(handoff), removed(handoff), _foot(handoff))),
        *button_rows(case),
    )
    return compose([part for part in parts if part])


def headline(case: Case, now: datetime) -> str:
    """Workflow, urgency and state in words: `Urgent · Refund request · Needs approval`."""
    handoff = case.handoff
    urgency = handoff.call.urgency
    words = (
        "Overdue" if handoff.state in UNDECIDED and is_overdue(case, now) else None,
        URGENCIES[urgency] if urgency in {Urgency.HIGH, Urgency.CRITICAL} else None,
        WORKFLOWS[handoff.workflow],
        state_words(case),
    )
    return " · ".join(word for word in words if word)


def _resends(case: Case) -> Block | None:
    """Documents sent again; they never change the state of the handoff."""
    told = [_resend(step) for step in case.resends[-MAX_RESENDS:]]
    return section(join("\n", told)) if told else None


def _resend(step: Step) -> Mrkdwn:
    actor = step.args.get("actor")
    asked_by = (
        say(" Asked for by {who}, {when}.", who=mention(actor), when=moment(step.created_at))
        if isinstance(actor, str)
        else Mrkdwn()
    )
    return say("{told}{asked_by}", told=step_sentence(step), asked_by=asked_by)


def _foot(handoff: Handoff) -> Mrkdwn:
    urgency = URGENCIES[handoff.call.urgency]
    return say("{urgency}  ·  Call {call}", urgency=urgency, call=escape(handoff.call_id, 80))
