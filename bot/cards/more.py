"""The view behind More: reject first where that is legal, then details, then history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from bot.cards import names
from bot.cards.call import learned_pairs
from bot.cards.kit import (
    Mrkdwn,
    actions,
    bullets,
    button,
    context,
    divider,
    escape,
    harmless,
    join,
    mention,
    modal,
    moment,
    option,
    plain,
    reason_input,
    say,
    section,
    select,
    select_input,
)
from bot.cards.records import noun_of
from bot.cards.speech import closed, email, money, reference, spoken
from bot.cards.steps import step_sentence
from bot.cards.words import ACTIONS, EVIDENCE, duration, roughly, vendor_title
from bot.handoff.handoff import AuditEntry, Case, Handoff
from bot.handoff.owning import SNOOZES, can_snooze
from bot.handoff.people import Person
from bot.handoff.states import is_legal
from bot.handoff.step import Step
from bot.handoff.words import Choice
from bot.ports import Block

MAX_HISTORY = 40
MAX_LEARNED = 20
MAX_PEOPLE = 90
_LINES = 8
_LOOK = "Ask the provider, the paired systems and DialNexa how this stands now"

Option: TypeAlias = dict[str, Any]


def bound_to(case: Case) -> str:
    """What a view of this case decides on: the handoff and the revision that was seen."""
    return names.button_value(case.handoff.id, case.handoff.revision)


def notice_modal(title: str, sentence: str) -> dict[str, Any]:
    """Say why something cannot be done; `sentence` is a notice of this room or our own words."""
    told = section(harmless(sentence))
    return modal(plain(title), [told], callback_id=names.NOTICE, close="OK")


def more_modal(
    case: Case,
    *,
    history: Sequence[AuditEntry],
    now: datetime,
    reader: str = "",
    people: Sequence[Person] = (),
) -> dict[str, Any]:
    """Everything that does not fit on the card, under what else `reader` can do.

    `people` are those to whom the handoff can be handed. Where only Reject is possible, submitting
    does that; where nothing is, there is nothing to submit.
    """
    acts = _acts(case, reader, people)
    form = _choose(acts) if len(acts) > 1 else _reject() if acts else ()
    parts = (
        *form,
        actions([button("Look up", names.LOOKUP, bound_to(case), spoken=_LOOK)]),
        _listed("Details", _details(case, now)),
        _listed("What DialNexa learned", _learned(case.handoff)),
        _listed("Sent so far", [step_sentence(step) for step in _sent(case)]),
        _listed("Policy", _policy(case.handoff)),
        *_history(history),
    )
    return modal(
        "More",
        [part for part in parts if part],
        callback_id=names.MORE_SUBMIT,
        private_metadata=bound_to(case),
        submit=("Do it" if len(acts) > 1 else "Reject") if form else None,
    )


def _reject() -> tuple[Block, ...]:
    return (
        reason_input(
            names.REASON_BLOCK,
            names.REASON_INPUT,
            "Reject: why?",
            required=True,
            hint="Closes the handoff. Nothing is sent to the provider.",
        ),
        divider(),
    )


def _acts(case: Case, reader: str, people: Sequence[Person]) -> list[Option]:
    """What can be chosen, Reject first; one option a person and a span, so that one list does."""
    made = (
        option(label, names.act_value(choice, target))
        for choice in names.ACTS
        if is_legal(case.handoff.state, choice)
        for label, target in _ways(choice, case, reader, people)
    )
    return [one for one in made if one]


def _ways(
    choice: Choice, case: Case, reader: str, people: Sequence[Person]
) -> list[tuple[str, str]]:
    """Each way to make a choice: what it is called, and its target."""
    if choice is Choice.REJECT:
        return [("Reject it", "")]
    if choice is Choice.CLAIM:
        return [] if case.handoff.owner == reader else [("Take it over myself", "")]
    if choice is Choice.SNOOZE:
        moves = [(f"Move the deadline by {duration(span)}", key) for key, span in SNOOZES.items()]
        return moves if can_snooze(case) else []
    others = [one for one in people if one.user_id != reader]
    return [
        (f"Hand it to {plain(one.name, 50) or one.user_id}", one.user_id)
        for one in others[:MAX_PEOPLE]
    ]


def _choose(acts: list[Option]) -> tuple[Block, ...]:
    chosen = select(names.ACT_INPUT, "Choose", acts, chosen=acts[0])
    return (
        select_input(names.ACT_BLOCK, "What do you want to do?", chosen),
        reason_input(
            names.REASON_BLOCK,
            names.REASON_INPUT,
            "Why?",
            required=False,
            hint="Needed to reject or to move the deadline. Rejecting closes the handoff; "
            "nothing is sent to the provider.",
        ),
        divider(),
    )


def _listed(title: str, told: Sequence[Mrkdwn]) -> Block | None:
    if not told:
        return None
    return section(say("*{title}*\n{told}", title=title, told=bullets(told)))


def _pairs(pairs: Sequence[tuple[str, Mrkdwn | str | None]]) -> list[Mrkdwn]:
    return [say("{label}: {value}", label=label, value=value) for label, value in pairs if value]


def _sent(case: Case) -> list[Step]:
    return [*case.effects, *case.resends][-_LINES:]


# --- details ----------------------------------------------------------------------------------


def _details(case: Case, now: datetime) -> list[Mrkdwn]:
    handoff = case.handoff
    return _pairs([*_of_call(handoff), *_of_record(handoff, now), ("Handoff", _versions(handoff))])


def _of_call(handoff: Handoff) -> list[tuple[str, Mrkdwn | str | None]]:
    call = handoff.call
    return [
        ("Call", call.call_id),
        ("Call started", _when(call.started_at)),
        ("Call took", duration(timedelta(seconds=call.duration_s)) if call.duration_s else None),
        ("Direction", spoken(handoff, call.direction)),
        ("Voice agent", reference(handoff, call.agent_id)),
        ("Transcript", reference(handoff, call.transcript_ref)),
        ("Recording", reference(handoff, call.recording_ref)),
        ("Caller named as owner", spoken(handoff, call.finance_owner)),
        ("Caller named as approval limit", _threshold(handoff)),
        ("Agent marked it for approval", _yes(call.approval_required)),
        (
            "Follow-up promised by",
            _when(call.follow_up_deadline),
        ),
    ]


def _when(when: date | datetime | None) -> Mrkdwn | None:
    return moment(when) if when else None


def _yes(answer: bool | None) -> str | None:  # noqa: FBT001 - the answer is the subject
    return None if answer is None else ("yes" if answer else "no")


def _threshold(handoff: Handoff) -> Mrkdwn | None:
    call = handoff.call
    if call.approval_threshold is None or call.currency is None:
        return None
    return money(call.approval_threshold, call.currency)


def _of_record(handoff: Handoff, now: datetime) -> list[tuple[str, Mrkdwn | str | None]]:
    record = handoff.record
    if record is None:
        return []
    age = roughly(now - record.observed_at)
    return [
        (noun_of(handoff).capitalize(), reference(handoff, record.record_id)),
        ("Customer on record", reference(handoff, record.customer_id)),
        ("Name on record", spoken(handoff, record.customer_name)),
        ("E-mail on record", email(handoff, record.customer_email)),
        ("For", spoken(handoff, record.description)),
        ("Invoice on record", reference(handoff, record.invoice_number or record.invoice_id)),
        ("Match", EVIDENCE[record.found_by]),
        ("Read", f"{age} ago at {vendor_title(record.vendor)}"),
    ]


def _versions(handoff: Handoff) -> Mrkdwn:
    return say("{id}, revision {revision}", id=handoff.id, revision=handoff.revision)


def _learned(handoff: Handoff) -> list[Mrkdwn]:
    return _pairs(learned_pairs(handoff))[:MAX_LEARNED]


def _policy(handoff: Handoff) -> list[Mrkdwn]:
    ruling = handoff.ruling
    path = [escape(one) for one in ruling.path[:_LINES]]
    version = say("Version {id} ({hash})", id=ruling.policy_id, hash=ruling.policy_hash[:12])
    where = say("Destination: {name}", name=ruling.destination) if ruling.destination else None
    return [version, *([where] if where else []), *path]


# --- history ----------------------------------------------------------------------------------


def _history(entries: Sequence[AuditEntry]) -> list[Block]:
    """Newest first, since that is what a reader looks for; a few lines a block."""
    if not entries:
        return []
    told = [_entry(one) for one in reversed(entries[-MAX_HISTORY:])]
    rows = [told[at : at + _LINES] for at in range(0, len(told), _LINES)]
    older = len(entries) - len(told)
    rest = say("{older} older entries are not shown.", older=older) if older > 0 else None
    listed = [section(join("\n", row)) for row in rows]
    return [divider(), section(say("*History*")), *listed, *([context(rest)] if rest else [])]


def _entry(entry: AuditEntry) -> Mrkdwn:
    action = ACTIONS.get(entry.action) or entry.action.replace("_", " ")
    return say(
        "{when}  {who}: {action}{details}",
        when=moment(entry.at),
        who=mention(entry.actor),
        action=action,
        details=_entry_details(entry),
    )


def _entry_details(entry: AuditEntry) -> Mrkdwn:
    amount_minor, currency = entry.details.get("amount_minor"), entry.details.get("currency")
    amount = (
        say(" {amount}", amount=money(amount_minor, currency))
        if isinstance(amount_minor, int) and isinstance(currency, str)
        else Mrkdwn()
    )
    target, reason = entry.details.get("target"), entry.details.get("reason")
    to = say(" ({target})", target=mention(str(target))) if target else Mrkdwn()
    why = say(": {reason}", reason=closed(str(reason))) if reason else Mrkdwn()
    return say("{amount}{to}{why}", amount=amount, to=to, why=why)
