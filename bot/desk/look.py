"""Reading for a person: the views a click opens and the answer to a look-up. Nothing is decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

from bot.cards import draw_found, draw_status, not_found
from bot.cards.attesting import attest_modal
from bot.cards.modals import approve_modal, escalate_modal, resend_modal
from bot.cards.more import more_modal, notice_modal
from bot.desk.approve import Wish, asking_for, ceiling_of, currency_of, judge
from bot.desk.command import Command, Situation
from bot.desk.decide import why_not
from bot.desk.office import Rules
from bot.desk.overview import may_read, why_no_role
from bot.handoff.approvals import roles_held, why_nobody
from bot.handoff.handoff import Case
from bot.handoff.owning import successors
from bot.handoff.people import Actor
from bot.handoff.plans import plan_of
from bot.handoff.states import documents_of
from bot.handoff.step import Step
from bot.handoff.words import Choice, StepOutcome
from bot.ports import Message, Tx

View: TypeAlias = dict[str, Any]
"""One Slack view, as Slack's JSON."""

CANNOT = "This cannot be done"


def view_for(tx: Tx, command: Command, now: datetime, rules: Rules) -> View:
    """The view a click asks for, from the case as it is now, or one that says why not."""
    case = tx.handoffs.case(command.handoff_id)
    if case is None:
        return notice_modal(CANNOT, "This handoff does not exist any more.")
    refused = why_not(tx, case, command, now, rules)
    if refused is not None:
        return notice_modal(CANNOT, refused)
    return _draw(Situation(tx, case, command, now, rules))


def _draw(situation: Situation) -> View:
    choice = situation.command.choice
    if choice is Choice.APPROVE:
        return _approve_view(situation)
    if choice is Choice.RESEND:
        return _resend_view(situation.case)
    if choice is Choice.ATTEST:
        return attest_modal(situation.case)
    return escalate_modal(situation.case)


def _approve_view(situation: Situation) -> View:
    handoff, plan = situation.handoff, plan_of(situation.handoff)
    if plan is None:
        return notice_modal(CANNOT, "There is nothing to approve on this handoff.")
    amount_minor, ceiling_minor = handoff.amount_minor, ceiling_of(handoff, plan)
    if plan.amount is None:
        amount_minor = None
    elif ceiling_minor is not None:
        amount_minor = min(amount_minor or ceiling_minor, ceiling_minor)
    wish = Wish(amount_minor, currency_of(handoff) if plan.amount else None, handoff.fields)
    return approve_modal(
        situation.case,
        plan=plan,
        verdict=judge(situation, asking_for(situation, wish)),
        amount_minor=amount_minor,
        ceiling_minor=ceiling_minor,
        now=situation.now,
    )


def _resend_view(case: Case) -> View:
    record = case.handoff.record
    mails = documents_of(case)
    sent = sorted(at for one in mails if _is_sent(one) and (at := _sent_at(one)))
    unsure = sorted(one.first_sent_at for one in mails if one.first_sent_at and one.is_unknown)
    recipient = record.customer_email if record else None
    return resend_modal(case, recipient=recipient, sent_before=sent, unsure_before=unsure)


def _sent_at(step: Step) -> datetime | None:
    """When it went out; somebody's word for it came later."""
    return step.first_sent_at if step.attested_by else step.finished_at


def _is_sent(step: Step) -> bool:
    return step.outcome in {StepOutcome.DONE, StepOutcome.ACCEPTED}


def more_for(tx: Tx, command: Command, now: datetime, rules: Rules) -> View:
    """Details and history; Reject stands first when it is still possible for this person."""
    case = tx.handoffs.case(command.handoff_id)
    if case is None:
        return notice_modal(CANNOT, "This handoff does not exist any more.")
    refused = why_no_reading(tx, case, command.actor, now, rules)
    if refused is not None:
        return notice_modal(CANNOT, refused)
    directory = tx.directories.current()
    return more_modal(
        case,
        history=tx.audit.history(case.handoff.id),
        now=now,
        reader=command.actor.user_id,
        people=successors(case.handoff, directory, rules.team_ids, now) if directory else (),
    )


def why_no_reading(tx: Tx, case: Case, actor: Actor, now: datetime, rules: Rules) -> str | None:
    """Say why this person may not see the details of a handoff."""
    directory = tx.directories.current()
    nobody = why_nobody(actor, directory, rules.team_ids, now)
    if nobody is not None or directory is None:
        return nobody
    if not roles_held(case.handoff.ruling, actor.user_id, directory):
        return "You are not in any role that handles this."
    return None


def status_of(tx: Tx, asked: str, actor: Actor, now: datetime, rules: Rules) -> Message:
    """Answer `/handoff <reference>`: where one handoff stands, or which it could be.

    `asked` is as typed and may be private: it is compared by keyed hashes, never kept or repeated.
    """
    refused = why_no_role(tx, actor, now, rules)
    if refused is not None:
        return Message(text=refused)
    found = [one for one in tx.handoffs.find(asked) if may_read(tx, one, actor)]
    case = tx.handoffs.case(found[0].id) if len(found) == 1 else None
    if case is not None:
        return draw_status(case, now=now)
    return draw_found(found, now=now) if found else not_found()
