"""Retry: after nothing happened, after a no, after a stop; each state means its own thing by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.cards import notices
from bot.desk.change import change
from bot.desk.command import Answer, Situation
from bot.desk.look_up import plan_look_up
from bot.desk.messages import say_in_thread
from bot.handoff.approvals import approvers_of
from bot.handoff.companions import is_companion
from bot.handoff.handoff import Case
from bot.handoff.states import acts_of
from bot.handoff.step import Step
from bot.handoff.words import Choice, State, StepKind, StepOutcome

_NO_EFFECT = frozenset({StepOutcome.REFUSED, StepOutcome.UNAVAILABLE})
_HAPPENED = frozenset({StepOutcome.DONE, StepOutcome.ACCEPTED})


def retry(situation: Situation) -> Answer:
    """Do again what the state allows; never repeats what may have happened."""
    return _BY_STATE[situation.handoff.state](situation)


def _send_again(situation: Situation) -> Answer:
    """Run what had no effect again, under the approvals that stand.

    After a refusal by the destination the person who retries is a maker: if nobody else approved,
    the handoff goes back to approval. After an outage, or when a paired system said no, nothing
    about the decision has changed.
    """
    steps = [one for one in acts_of(situation.case) if one.outcome in _NO_EFFECT]
    refused = any(
        one.outcome is StepOutcome.REFUSED and not is_companion(one.operation) for one in steps
    )
    makers = _makers(situation) if refused else situation.handoff.makers
    approvers = {user for user, _ in approvers_of(situation.case.approvals)}
    if refused and approvers <= set(makers):
        return _reopen(situation)
    for step in steps:
        _put_back(situation, step, StepOutcome.PENDING)
    return _done(situation, "retried", makers=makers)


def _check_again(situation: Situation) -> Answer:
    """Look into the vendor's books once more, now; nothing is repeated by this."""
    for step in acts_of(situation.case):
        if step.outcome is StepOutcome.UNKNOWN:
            again = step.model_copy(update={"run_at": situation.now, "checks": 1})
            situation.tx.steps.update(again, expected=StepOutcome.UNKNOWN)
    return _done(situation, "check_requested")


def _reopen(situation: Situation) -> Answer:
    """Start over from a fresh look at the record; whoever re-opens is a maker."""
    situation.tx.decisions.void(
        situation.handoff.id,
        because="reopened",
        choices=(Choice.APPROVE, Choice.REJECT, Choice.ASK),
    )
    for step in acts_of(situation.case):
        if step.outcome not in _HAPPENED or is_companion(step.operation):
            _put_back(situation, step, StepOutcome.SKIPPED)  # what was told settles nothing
    return _look(situation, "reopened", makers=_makers(situation), expired=False)


def _look_again(situation: Situation) -> Answer:
    """Read the provider's record once more; nothing was decided, so nobody becomes a maker."""
    return _look(situation, "look_up_requested")


def _look(situation: Situation, action: str, **update: Any) -> Answer:
    to_read = situation.handoff.ruling.can_be_looked_up
    answer = _done(situation, action, looked_up=not to_read, unmet=(), **update)
    looks = sum(1 for step in situation.case.steps if step.kind is StepKind.LOOK_UP)
    plan_look_up(situation.tx, situation.handoff, situation.now, ordinal=looks + 1)
    return answer


def _put_back(situation: Situation, step: Step, outcome: StepOutcome) -> None:
    """Free a step known to have had no effect; its time starts anew."""
    args = {**step.args, "due_at": situation.now.isoformat()}
    again = step.freed(outcome, situation.now).model_copy(update={"args": args})
    situation.tx.steps.update(again, expected=step.outcome)


def _makers(situation: Situation) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*situation.handoff.makers, situation.command.actor.user_id)))


def _done(situation: Situation, action: str, **update: Any) -> Answer:
    situation.record_decision()
    case: Case = change(
        situation.tx,
        situation.handoff,
        now=situation.now,
        actor=situation.command.actor.user_id,
        action=action,
        update=update,
    )
    say_in_thread(
        situation.tx,
        case.handoff,
        notices.retried(case, situation.command.actor.user_id),
        situation.now,
        cause=f"retry:{situation.command.source}",
    )
    return Answer.yes(case.handoff)


_BY_STATE: Mapping[State, Callable[[Situation], Answer]] = MappingProxyType(
    {
        State.FAILED: _send_again,
        State.PARTLY_DONE: _send_again,
        State.UNKNOWN: _check_again,
        State.NEEDS_REVIEW: _look_again,
        State.REVERSED: _reopen,
        State.REJECTED: _reopen,
        State.EXPIRED: _reopen,
        State.CANCELLED: _reopen,
    }
)
