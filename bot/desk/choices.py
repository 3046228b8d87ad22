"""The choices that move no money: reject, escalate, pick, cancel, resend."""

from __future__ import annotations

from bot.cards import notices
from bot.desk.change import change
from bot.desk.command import Answer, Situation
from bot.desk.companions import about, plan_after_resend, plan_rejected
from bot.desk.look_up import settle_on
from bot.desk.messages import say_directly, say_in_thread
from bot.handoff.approvals import members
from bot.handoff.handoff import Case, Handoff
from bot.handoff.plans import offers_resend, playbook_of, resend_obstacles
from bot.handoff.record import FoundBy
from bot.handoff.ruling import Role
from bot.handoff.states import acts_of, first_effect, sent_by_approval_alone
from bot.handoff.step import Step
from bot.handoff.words import Choice, StepKind, StepOutcome
from bot.ports import Tx

REASON = "reason"
TARGET = "target"
MAX_DIRECT_MESSAGES = 10


def reject(situation: Situation) -> Answer:
    """Close the handoff with a no; nothing is sent to the provider."""
    if not situation.command.reason:
        return Answer.no("Say why, so that the caller can be answered.", field=REASON)
    situation.record_decision()
    _skip_unsent(situation.tx, situation.case)
    case = _change(situation, "rejected")
    _say(situation, case, notices.rejected(case))
    command = situation.command
    plan_rejected(situation.tx, case, command.actor.user_id, command.reason, situation.now)
    return Answer.yes(case.handoff)


def _skip_unsent(tx: Tx, case: Case) -> None:
    """Take effects that had no effect out of the picture, so that the decision shows.

    Those that wait for them as well: a skipped step holds nobody back.
    """
    unsent = {StepOutcome.REFUSED, StepOutcome.UNAVAILABLE, StepOutcome.PENDING}
    for step in acts_of(case):
        if step.outcome in unsent:
            tx.steps.update(
                step.model_copy(update={"outcome": StepOutcome.SKIPPED}), expected=step.outcome
            )


def escalate(situation: Situation) -> Answer:
    """Hand the handoff up to a role of the policy, with a reason; approvals stay."""
    ruling = situation.handoff.ruling
    target = next((one for one in ruling.escalation if one.role == situation.command.target), None)
    role = ruling.role(target.role) if target else None
    if target is None or role is None:
        return Answer.no("Pick who should take over.", field=TARGET)
    if not situation.command.reason:
        return Answer.no("Say why, so that they know what to look at.", field=REASON)
    situation.record_decision(target=target.role)
    case = _change(situation, "escalated", owner=None, owner_role=target.role)
    _tell_role(situation, case, role)
    return Answer.yes(case.handoff)


def _tell_role(situation: Situation, case: Case, role: Role) -> None:
    directory = situation.tx.directories.current()
    people = members(role, directory) if directory else ()
    text = notices.escalated(case, people)
    _say(situation, case, text)
    for user_id in people[:MAX_DIRECT_MESSAGES]:
        cause = f"escalated:{situation.command.source}"
        say_directly(situation.tx, case.handoff, user_id, text, situation.now, cause=cause)


def pick(situation: Situation) -> Answer:
    """Settle which record is meant; whoever picks is a maker and voids what was approved."""
    wanted = situation.command.target
    chosen = next((one for one in situation.handoff.candidates if one.record_id == wanted), None)
    if chosen is None:
        return Answer.no("That record is not among the candidates any more.", field=TARGET)
    situation.record_decision(target=chosen.record_id)
    _void_approvals(situation, "match_changed")
    record = chosen.model_copy(update={"found_by": FoundBy.PICKED})
    makers = (*situation.handoff.makers, situation.command.actor.user_id)
    case = _change(
        situation,
        "picked",
        makers=tuple(dict.fromkeys(makers)),
        **settle_on(situation.handoff, record),
    )
    _say(situation, case, notices.picked(case, situation.command.actor.user_id))
    return Answer.yes(case.handoff)


def cancel(situation: Situation) -> Answer:
    """Stop the money inside the cancel window; start and cancel race and exactly one wins."""
    first = first_effect(situation.case)
    if first is None or first.outcome is not StepOutcome.PENDING or first.sent_at is not None:
        return Answer.no(notices.too_late(situation.case))
    cancelled = first.model_copy(
        update={"outcome": StepOutcome.CANCELLED, "finished_at": situation.now}
    )
    if not situation.tx.steps.update(cancelled, expected=StepOutcome.PENDING):
        return Answer.no(notices.too_late(situation.case))
    situation.record_decision()
    _void_approvals(situation, "cancelled")
    case = _change(situation, "cancelled")
    _say(situation, case, notices.cancelled(case, situation.command.actor.user_id))
    return Answer.yes(case.handoff)


def resend(situation: Situation) -> Answer:
    """Send the document again to the address on the provider's record, read at sending time."""
    handoff = situation.handoff
    operations = playbook_of(handoff).resend
    if not offers_resend(handoff):
        why = next(iter(resend_obstacles(handoff)), "There is no document to send.")
        return Answer.no(notices.not_allowed(why))
    if sent_by_approval_alone(situation.case):
        return Answer.no(notices.not_allowed("An approval comes first: it makes or sends it."))
    if any(step.under_way for step in situation.case.resends):
        return Answer.no(notices.not_allowed("It is being sent right now."))
    situation.record_decision()
    step = _resend_step(situation, operations[0])
    situation.tx.steps.add(step)
    plan_after_resend(situation.tx, handoff, step, situation.command.actor.user_id, situation.now)
    case = _change(situation, "resend_requested")
    return Answer.yes(case.handoff)


def _resend_step(situation: Situation, operation: str) -> Step:
    handoff = situation.handoff
    return Step(
        id=situation.tx.new_id("st"),
        handoff_id=handoff.id,
        call_id=handoff.call_id,
        operation=operation,
        ordinal=len(situation.case.resends) + 1,
        kind=StepKind.RESEND,
        args={
            **about(handoff.record),
            "actor": situation.command.actor.user_id,
        },
        run_at=situation.now,
        created_at=situation.now,
    )


def _void_approvals(situation: Situation, because: str) -> None:
    situation.tx.decisions.void(situation.handoff.id, because=because, choices=(Choice.APPROVE,))


def _change(situation: Situation, action: str, **update: object) -> Case:
    return change(
        situation.tx,
        situation.handoff,
        now=situation.now,
        actor=situation.command.actor.user_id,
        action=action,
        details={"reason": situation.command.reason, "target": situation.command.target},
        update=update,
    )


def _say(situation: Situation, case: Case, text: str) -> None:
    handoff: Handoff = case.handoff
    cause = f"{situation.command.choice}:{situation.command.source}"
    say_in_thread(situation.tx, handoff, text, situation.now, cause=cause)
