"""Claim, reassign, snooze: who takes care of it and until when. The state stays what it is."""

from __future__ import annotations

from typing import Any

from bot.cards import notices
from bot.desk.change import change
from bot.desk.command import Answer, Situation
from bot.desk.messages import say_directly, say_in_thread
from bot.desk.reminders import is_vendors_deadline
from bot.handoff.handoff import Case
from bot.handoff.owning import (
    SNOOZED_AT_MOST,
    SNOOZES,
    can_snooze,
    snoozed_until,
    successors,
)

ACT = "act"
REASON = "reason"


def claim(situation: Situation) -> Answer:
    """Make whoever asks the owner; owning makes nobody a maker."""
    actor, before = situation.command.actor.user_id, situation.handoff.owner
    if before == actor:
        return Answer.no("You own it already.", field=ACT)
    situation.record_decision()
    case = _change(situation, "claimed", owner=actor)
    text = notices.claimed(case, actor)
    _say(situation, case, text)
    if before is not None:
        _tell(situation, case, before, text)
    return Answer.yes(case.handoff)


def reassign(situation: Situation) -> Answer:
    """Make somebody else of the role the owner, and tell them and whom it is taken from.

    Reminders go to whoever owns it when they are due, so none has to be planned anew.
    """
    directory, handoff = situation.tx.directories.current(), situation.handoff
    able = (
        successors(handoff, directory, situation.rules.team_ids, situation.now) if directory else ()
    )
    wanted = situation.command.target
    if wanted is None or wanted not in {one.user_id for one in able}:
        return Answer.no("Pick somebody who is in the role that handles this.", field=ACT)
    situation.record_decision(target=wanted)
    case = _change(situation, "reassigned", owner=wanted)
    text = notices.reassigned(case, situation.command.actor.user_id)
    _say(situation, case, text)
    for user_id in (wanted, handoff.owner):
        if user_id is not None and user_id != situation.command.actor.user_id:
            _tell(situation, case, user_id, text)
    return Answer.yes(case.handoff)


def snooze(situation: Situation) -> Answer:
    """Move the deadline by one of the offered spans, with a reason; reminders follow it."""
    span = SNOOZES.get(situation.command.target or "")
    if span is None:
        return Answer.no("Pick how far the deadline moves.", field=ACT)
    if not situation.command.reason:
        return Answer.no("Say why it has to wait.", field=REASON)
    if not can_snooze(situation.case):
        return Answer.no(
            f"It was put off {SNOOZED_AT_MOST} times already: decide, reassign or escalate it.",
            field=ACT,
        )
    if is_vendors_deadline(situation.handoff):
        return Answer.no(
            "The provider set this deadline and does not move it: decide, or hand it on.",
            field=ACT,
        )
    situation.record_decision(target=situation.command.target)
    due_at = snoozed_until(situation.handoff, span, situation.now)
    case = _change(situation, "snoozed", due_at=due_at)
    _say(situation, case, notices.snoozed(case, situation.command.actor.user_id))
    return Answer.yes(case.handoff)


def _change(situation: Situation, action: str, **update: Any) -> Case:
    command = situation.command
    return change(
        situation.tx,
        situation.handoff,
        now=situation.now,
        actor=command.actor.user_id,
        action=action,
        details={"reason": command.reason, "target": command.target},
        update=update,
    )


def _say(situation: Situation, case: Case, text: str) -> None:
    cause = f"{situation.command.choice}:{situation.command.source}"
    say_in_thread(situation.tx, case.handoff, text, situation.now, cause=cause)


def _tell(situation: Situation, case: Case, user_id: str, text: str) -> None:
    cause = f"{situation.command.choice}:{situation.command.source}"
    say_directly(situation.tx, case.handoff, user_id, text, situation.now, cause=cause)
