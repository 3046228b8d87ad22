"""Approve: rights, amount and people are checked; once nobody is missing, money is scheduled."""

from __future__ import annotations

import re
from typing import Any

from bot.cards import notices
from bot.desk.change import change
from bot.desk.command import Answer, Situation
from bot.desk.messages import say_in_thread
from bot.handoff.approvals import Asking, Verdict, approvers_of, may_approve, still_open
from bot.handoff.handoff import Handoff
from bot.handoff.playbooks import playbook_for
from bot.handoff.record import PaymentRecord
from bot.handoff.states import linked_money, offers_approval
from bot.handoff.step import Step
from bot.handoff.words import Choice, StepKind, StepOutcome
from bot.money import format_money, read_typed, to_major

AMOUNT = "amount"
REASON = "reason"


def approve(situation: Situation) -> Answer:
    """Record an approval of exactly this amount, or say what stands against it."""
    handoff, record = situation.handoff, situation.handoff.record
    if record is None or not offers_approval(situation.case):
        return Answer.no(notices.not_allowed(_first(handoff.unmet)))
    amount_minor = _wanted_amount(situation, record.currency)
    problem = _amount_problem(record, amount_minor) or _reason_problem(situation)
    if amount_minor is None or problem is not None:
        return problem or Answer.no("The amount is missing.", field=AMOUNT)
    asking = asking_for(situation, amount_minor, record.currency)
    verdict = judge(situation, asking)
    if verdict.sentence is not None:
        return Answer.no(notices.not_allowed(verdict.sentence))
    return _record(situation, asking, verdict)


def _first(unmet: tuple[str, ...]) -> str:
    return unmet[0] if unmet else "There is nothing to approve on this handoff."


def _wanted_amount(situation: Situation, currency: str) -> int | None:
    typed = situation.command.typed_amount
    return situation.handoff.amount_minor if typed is None else read_typed(typed, currency)


def _amount_problem(record: PaymentRecord, amount_minor: int | None) -> Answer | None:
    if amount_minor is None:
        example = to_major(123450, record.currency)
        return Answer.no(
            f"Write a plain amount in {record.currency}, like {example}.", field=AMOUNT
        )
    if amount_minor <= 0:
        return Answer.no("The amount has to be above zero.", field=AMOUNT)
    if amount_minor > record.refundable_minor:
        ceiling = format_money(record.refundable_minor, record.currency)
        return Answer.no(f"At most {ceiling} can still be refunded.", field=AMOUNT)
    return None


def _reason_problem(situation: Situation) -> Answer | None:
    """Money that the policy, or another approved handoff on the same payment, asks a reason for."""
    required = situation.handoff.ruling.reason_required or linked_money(situation.case)
    if required and not situation.command.reason:
        return Answer.no("A written reason is needed here.", field=REASON)
    return None


def asking_for(situation: Situation, amount_minor: int, currency: str) -> Asking:
    """State the wish to approve; another amount voids what others approved before."""
    same = amount_minor == situation.handoff.amount_minor
    raised = amount_minor > (situation.handoff.amount_minor or 0)
    actor = situation.command.actor
    makers = situation.handoff.makers
    return Asking(
        actor=actor,
        amount_minor=amount_minor,
        currency=currency,
        approvers=approvers_of(situation.case.approvals) if same else (),
        makers=(*makers, actor.user_id) if raised else makers,
        customer_hashes=_customer_hashes(situation),
    )


def _customer_hashes(situation: Situation) -> tuple[str, ...]:
    hashing, handoff = situation.rules.hashing, situation.handoff
    emails = (handoff.call.email, handoff.record and handoff.record.customer_email)
    phones = (handoff.call.phone,)
    return (
        *(hashing.index_hash("email", value.strip().casefold()) for value in emails if value),
        *(hashing.index_hash("phone", re.sub(r"\D", "", value)) for value in phones if value),
    )


