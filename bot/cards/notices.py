"""Sentences for the thread, for direct messages and for one person alone; all safe as mrkdwn.

They come back through storage as plain text, so `as_message` lets only our own forms live.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards.asking import missing, owner_of, sum_of, title_of
from bot.cards.kit import (
    Mrkdwn,
    channel,
    compose,
    escape,
    harmless,
    join,
    mention,
    moment,
    say,
    section,
)
from bot.cards.outcome import last, outcome_sentence
from bot.cards.records import noun_of
from bot.cards.speech import closed, money, spoken
from bot.cards.steps import step_sentence
from bot.cards.words import STATES, WORKFLOWS, duration, thing_of, vendor_of
from bot.handoff.decision import Decision
from bot.handoff.handoff import Case, Handoff
from bot.handoff.plans import plan_of
from bot.handoff.step import Step
from bot.handoff.words import Choice, StepKind, StepOutcome
from bot.ports import Message

MAX_MENTIONS = 10


def as_message(text: str) -> Message:
    """A notice as Slack takes it: one paragraph whose links and mentions are ours alone."""
    return compose([section(harmless(text))])


# --- reminders --------------------------------------------------------------------------------


def nudge(case: Case, now: datetime) -> str:
    """Remind before the deadline."""
    return _reminder(
        case, say("*Reminder:* {what} is waiting for a decision", what=about(case)), now
    )


def overdue(case: Case, now: datetime) -> str:
    """Remind once the deadline has passed."""
    return _reminder(case, say("*Overdue:* {what} is still undecided", what=about(case)), now)


def _reminder(case: Case, told: Mrkdwn, now: datetime) -> Mrkdwn:
    due_at = case.handoff.due_at
    when = Mrkdwn()
    if due_at is not None:
        label = say("since") if due_at <= now else say("until")
        when = say(" {label} {when}", label=label, when=moment(due_at))
    owner = say("Owner: {owner}.", owner=owner_of(case.handoff))
    return join(" ", (say("{told}{when}.", told=told, when=when), owner, where(case)))


def late(text: str, wanted_at: datetime) -> str:
    """Say of a reminder that it should have come before."""
    told = say("_This reminder comes late: it was due {when}._", when=moment(wanted_at))
    return join(" ", (Mrkdwn(text), told))


def about(case: Case) -> Mrkdwn:
    """Which handoff: `Refund request of USD 2,490.00 from Dana Whitfield`."""
    return about_handoff(case.handoff)


def about_handoff(handoff: Handoff) -> Mrkdwn:
    """The same, for those who have no more of it."""
    amount = _amount(handoff)
    customer = spoken(handoff, handoff.call.customer, 60)
    return Mrkdwn(
        WORKFLOWS[handoff.workflow]
        + (say(" of {amount}", amount=amount) if amount else "")
        + (say(" from {customer}", customer=customer) if customer else "")
    )


def _amount(handoff: Handoff) -> Mrkdwn | None:
    if handoff.amount_minor is None or handoff.currency is None:
        return None
    return money(handoff.amount_minor, handoff.currency)


def where(case: Case) -> Mrkdwn | None:
    """Where the card is, for those who read this somewhere else."""
    if case.place is None:
        return None
    return say("Decide on the card in {where}.", where=channel(case.place.channel_id))


# --- decisions --------------------------------------------------------------------------------


def approved(case: Case, actor: str) -> str:
    """Who approved how much, and who is still missing or when it is sent."""
    handoff = case.handoff
    one = _last_by(case, Choice.APPROVE, actor)
    told = say("{who} approved *{what}*.", who=mention(actor), what=_approved(handoff))
    return join(" ", (told, _reason(one), _what_follows(case)))


def _approved(handoff: Handoff) -> Mrkdwn:
    """The sum, else the thing: what the caller named is not what was approved."""
    amount_minor, currency = sum_of(handoff)
    if amount_minor is not None and currency is not None:
        return money(amount_minor, currency)
    return escape(f"the {_thing(handoff)}")


def _what_follows(case: Case) -> Mrkdwn:
    handoff = case.handoff
    pending = next((one for one in case.effects if one.outcome is StepOutcome.PENDING), None)
    if pending is not None:
        return scheduled(case, pending)
    left = missing(case, *sum_of(handoff))
    given, roles = len(case.approvals), join(" and ", (title_of(handoff, one.role) for one in left))
    if not left:
        return say("Nothing more is needed.")
    return say(
        "{given} of {total} approvals; still needed: {roles}. Nothing is sent before that.",
        given=given,
        total=given + len(left),
        roles=roles,
    )


def scheduled(case: Case, step: Step) -> Mrkdwn:
    """When the money goes out, and how long it can be stopped."""
    window = case.handoff.ruling.cancel_window
    cancel = say(" It can be cancelled until then.") if window else Mrkdwn()
    return say(
        "The {thing} is due to go to {vendor} {when}.{cancel}",
        thing=thing_of(step.operation),
        vendor=vendor_of(step.operation),
        when=moment(step.run_at, to_the_second=True),
        cancel=cancel,
    )


def rejected(case: Case) -> str:
    """Who said no, and why."""
    one = last(case, Choice.REJECT)
    return join(" ", (say("{who} rejected it.", who=_who(one)), _reason(one)))


def escalated(case: Case, people: Sequence[str]) -> str:
    """Who handed it up to whom, and why; the new owners are mentioned."""
    handoff, one = case.handoff, last(case, Choice.ESCALATE)
    named = join(" ", map(mention, people[:MAX_MENTIONS]))
    told = say(
        "{who} escalated {what} to *{role}*{named}.",
        who=_who(one),
        what=about(case),
        role=title_of(handoff, one.target or "") if one else "the next in line",
        named=say(" ({named})", named=named) if named else Mrkdwn(),
    )
    return join(" ", (told, _reason(one), where(case)))


def cancelled(case: Case, actor: str) -> str:
    """Who stopped it inside the window."""
    what = _approved(case.handoff)
    return say("{who} cancelled *{what}* in time. Nothing was sent.", who=mention(actor), what=what)


def picked(case: Case, actor: str) -> str:
    """Who said which payment is meant."""
    record = case.handoff.record
    if record is None:
        return say("{who} picked a record.", who=mention(actor))
    amount = (
        money(record.amount_minor, record.currency)
        if record.amount_minor is not None and record.currency
        else None
    )
    what = join(", ", (amount, escape(record.record_id)))
    noun = noun_of(case.handoff)
    return say("{who} picked the {noun}: {what}.", who=mention(actor), noun=noun, what=what)


def retried(case: Case, actor: str) -> str:
    """Who asked again, and where that leaves the handoff."""
    return say(
        "{who} asked to try again. Now: {state}.",
        who=mention(actor),
        state=STATES[case.handoff.state].lower(),
    )


def taken_up(case: Case) -> str:
    """It was given up and is tried again, by somebody at the machine for many at once."""
    return say(
        "What had no effect is tried again. Now: {state}.",
        state=STATES[case.handoff.state].lower(),
    )


def claimed(case: Case, actor: str) -> str:
    """Who takes care of it from now on, of their own accord."""
    told = say("{who} takes care of {what}.", who=mention(actor), what=about(case))
    return join(" ", (told, _reason(_last_by(case, Choice.CLAIM, actor)), where(case)))


def reassigned(case: Case, actor: str) -> str:
    """Who handed it to whom."""
    told = say(
        "{who} handed {what} to {owner}.",
        who=mention(actor),
        what=about(case),
        owner=owner_of(case.handoff),
    )
    return join(" ", (told, _reason(_last_by(case, Choice.REASSIGN, actor)), where(case)))


def snoozed(case: Case, actor: str) -> str:
    """Who moved the deadline, where to and why."""
    due_at = case.handoff.due_at
    told = say(
        "{who} moved the deadline to {when}.",
        who=mention(actor),
        when=moment(due_at) if due_at else "no date",
    )
    return join(" ", (told, _reason(_last_by(case, Choice.SNOOZE, actor))))


def _last_by(case: Case, choice: Choice, actor: str) -> Decision | None:
    mine = [one for one in case.decisions if one.choice is choice and one.actor == actor]
    return mine[-1] if mine else None


def _who(one: Decision | None) -> Mrkdwn:
    return mention(one.actor) if one else escape("Somebody")


def _reason(one: Decision | None) -> Mrkdwn | None:
    return say("Reason: {reason}", reason=closed(one.reason)) if one and one.reason else None


# --- what came of it --------------------------------------------------------------------------


def outcome(step: Step) -> str:
    """What a step came to, kept apart by what is known; documents name where they went."""
    return resent(step) if step.kind is StepKind.RESEND else step_sentence(step)


def resent(step: Step) -> str:
    """What came of sending a document again, and to which address, masked.

    It is read when the mail goes out: only the provider's answer tells which one that was.
    """
    address = step.facts.get("address")
    sent = step.outcome in {StepOutcome.DONE, StepOutcome.ACCEPTED}
    if not sent or not isinstance(address, str):
        return step_sentence(step)
    return say("{told} ({address})", told=step_sentence(step), address=address)


def refused(case: Case, sentence: str, *, sent: bool) -> str:
    """Why it stopped; `sent` tells whether the provider was asked at all."""
    if sent:
        return say("The provider refused: {why} Nothing happened there.", why=closed(sentence))
    thing = _thing(case.handoff)
    return say(
        "The {thing} was stopped by the last check: {why} Nothing was sent.",
        thing=thing,
        why=closed(sentence),
    )


def _thing(handoff: Handoff) -> str:
    plan = plan_of(handoff)
    return thing_of(plan.operations[0]) if plan else "request"


def not_started_in_time(case: Case) -> str:
    """Approved, but too long ago to be sent without asking again."""
    return say(
        "The {thing} was not started within {window} of its time, so it was *not sent*. "
        "It needs approval again.",
        thing=_thing(case.handoff),
        window=duration(case.handoff.ruling.start_within),
    )


def approver_lost_right(case: Case, actors: Sequence[str]) -> str:
    """An approval that no longer counts, because the person may not give it any more."""
    people = join(" and ", map(mention, actors[:MAX_MENTIONS]))
    return say(
        "{people} may not approve this any more, so the {thing} was *not sent*. "
        "It needs approval again.",
        people=people or escape("Whoever approved"),
        thing=_thing(case.handoff),
    )


def linked_approved(case: Case) -> str:
    """Approved here and on another call about the same payment, without what that takes."""
    return say(
        "Money was approved on another call about the same payment, so the {thing} was *not sent*. "
        "Approving both needs a written reason from a different person.",
        thing=_thing(case.handoff),
    )


def rights_unread(case: Case) -> str:
    """Who may approve could not be read just now; also kept on the step, so without any markup."""
    return say(
        "Slack's list of people could not be read just now, and without it the {thing} waits.",
        thing=_thing(case.handoff),
    )


def stopped(case: Case) -> str:
    """Approved, but money is halted; also kept on the step, so without any markup."""
    return say(
        "Money is stopped, so the {thing} waits until another person resumes it.",
        thing=_thing(case.handoff),
    )


def updated_by_dialnexa() -> str:
    """A differing body after the first decision; also kept on the handoff as a note."""
    return say(
        "DialNexa sent different details for this call after the first decision. "
        "They are recorded and change nothing here."
    )


def linked(other: Handoff) -> str:
    """Another call about the same payment came in."""
    return say(
        "Another call is about the same {noun}: {workflow} ({call}).",
        noun=noun_of(other),
        workflow=WORKFLOWS[other.workflow],
        call=other.call_id,
    )


# --- to one person ----------------------------------------------------------------------------


def not_allowed(sentence: str) -> str:
    """Why this person cannot do this."""
    return closed(sentence)


def too_late(case: Case) -> str:
    """It was decided, or it expired, before the click came in."""
    return say(
        "*Too late:* this is not open for that any more. Nothing was changed by your click. {now}",
        now=outcome_sentence(case),
    )


def stale_click(case: Case) -> str:
    """The card changed between reading and pressing."""
    return say(
        "The card has changed since you read it, so *nothing was decided*. {now} "
        "Please look at it again.",
        now=outcome_sentence(case),
    )
