"""One sentence per outcome, never more than was observed.

The four failures stay apart: stopped by our own check, too late, refused or down at the provider
(both: nothing happened), outcome unknown (money may have moved).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from bot.cards.kit import Mrkdwn, escape, join, mention, moment, say
from bot.cards.records import noun_of, whose_record
from bot.cards.speech import closed, money
from bot.cards.steps import asked_for_by, step_sentence, what_of
from bot.cards.words import STATES, role_title, thing_of, vendor_of, vendor_title
from bot.handoff.decision import Decision
from bot.handoff.handoff import Case, Handoff
from bot.handoff.plans import plan_of, playbook_of
from bot.handoff.playbooks import Amount
from bot.handoff.states import acts_of
from bot.handoff.step import Step
from bot.handoff.words import Choice, State, StepOutcome

# --- people -----------------------------------------------------------------------------------


def approved_by(case: Case) -> Mrkdwn | None:
    """Who approved, in which role, when."""
    given = case.approvals
    if not given:
        return None
    people = join(" and ", (_approval(one) for one in given))
    return say("Approved by {people}.", people=people)


def _approval(one: Decision) -> Mrkdwn:
    role = say(" ({role})", role=role_title(one.role)) if one.role else Mrkdwn()
    return say("{who}{role}, {when}", who=mention(one.actor), role=role, when=moment(one.at))


def last(case: Case, choice: Choice) -> Decision | None:
    """The newest decision of a kind, standing or not."""
    return next((one for one in reversed(case.decisions) if one.choice is choice), None)


def _by_whom(case: Case, choice: Choice, verb: str) -> Mrkdwn:
    one = last(case, choice)
    if one is None:
        return say("{verb}.", verb=verb)
    reason = say(" Reason: {reason}", reason=closed(one.reason)) if one.reason else Mrkdwn()
    return say(
        "{verb} by {who}, {when}.{reason}",
        verb=verb,
        who=mention(one.actor),
        when=moment(one.at),
        reason=reason,
    )


# --- the handoff ------------------------------------------------------------------------------


def state_words(case: Case) -> str:
    """The state in words, as the header shows it."""
    handoff = case.handoff
    if handoff.ruling.refused is not None:
        return "No action possible"
    if handoff.state is State.NEEDS_REVIEW and not (acts_itself(handoff) or handoff.candidates):
        return "Needs a person"
    if playbook_of(handoff).sends_only and handoff.state in _OF_DOCUMENTS:
        return _OF_DOCUMENTS[handoff.state]
    if handoff.state in _ON_WORD and any(one.attested_by or one.rests_on for one in acts_of(case)):
        return _ON_WORD[handoff.state]
    return STATES[handoff.state]


_ON_WORD: Mapping[State, str] = MappingProxyType(
    {
        State.SUCCEEDED: "Done, as somebody says",
        State.FAILED: "Not done, as somebody says",
        State.PARTLY_DONE: "Partly done, as somebody says",
    }
)
"""Where no provider has shown it, a person has."""

_OF_DOCUMENTS: Mapping[State, str] = MappingProxyType(
    {
        State.AWAITING_APPROVAL: "Ready to be sent",
        State.SCHEDULED: "Asked for, not sent yet",
        State.SUBMITTED: "Taken for sending",
    }
)
"""Where a document is all that is asked for, nobody approves and nothing settles."""


def acts_itself(handoff: Handoff) -> bool:
    """Tell whether anything could be done at a provider for this handoff."""
    playbook = playbook_of(handoff)
    return bool(playbook.plans or playbook.resend)


def outcome_sentence(case: Case) -> Mrkdwn:
    """Say where the handoff stands: what happened, or what is asked of the reader."""
    if case.handoff.ruling.refused is not None:
        return say("*Refused by policy.* {why}", why=closed(case.handoff.ruling.refused))
    return _STANDINGS[case.handoff.state](case)


def _received(case: Case) -> Mrkdwn:
    vendor = vendor_title(case.handoff.ruling.vendor)
    noun = noun_of(case.handoff)
    return say("The {noun} is being looked up at {vendor}.", noun=noun, vendor=vendor)


def _needs_review(case: Case) -> Mrkdwn:
    handoff = case.handoff
    if not acts_itself(handoff) and not handoff.candidates:
        return say(
            "Read what was asked and take care of it, or escalate. Nothing is sent from here."
        )
    if handoff.record is None and handoff.candidates:
        return say(
            "*Pick the {noun} that is meant.* Nothing can be done before.", noun=noun_of(handoff)
        )
    if handoff.record is None:
        return say(
            "*No {noun} is matched.* Nothing can be done; see below why.", noun=noun_of(handoff)
        )
    if plan_of(handoff) is None:
        return say("*Nothing can be sent as it stands*; see below why.")
    return say("*This cannot be approved as it stands*; see below why.")


def _awaiting(case: Case) -> Mrkdwn:
    return join("\n", (_asked_to_approve(case), *_said_before(case)))


def _said_before(case: Case) -> Iterator[Mrkdwn]:
    """What was sent under an earlier approval, where a word is all that tells what came of it."""
    return (step_sentence(one) for one in case.effects if one.rests_on)


def _asked_to_approve(case: Case) -> Mrkdwn:
    handoff = case.handoff
    plan, vendor = plan_of(handoff), vendor_title(handoff.ruling.vendor)
    if plan is None:
        return _sending(handoff, playbook_of(handoff).resend[0])
    thing = thing_of(plan.operations[0])
    if plan.amount is None or handoff.amount_minor is None or handoff.currency is None:
        return say("Approve the {thing} through {vendor}?", thing=thing, vendor=vendor)
    return say(
        _ASKS[plan.amount],
        thing=thing,
        amount=money(handoff.amount_minor, handoff.currency),
        vendor=vendor,
    )


def _sending(handoff: Handoff, operation: str) -> Mrkdwn:
    template = "Send the {thing} through {vendor} to the address on {whose} record?"
    whose = whose_record(handoff, operation)
    return say(template, thing=thing_of(operation), vendor=vendor_of(operation), whose=whose)


_ASKS: Mapping[Amount, str] = MappingProxyType(
    {
        Amount.REFUNDABLE: "Approve a {thing} of up to *{amount}* through {vendor}?",
        Amount.REMAINING: "Approve the {thing}, *{amount}*, through {vendor}?",
        Amount.CLAIMED: "Approve a {thing} of *{amount}* through {vendor}?",
    }
)


def _awaiting_next(case: Case) -> Mrkdwn:
    handoff = case.handoff
    plan = plan_of(handoff)
    what = (
        money(handoff.amount_minor, handoff.currency)
        if plan and plan.amount and handoff.amount_minor is not None and handoff.currency
        else escape(f"The {thing_of(plan.operations[0])}" if plan else "It")
    )
    told = say("*{what}* is approved in part. Nothing is sent before everybody has.", what=what)
    return join("\n", (told, *_said_before(case)))


def _scheduled(case: Case) -> Mrkdwn:
    first = next((one for one in case.effects if one.outcome is StepOutcome.PENDING), None)
    if first is None or first.said:
        return _story(case)
    told = say(
        "The {what} is due to go to {vendor} {when}. It can be cancelled until then.",
        what=what_of(first),
        vendor=vendor_of(first.operation),
        when=moment(first.run_at, to_the_second=True),
    )
    before = step_sentence(first) if first.rests_on else None
    return join("\n", (told, before, approved_by(case)))


def _story(case: Case) -> Mrkdwn:
    """What came of each step that was to change something, then who approved."""
    steps = [one for one in acts_of(case) if one.outcome is not StepOutcome.SKIPPED]
    if len(steps) == 1:
        return join("\n", (_dated(steps[0]), approved_by(case)))
    numbered = (
        say("{number}. {told}", number=number, told=_dated(step))
        for number, step in enumerate(steps, 1)
    )
    return join("\n", (*numbered, approved_by(case)))


def _dated(step: Step) -> Mrkdwn:
    told = join("", (step_sentence(step), asked_for_by(step)))
    is_seen = step.outcome is StepOutcome.DONE and not step.attested_by
    finished = step.finished_at if is_seen else None
    return say("{told} Seen {when}.", told=told, when=moment(finished)) if finished else told


def _partly_done(case: Case) -> Mrkdwn:
    return say(
        "*Not everything was done.* Only what is missing can be tried again.\n{story}",
        story=_story(case),
    )


def _cancelled(case: Case) -> Mrkdwn:
    return join(" ", (_by_whom(case, Choice.CANCEL, "Cancelled"), nothing_sent(case)))


def _rejected(case: Case) -> Mrkdwn:
    return join(" ", (_by_whom(case, Choice.REJECT, "Rejected"), nothing_sent(case)))


def nothing_sent(case: Case) -> Mrkdwn:
    """An earlier attempt may have gone out before this was opened again, or a document since."""
    steps = (*case.effects, *case.resends)
    sent = any(one.first_sent_at or one.reference or one.attempt > 1 for one in steps)
    return say("Nothing more is sent.") if sent else say("Nothing was sent.")


def _expired(case: Case) -> Mrkdwn:
    due_at = case.handoff.due_at
    by_when = say("by {when}", when=moment(due_at)) if due_at else say("in time")
    told = say("*Too late:* nobody decided {by_when}.", by_when=by_when)
    return join(" ", (told, nothing_sent(case)))


def _waiting_for_info(case: Case) -> Mrkdwn:
    asked = _by_whom(case, Choice.ASK, "Information was asked for")
    return join("\n", (asked, *_said_before(case)))


_STANDINGS: Mapping[State, Callable[[Case], Mrkdwn]] = MappingProxyType(
    {
        State.RECEIVED: _received,
        State.NEEDS_REVIEW: _needs_review,
        State.AWAITING_APPROVAL: _awaiting,
        State.AWAITING_NEXT: _awaiting_next,
        State.SCHEDULED: _scheduled,
        State.EXECUTING: _story,
        State.SUBMITTED: _story,
        State.SUCCEEDED: _story,
        State.PARTLY_DONE: _partly_done,
        State.FAILED: _story,
        State.UNKNOWN: _story,
        State.REVERSED: _story,
        State.WAITING_FOR_INFO: _waiting_for_info,
        State.REJECTED: _rejected,
        State.EXPIRED: _expired,
        State.CANCELLED: _cancelled,
        State.LOGGED: lambda _case: say("Nothing has to be decided."),
    }
)


def is_overdue(case: Case, now: datetime) -> bool:
    """Tell whether somebody should have decided by now."""
    due_at = case.handoff.due_at
    return due_at is not None and due_at < now
