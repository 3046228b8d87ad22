"""A delivery from DialNexa becomes a handoff, or a change of one, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

import structlog

from bot.calls import AwaitedCall
from bot.cards import notices
from bot.desk.alerts import raise_alert
from bot.desk.awaiting import expect
from bot.desk.change import audit, change
from bot.desk.look_up import plan_look_up
from bot.desk.messages import draw_card, say_in_thread
from bot.desk.office import Office, Rules
from bot.desk.owner import due_for, with_owner
from bot.desk.reminders import OF_DEADLINE, plan_nudges
from bot.errors import Overtaken
from bot.handoff.handoff import Case, Handoff
from bot.handoff.states import UNDECIDED, compute_state
from bot.handoff.value import Value
from bot.handoff.words import StepKind
from bot.intake import AwaitingAnalysis, Billing, Event, Ignored, Verification, without_words
from bot.policy import evaluate
from bot.ports import Delivery, EventSeen, Tx
from bot.redaction import RedactedTurn, Unclean

DIALNEXA = "dialnexa"
log = structlog.get_logger(__name__)


class Received(StrEnum):
    """What became of a delivery; the webhook's answer and nothing more."""

    VERIFIED = "verified"
    IGNORED = "ignored"
    AWAITING_ANALYSIS = "awaiting_analysis"
    CREATED = "created"
    DUPLICATE = "duplicate"
    UPDATED = "updated"
    RECORDED = "recorded"  # differs after the first decision: shown, changes nothing


class Receipt(Value):
    """The answer to a delivery."""

    received: Received
    call_id: str | None = None
    handoff_id: str | None = None


Reader = Callable[[bytes], Awaitable[Event]]
"""Parses and redacts away from the event loop; raises BadBody."""


async def receive(office: Office, raw: bytes, read: Reader) -> Receipt:
    """Take one delivery whose signature was checked. Raises BadBody or DatabaseBusy.

    Whatever the last check before storage finds in a text costs that call all its words, never
    the call: it is made again from ids, enums, amounts and dates alone.
    """
    event = await read(raw)
    hashes = office.rules.hashing.body_hashes(raw)
    try:
        return await _commit(office, event, hashes)
    except Unclean as unclean:
        log.warning("redaction_left_something", kind=unclean.kind)
        return await _commit(office, without_words(event), hashes)


async def _commit(office: Office, event: Event, hashes: Sequence[str]) -> Receipt:
    return await office.write_grouped(
        lambda tx: take_in(tx, event, hashes=hashes, now=office.clock(), rules=office.rules)
    )


def take_in(tx: Tx, event: Event, *, hashes: Sequence[str], now: datetime, rules: Rules) -> Receipt:
    """Record one verified delivery and all it causes. Same delivery again: nothing happens."""
    if isinstance(event, Verification):
        return Receipt(received=Received.VERIFIED)
    delivery = _record(tx, event, hashes, now)
    if isinstance(event, Billing):
        return _take_in_call(tx, event, delivery, now, rules)
    if isinstance(event, AwaitingAnalysis):
        return _take_in_words(tx, event, delivery, now)
    if event.settled and event.call_id is not None:
        tx.awaited.drop(event.call_id)
    return Receipt(received=Received.IGNORED, call_id=event.call_id)


def _take_in_words(tx: Tx, event: AwaitingAnalysis, delivery: Delivery, now: datetime) -> Receipt:
    """Keep the transcript, which no later reading has, and see to it that there is one."""
    if delivery != "duplicate":
        _keep_transcript(tx, event.call_id, event.transcript)
        if tx.handoffs.by_call(event.call_id) is None:
            expect(tx, event.call_id, now, draft=event.draft)
    return Receipt(received=Received.AWAITING_ANALYSIS, call_id=event.call_id)


def _keep_transcript(tx: Tx, call_id: str, turns: Sequence[RedactedTurn]) -> None:
    if turns:
        tx.events.keep_transcript(call_id, turns)


def _record(
    tx: Tx, event: Billing | Ignored | AwaitingAnalysis, hashes: Sequence[str], now: datetime
) -> Delivery:
    call_id = event.call.call_id if isinstance(event, Billing) else event.call_id
    if call_id is None:
        return "new"
    return tx.events.record(
        EventSeen(
            call_id=call_id,
            event_type=event.event_type,
            status=event.status,
            body_hash=hashes[0],
            older_hashes=tuple(hashes[1:]),
            received_at=now,
        )
    )


