"""Approve: rights, amount and people are checked; once nobody is missing, money is scheduled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.cards import notices
from bot.desk.change import change
from bot.desk.command import Answer, Situation
from bot.desk.companions import about, asked_of_companions
from bot.desk.filled import filled_in, form_problem
from bot.desk.messages import say_in_thread
from bot.handoff.approvals import Asking, Verdict, approvers_of, may_approve, still_open
from bot.handoff.companions import Occasion, is_reply, is_told_anew
from bot.handoff.forms import REPLY
from bot.handoff.handoff import Handoff
from bot.handoff.plans import amount_of, form_of, moves_money, plan_of
from bot.handoff.playbooks import Amount, Plan
from bot.handoff.states import linked_money, offers_approval
from bot.handoff.step import Facts, Step
from bot.handoff.summary import summary_of
from bot.handoff.words import Choice, StepKind, StepOutcome
from bot.money import format_money, read_typed, to_major
from bot.redaction import Redacted

AMOUNT = "amount"
REASON = "reason"


def approve(situation: Situation) -> Answer:
    """Record an approval of exactly this, or say what stands against it."""
    plan = plan_of(situation.handoff)
    if plan is None or not offers_approval(situation.case):
        return Answer.no(notices.not_allowed(_first(situation.handoff.unmet)))
    wish = wish_of(situation, plan)
    problem = (
        _amount_problem(situation, plan, wish)
        or form_problem(form_of(situation.handoff, plan), wish.fields)
        or _reason_problem(situation)
    )
    if problem is not None:
        return problem
    asking = asking_for(situation, wish)
    verdict = judge(situation, asking)
    if verdict.sentence is not None:
        return Answer.no(notices.not_allowed(verdict.sentence))
    return _record(situation, plan, wish, asking, verdict)


def _first(unmet: tuple[str, ...]) -> str:
    return unmet[0] if unmet else "There is nothing to approve on this handoff."


@dataclass(frozen=True, slots=True)
class Wish:
    """What one approval is of: a sum in minor units, if the plan has one, and the form."""

    amount_minor: int | None
    currency: str | None
    fields: Mapping[str, Redacted] = field(default_factory=dict)


def wish_of(situation: Situation, plan: Plan) -> Wish:
    """Read from what was typed what is to be approved; nothing typed means as it stands."""
    fields = filled_in(form_of(situation.handoff, plan), situation.command.fields)
    if plan.amount is None:
        return Wish(None, None, fields)
    handoff, typed = situation.handoff, situation.command.typed_amount
    currency = currency_of(handoff)
    amount_minor = handoff.amount_minor if typed is None else read_typed(typed, currency or "")
    return Wish(amount_minor, currency, fields)


def currency_of(handoff: Handoff) -> str | None:
    """The record's currency; before there is one, the caller's."""
    record = handoff.record
    return (record.currency if record else None) or handoff.currency


def _amount_problem(situation: Situation, plan: Plan, wish: Wish) -> Answer | None:
    if plan.amount is None:
        return None
    if wish.currency is None:
        return Answer.no("The currency is not known, so no amount can be approved.")
    if wish.amount_minor is None:
        example = to_major(123450, wish.currency)
        return Answer.no(f"Write a plain amount in {wish.currency}, like {example}.", field=AMOUNT)
    if wish.amount_minor <= 0:
        return Answer.no("The amount has to be above zero.", field=AMOUNT)
    return _ceiling_problem(situation, plan, wish.amount_minor, wish.currency)


def _ceiling_problem(
    situation: Situation, plan: Plan, amount_minor: int, currency: str
) -> Answer | None:
    ceiling_minor = ceiling_of(situation.handoff, plan)
    if ceiling_minor is None:
        return None
    most = format_money(ceiling_minor, currency)
    if plan.amount is Amount.REMAINING and amount_minor != ceiling_minor:
        return Answer.no(f"It is paid in full or not at all: {most}.", field=AMOUNT)
    if amount_minor > ceiling_minor:
        return Answer.no(f"At most {most} can still be refunded.", field=AMOUNT)
    return None


def ceiling_of(handoff: Handoff, plan: Plan) -> int | None:
    """The most that may be approved, in minor units; None: nothing on record bounds it."""
    bounded = plan.amount in {Amount.REFUNDABLE, Amount.REMAINING}
    return amount_of(plan, handoff.record, None) if bounded else None


def _reason_problem(situation: Situation) -> Answer | None:
    """Money that the policy, or another approved handoff on the same payment, asks a reason for."""
    required = situation.handoff.ruling.reason_required or linked_money(situation.case)
    if required and not situation.command.reason:
        return Answer.no("A written reason is needed here.", field=REASON)
    return None


def asking_for(situation: Situation, wish: Wish) -> Asking:
    """State the wish to approve; another amount or form voids what others approved before."""
    handoff = situation.handoff
    raised = wish.amount_minor is not None and wish.amount_minor > (handoff.amount_minor or 0)
    actor = situation.command.actor
    makers = handoff.makers
    return Asking(
        actor=actor,
        amount_minor=wish.amount_minor,
        currency=wish.currency,
        approvers=approvers_of(situation.case.approvals) if _is_same(handoff, wish) else (),
        makers=(*makers, actor.user_id) if raised else makers,
        customer_hashes=_customer_hashes(situation, wish),
    )


def _is_same(handoff: Handoff, wish: Wish) -> bool:
    """Whether it is what others approved before."""
    same_sum = wish.amount_minor is None or wish.amount_minor == handoff.amount_minor
    return same_sum and dict(wish.fields) == handoff.fields


def _customer_hashes(situation: Situation, wish: Wish) -> tuple[str, ...]:
    """Who the customer is: by the call, by the record, and by what is filled in of them."""
    hashing, call, record = (
        situation.rules.hashing,
        situation.handoff.call,
        situation.handoff.record,
    )
    emails = (call.email, record and record.customer_email, wish.fields.get("email"))
    phones = (call.phone, record and record.customer_phone, wish.fields.get("phone"))
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
    """Who approved money on the same payment; what moves none itself asks nobody for that."""
    if not moves_money(situation.handoff):
        return set()
    others = (one.id for one in situation.case.linked if moves_money(one))
    cases = (situation.tx.handoffs.case(other) for other in others)
    return {one.actor for case in cases if case is not None for one in case.approvals}


def _record(
    situation: Situation, plan: Plan, wish: Wish, asking: Asking, verdict: Verdict
) -> Answer:
    handoff = situation.handoff
    if not _is_same(handoff, wish):
        situation.tx.decisions.void(handoff.id, because="amount_changed", choices=(Choice.APPROVE,))
    situation.record_decision(
        role=verdict.role, amount_minor=wish.amount_minor, currency=wish.currency
    )
    given = (*asking.approvers, (asking.actor.user_id, verdict.role or ""))
    missing = still_open(handoff.ruling, asking.model_copy(update={"approvers": given}))
    if not missing:
        schedule(situation, plan, wish, [user for user, _ in given])
    return _announce(situation, wish, asking)


def schedule(situation: Situation, plan: Plan, wish: Wish, approvers: Sequence[str]) -> None:
    """Write the effects of a full approval; the first waits out the cancel window."""
    note = summary_of(situation.handoff, approvers, situation.now)
    args: Facts = {
        "amount_minor": wish.amount_minor,
        "currency": wish.currency,
        "fields": dict(wish.fields),
        "note": note,
    }
    before = None
    for operation in plan.operations:
        before = _put(situation, operation, args, before)
    told: dict[str, str] = {}  # a reply follows the note at its system, which may open the ticket
    for operation in asked_of_companions(
        situation.handoff,
        Occasion.CARRIED_OUT,
        plan.operations,
        replied=bool(wish.fields.get(REPLY.name)),
    ):
        system = operation.partition(".")[0]
        after = told.get(system, before) if is_reply(operation) else before
        told[system] = _put(situation, operation, args, after)


def _put(situation: Situation, operation: str, args: Facts, before: str | None) -> str:
    step = _fresh_step(situation, operation, args, before)
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


def _fresh_step(situation: Situation, operation: str, args: Facts, before: str | None) -> Step:
    handoff, rounds = situation.handoff, _rounds(situation, operation)
    run_at = situation.now + handoff.ruling.cancel_window
    record = handoff.record
    return Step(
        id=situation.tx.new_id("st"),
        handoff_id=handoff.id,
        call_id=handoff.call_id,
        operation=operation,
        ordinal=rounds + 1,
        kind=StepKind.EFFECT,
        args={**args, **about(record), "due_at": run_at.isoformat()},
        run_at=run_at,
        created_at=situation.now,
        resource=record.resource if record and before is None else None,
        waits_for=before,
    )


def _rounds(situation: Situation, operation: str) -> int:
    """How often a paired system was told already, of what came back since."""
    if not is_told_anew(operation):
        return 0
    return sum(1 for one in situation.case.effects if one.operation == operation and one.reference)


def _announce(situation: Situation, wish: Wish, asking: Asking) -> Answer:
    update: dict[str, Any] = {
        "fields": dict(wish.fields),
        "makers": tuple(dict.fromkeys(asking.makers)),
    }
    if wish.amount_minor is not None:
        update |= {"amount_minor": wish.amount_minor, "currency": wish.currency}
    case = change(
        situation.tx,
        situation.handoff,
        now=situation.now,
        actor=asking.actor.user_id,
        action="approved",
        details={
            "amount_minor": wish.amount_minor,
            "currency": wish.currency,
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
