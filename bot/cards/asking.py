"""Who is asked, until when, and what is still missing."""

from __future__ import annotations

from datetime import datetime

from bot.cards.kit import Mrkdwn, harmless, join, mention, moment, say
from bot.cards.outcome import approved_by, is_overdue
from bot.cards.words import VOIDED, role_title
from bot.handoff.approvals import Asking, approvers_of, needed, still_open
from bot.handoff.handoff import Case, Handoff
from bot.handoff.people import Actor
from bot.handoff.plans import plan_of
from bot.handoff.ruling import ApprovalStep
from bot.handoff.states import UNDECIDED, offers_approval
from bot.handoff.words import Choice

_NOBODY = Actor(user_id="", team_id="")


def missing(
    case: Case, amount_minor: int | None, currency: str | None, *, and_role: str | None = None
) -> tuple[ApprovalStep, ...]:
    """The approvals still needed for an amount, once `and_role` has been given too.

    Approvals cover one amount: for any other, those given so far do not count.
    """
    same = amount_minor in {None, case.handoff.amount_minor}
    given = approvers_of(case.approvals) if same else ()
    asking = Asking(
        actor=_NOBODY,
        amount_minor=amount_minor,
        currency=currency,
        approvers=(*given, ("", and_role)) if and_role else given,
    )
    return still_open(case.handoff.ruling, asking)


def progress(case: Case) -> tuple[int, int] | None:
    """How many of how many approvals there are for what would be sent now."""
    handoff = case.handoff
    plan = plan_of(handoff)
    if plan is None or (plan.amount and handoff.amount_minor is None):
        return None
    sent = sum_of(handoff)
    total = len(needed(handoff.ruling, *sent))
    return total - len(missing(case, *sent)), total


def sum_of(handoff: Handoff) -> tuple[int | None, str | None]:
    """What an approval would send now, in minor units and currency; nothing where none is sent."""
    plan = plan_of(handoff)
    return (handoff.amount_minor, handoff.currency) if plan and plan.amount else (None, None)


def who_is_asked(case: Case, now: datetime) -> Mrkdwn | None:
    """Owner and deadline, why the reader is asked, who approved and who is missing."""
    handoff = case.handoff
    if handoff.state not in UNDECIDED:
        return None
    note = harmless(handoff.owner_note) if handoff.owner_note else None
    return join("\n", (_owner_and_deadline(case, now), note, _approvals(case), _voided(case)))


def _owner_and_deadline(case: Case, now: datetime) -> Mrkdwn:
    handoff = case.handoff
    owner = say("*Owner:* {owner}", owner=owner_of(handoff))
    if handoff.due_at is None:
        return say("{owner}  ·  no deadline", owner=owner)
    label = say("*Overdue since*") if is_overdue(case, now) else say("*Decide by*")
    return say("{owner}  ·  {label} {when}", owner=owner, label=label, when=moment(handoff.due_at))


def owner_of(handoff: Handoff) -> Mrkdwn:
    """The person, else the role, that has to take care of it."""
    if handoff.owner:
        return mention(handoff.owner)
    return say("{role}", role=title_of(handoff, handoff.owner_role or "") or "nobody yet")


def title_of(handoff: Handoff, role: str) -> str:
    """A role as the policy titles it."""
    titles = {one.role: one.title for one in handoff.ruling.escalation}
    return titles.get(role) or role_title(role)


def _approvals(case: Case) -> Mrkdwn | None:
    handoff, found = case.handoff, progress(case)
    if found is None or not offers_approval(case):
        return None
    given, total = found
    left = missing(case, *sum_of(handoff))
    if not left:
        return approved_by(case)
    roles = join(" and ", (title_of(handoff, one.role) for one in left))
    so_far = say(" ({given} of {total} given)", given=given, total=total)
    wanted = say(
        "*Why you are asked:* approval by {roles} is needed{so_far}.",
        roles=roles,
        so_far=so_far if total > 1 else Mrkdwn(),
    )
    return join("\n", (wanted, approved_by(case)))


def _voided(case: Case) -> Mrkdwn | None:
    """The newest approval that was taken back: those who gave it should know why."""
    taken = [one for one in case.decisions if one.choice is Choice.APPROVE and not one.counts]
    if not taken or case.approvals:
        return None
    why = VOIDED.get(taken[-1].voided_by or "", "something changed")
    who = mention(taken[-1].actor)
    return say("The approval by {who} does not count any more: {why}.", who=who, why=why)