def _take_in_call(
    tx: Tx, event: Billing, delivery: Delivery, now: datetime, rules: Rules
) -> Receipt:
    known = tx.handoffs.by_call(event.call.call_id)
    awaited = tx.awaited.get(event.call.call_id)
    if awaited is not None and not event.call.unanalysed:
        tx.awaited.drop(event.call.call_id)
    elif event.call.unanalysed and delivery != "duplicate":
        expect(tx, event.call.call_id, now)
    if known is None:
        return _receipt(Received.CREATED, open_case(tx, _with_draft(event, awaited), now, rules))
    call = known.call.updated_by(event.call)
    if delivery == "duplicate" or call == known.call:
        return _receipt(Received.DUPLICATE, known)
    return _receipt(_update(tx, replace(event, call=call), known, now, rules), known)


def _with_draft(event: Billing, awaited: AwaitedCall | None) -> Billing:
    """Add what an earlier delivery said and this one leaves out."""
    if awaited is None or awaited.draft is None:
        return event
    return replace(event, call=awaited.draft.updated_by(event.call))


def _receipt(received: Received, handoff: Handoff) -> Receipt:
    return Receipt(received=received, call_id=handoff.call_id, handoff_id=handoff.id)


def open_case(tx: Tx, event: Billing, now: datetime, rules: Rules) -> Handoff:
    """Make the handoff of a call that has none, with all that follows."""
    _keep_transcript(tx, event.call.call_id, event.transcript)
    drafted = with_owner(tx, draft(tx.new_id("ho"), event, now, rules), now, rules)
    handoff = drafted.model_copy(update={"state": compute_state(Case(handoff=drafted))})
    if not tx.handoffs.add(handoff):
        raise Overtaken  # another replica took the same call in: judge again on what is there
    audit(tx, handoff, now=now, actor=DIALNEXA, action="received")
    plan_look_up(tx, handoff, now, ordinal=1)
    draw_card(tx, handoff, now)
    plan_nudges(tx, handoff, now)
    raise_alert(tx, handoff, now)
    return handoff


def draft(handoff_id: str, event: Billing, now: datetime, rules: Rules) -> Handoff:
    """Make the handoff of a call under today's policy; nothing is written."""
    call = event.call
    evaluation = evaluate(rules.policy, call, now)
    ruling = evaluation.ruling
    return Handoff(
        id=handoff_id,
        call_id=call.call_id,
        workflow=call.workflow,
        call=call,
        ruling=ruling,
        owner=ruling.owner,
        owner_role=ruling.owner_role,
        amount_minor=call.amount_minor,
        currency=call.currency,
        review_reasons=ruling.review_reasons,
        due=call.follow_up_deadline or ruling.default_due,
        due_at=evaluation.due_at,
        looked_up=not ruling.can_be_looked_up,
        created_at=now,
        updated_at=now,
    )


def _update(tx: Tx, event: Billing, known: Handoff, now: datetime, rules: Rules) -> Received:
    """Take a differing body in while nobody has decided; afterwards only record that it came."""
    case = tx.handoffs.case(known.id)
    decided = case is None or bool(case.decisions) or known.state not in UNDECIDED
    return _note(tx, known, now) if decided else _refresh(tx, event, known, now, rules)


def _note(tx: Tx, known: Handoff, now: datetime) -> Received:
    note = notices.updated_by_dialnexa()
    notes = known.notes if note in known.notes else (*known.notes, note)
    change(tx, known, now=now, actor=DIALNEXA, action="update_recorded", update={"notes": notes})
    say_in_thread(tx, known, note, now, cause=f"updated:{known.revision}")
    return Received.RECORDED


def _refresh(tx: Tx, event: Billing, known: Handoff, now: datetime, rules: Rules) -> Received:
    _keep_transcript(tx, known.call_id, event.transcript)
    drafted = draft(known.id, event, now, rules)
    owned = drafted.model_copy(update={"owner": known.owner})
    due_at = due_for(owned, tx.directories.current())
    fresh = drafted.model_copy(update={"due_at": due_at})
    # The frozen channel stays: a card never moves.
    ruling = fresh.ruling.model_copy(update={"channel_id": known.ruling.channel_id})
    tx.nudges.drop(known.id, OF_DEADLINE)
    case = change(
        tx,
        known,
        now=now,
        actor=DIALNEXA,
        action="updated",
        update={
            "call": fresh.call,
            "workflow": fresh.workflow,
            "ruling": ruling,
            "amount_minor": fresh.amount_minor,
            "currency": fresh.currency,
            "review_reasons": fresh.review_reasons,
            "record": None,
            "candidates": (),
            "unmet": (),
            "due": fresh.due,
            "due_at": fresh.due_at,
            "looked_up": fresh.looked_up,
        },
    )
    looks = sum(1 for step in case.steps if step.kind is StepKind.LOOK_UP)
    plan_look_up(tx, case.handoff, now, ordinal=looks + 1)
    plan_nudges(tx, case.handoff, now)
    raise_alert(tx, case.handoff, now)
    return Received.UPDATED