def judge(situation: Situation, asking: Asking) -> Verdict:
    """Decide by the live directory and the frozen rules."""
    directory = situation.tx.directories.current()
    if directory is None:
        return Verdict(sentence="The list of people and roles is not there yet.")
    if asking.actor.user_id in _approved_elsewhere(situation):
        return Verdict(
            sentence="You approved money on this payment in another handoff; "
            "a different person has to approve this one."
        )
    return may_approve(situation.handoff.ruling, asking, directory)


def _approved_elsewhere(situation: Situation) -> set[str]:
    cases = (situation.tx.handoffs.case(one.id) for one in situation.case.linked)
    return {one.actor for case in cases if case is not None for one in case.approvals}


def _record(situation: Situation, asking: Asking, verdict: Verdict) -> Answer:
    handoff = situation.handoff
    if asking.amount_minor != handoff.amount_minor:
        situation.tx.decisions.void(handoff.id, because="amount_changed", choices=(Choice.APPROVE,))
    situation.record_decision(
        role=verdict.role, amount_minor=asking.amount_minor, currency=asking.currency
    )
    given = (*asking.approvers, (asking.actor.user_id, verdict.role or ""))
    missing = still_open(handoff.ruling, asking.model_copy(update={"approvers": given}))
    if not missing:
        schedule(situation, asking.amount_minor, asking.currency)
    return _announce(situation, asking)


def schedule(situation: Situation, amount_minor: int, currency: str) -> None:
    """Write the effects of a full approval; the first waits out the cancel window."""
    handoff, before = situation.handoff, None
    playbook = playbook_for(handoff.workflow, handoff.ruling.vendor)
    for operation in playbook.approve:
        before = _put(situation, operation, amount_minor, currency, before)


def _put(
    situation: Situation, operation: str, amount_minor: int, currency: str, before: str | None
) -> str:
    step = _fresh_step(situation, operation, amount_minor, currency, before)
    existing = situation.tx.steps.by_key(step.key)
    if existing is None:
        situation.tx.steps.add(step)
        return step.id
    again = existing.freed(StepOutcome.PENDING, step.run_at).model_copy(
        update={
            "args": step.args,
            "resource": step.resource,
            "waits_for": before,
            "said": None,
        }
    )
    situation.tx.steps.update(again, expected=existing.outcome)
    return existing.id


def _fresh_step(
    situation: Situation, operation: str, amount_minor: int, currency: str, before: str | None
) -> Step:
    handoff = situation.handoff
    run_at = situation.now + handoff.ruling.cancel_window
    record = handoff.record
    return Step(
        id=situation.tx.new_id("st"),
        handoff_id=handoff.id,
        call_id=handoff.call_id,
        operation=operation,
        kind=StepKind.EFFECT,
        args={
            "payment_id": record.payment_id if record else None,
            "amount_minor": amount_minor,
            "currency": currency,
            "due_at": run_at.isoformat(),
        },
        run_at=run_at,
        created_at=situation.now,
        resource=record.resource if record and before is None else None,
        waits_for=before,
    )


def _announce(situation: Situation, asking: Asking) -> Answer:
    update: dict[str, Any] = {
        "amount_minor": asking.amount_minor,
        "currency": asking.currency,
        "makers": tuple(dict.fromkeys(asking.makers)),
    }
    case = change(
        situation.tx,
        situation.handoff,
        now=situation.now,
        actor=asking.actor.user_id,
        action="approved",
        details={
            "amount_minor": asking.amount_minor,
            "currency": asking.currency,
            "reason": situation.command.reason,
            "choice": Choice.APPROVE.value,
        },
        update=update,
    )
    _say(situation, case.handoff)
    return Answer.yes(case.handoff)


def _say(situation: Situation, after: Handoff) -> None:
    case = situation.tx.handoffs.case(after.id)
    if case is not None:
        text = notices.approved(case, situation.command.actor.user_id)
        say_in_thread(
            situation.tx, after, text, situation.now, cause=f"approved:{situation.command.source}"
        )
