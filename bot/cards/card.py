"""The card: one message per handoff, most important first, drawn anew at every revision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards.asking import title_of, who_is_asked
from bot.cards.buttons import button_rows
from bot.cards.call import asked, learned, removed
from bot.cards.doubts import linked, standing_stops, why_look
from bot.cards.facts import fact_fields, links, small_print
from bot.cards.kit import Mrkdwn, compose, escape, header, join, mention, moment, say, section
from bot.cards.outages import standing_outage
from bot.cards.outcome import is_overdue, last, outcome_sentence, state_words
from bot.cards.speech import closed
from bot.cards.steps import asked_for_by, step_sentence
from bot.cards.words import URGENCIES, WORKFLOWS
from bot.handoff.gate import Gate
from bot.handoff.handoff import Case, Handoff
from bot.handoff.plans import playbook_of, resend_obstacles
from bot.handoff.states import CLOSED, UNDECIDED, acts_of
from bot.handoff.step import Step
from bot.handoff.words import Choice, Urgency
from bot.ports import Block, Message, Stop

MAX_RESENDS = 3
_PRESSING = frozenset({Urgency.HIGH, Urgency.CRITICAL})


def draw_card(
    case: Case, *, now: datetime, stops: Sequence[Stop] = (), gates: Sequence[Gate] = ()
) -> Message:
    """Draw the handoff as it is at `now`: state first, then facts, then what can be pressed."""
    handoff = case.handoff
    waiting = who_is_asked(case, now)
    parts = (
        header(headline(case, now)),
        standing_stops(case, stops),
        standing_outage(case, gates),
        section(outcome_sentence(case)),
        fact_fields(handoff),
        why_look(handoff),
        linked(case),
        asked(handoff),
        learned(handoff),
        _escalated(case),
        _resends(case),
        section(waiting) if waiting else None,
        small_print((links(handoff), removed(handoff), _no_resend(handoff), _foot(handoff))),
        *button_rows(case),
    )
    return compose([part for part in parts if part])


def headline(case: Case, now: datetime) -> str:
    """Workflow, urgency and state in words: `Urgent · Refund request · Needs approval`."""
    handoff = case.handoff
    urgency = handoff.call.urgency
    words = (
        "Overdue" if handoff.state in UNDECIDED and is_overdue(case, now) else None,
        URGENCIES[urgency] if urgency in _PRESSING else None,
        WORKFLOWS[handoff.workflow],
        state_words(case),
    )
    return " · ".join(word for word in words if word)


def _escalated(case: Case) -> Block | None:
    """Who handed it up and why, as long as something is to be done."""
    one = last(case, Choice.ESCALATE)
    if one is None or case.handoff.state in CLOSED:
        return None
    reason = say(" Reason: {reason}", reason=closed(one.reason)) if one.reason else Mrkdwn()
    told = say(
        "*Escalated* to {role} by {who}, {when}.{reason}",
        role=title_of(case.handoff, one.target or ""),
        who=mention(one.actor),
        when=moment(one.at),
        reason=reason,
    )
    return section(told)


def _resends(case: Case) -> Block | None:
    """Documents sent beside what settles the handoff, newest last."""
    beside = [step for step in case.resends if step not in acts_of(case)]
    told = [_resend(step) for step in beside[-MAX_RESENDS:]]
    return section(join("\n", told)) if told else None


def _resend(step: Step) -> Mrkdwn:
    return join("", (step_sentence(step), asked_for_by(step)))


def _no_resend(handoff: Handoff) -> Mrkdwn | None:
    """Why there is no button for it, where the vendor of the record is the reason."""
    if handoff.record is None:
        return None
    playbook = playbook_of(handoff)
    told = (playbook.no_plan, playbook.no_resend, *_not_sendable(handoff))
    return join(" ", (say("{why}", why=why) for why in dict.fromkeys(told) if why)) or None


def _not_sendable(handoff: Handoff) -> tuple[str, ...]:
    """What stands against sending the document, where that is what was asked for."""
    wanted = playbook_of(handoff).sends_only and handoff.state in UNDECIDED
    return resend_obstacles(handoff) if wanted else ()


def _foot(handoff: Handoff) -> Mrkdwn:
    urgency = handoff.call.urgency
    told = None if urgency in _PRESSING else say("{urgency}", urgency=URGENCIES[urgency])
    return join("  ·  ", (told, say("Call {call}", call=escape(handoff.call_id, 80))))
