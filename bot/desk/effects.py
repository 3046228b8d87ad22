"""Running an effect: read everything again, commit the intent, call once, commit the outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.desk.begin import Fresh, begin, hold_unread, mark_sent
from bot.desk.companions import matter_of
from bot.desk.office import Office
from bot.desk.outcome import MAX_REPEATS, settle, take_effect, take_failure
from bot.desk.rights import read_directory
from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.people import Directory
from bot.handoff.record import RecordKind
from bot.handoff.step import Step
from bot.handoff.unanswered import Unanswered
from bot.redaction import Redacted, redact
from bot.vendors import Effect, MakesIds, Matter, Operation, Order, Vendor

T = TypeVar("T")

READ_WITHIN_S = 35.0
SEND_WITHIN_S = 100.0
"""A worker gives up before its heart does (`heartbeat.LONGEST`)."""

log = structlog.get_logger(__name__)

MADE_ID = "made_id"
"""Where a step keeps the id that was made for it beforehand."""

SETTLED_AFTER = timedelta(minutes=15)
"""Without a native key: how long a call without an answer may still be under way."""


async def run_effect(office: Office, step: Step) -> None:
    """Bring a leased effect, resend or unknown outcome one move further. Raises LostLease."""
    vendor = office.vendors.get(step.operation.partition(".")[0])
    operation = vendor.operations.get(step.operation) if vendor else None
    step = _looked_at(step)
    if vendor is None or operation is None:
        missing = Unavailable(f"{step.operation} is not set up here.")
        await _fail_to_look(office, step, missing)
    else:
        await _look_then_act(office, step, vendor, operation)


def _looked_at(step: Step) -> Step:
    """A step found sent without an outcome is unknown: what was said is of an earlier try."""
    if step.sent_at is None or step.checks > 0:
        return step
    cut_off = redact("Handoff was cut off before an answer came.")
    return step.model_copy(update={"checks": 1, "said": cut_off})


async def _look_then_act(office: Office, step: Step, vendor: Vendor, operation: Operation) -> None:
    """What an earlier attempt did is looked for in the books before anything is sent again."""
    try:
        effect = await _find(office, step, operation)
    except VendorFailure as failure:
        await _fail_to_look(office, step, failure)
        return
    step = step.read_in_books()
    if effect is not None:
        await _take(office, step, effect)
    elif step.in_doubt:
        await _repeat(office, step, vendor, operation)
    else:
        await _start(office, step, vendor, operation)


async def _fail_to_look(office: Office, step: Step, failure: VendorFailure) -> None:
    """Nothing is sent without a look; of an unknown outcome it is kept that the books were shut."""
    if step.in_doubt:
        unanswered = Unanswered.after(
            step.unanswered,
            said=redact(failure.reason),
            refused=isinstance(failure, Refused),
            at=office.clock(),
        )
        step = step.model_copy(update={"unanswered": unanswered})
    await _fail(office, step, _as_known(step, failure))


async def _find(office: Office, step: Step, operation: Operation) -> Effect | None:
    """Look in the vendor's books; what failed before this step was opened again says nothing."""
    if not (operation.facts.can_look_up and (step.in_doubt or step.attempt > 1)):
        return None
    order = order_of(step, await matter_of(office, step, fresh=False))
    for record_id in dict.fromkeys((step.sent_for or order.record_id, order.record_id)):
        effect = await in_time(operation.find_effect(replace(order, record_id=record_id)))
        if effect and not (effect.status == "failed" and effect.reference == step.reference):
            return effect
    return None


async def _start(office: Office, step: Step, vendor: Vendor, operation: Operation) -> None:
    try:
        matter = await in_time(matter_of(office, step, fresh=True))
        step = await _with_id(step, operation, matter)
    except VendorFailure as failure:
        await _fail(office, step, _as_known(step, failure))
        return
    intended = await _intend(office, step, vendor)
    if intended is not None:
        await _send(office, intended, operation, order_of(intended, matter), in_doubt=step.in_doubt)


async def _with_id(step: Step, operation: Operation, matter: Matter | None) -> Step:
    """An id is made once; it is written together with the intent, so every attempt has the same."""
    if not isinstance(operation, MakesIds) or MADE_ID in step.facts:
        return step
    made = await in_time(operation.make_id(order_of(step, matter)))
    return step.model_copy(update={"facts": {**step.facts, MADE_ID: made}})


async def _intend(office: Office, step: Step, vendor: Vendor) -> Step | None:
    """Commit that it is about to be sent; what the world says is read first, outside."""
    lease = office.pace.lease
    if not step.is_guarded:
        return await office.write(lambda tx: mark_sent(tx, step, office.clock(), lease))
    directory = await _rights(office, step)
    if directory is None:
        return None
    try:
        record = await in_time(vendor.observe(kind_of(step), str(step.args.get("record_id"))))
    except VendorFailure as failure:
        await _fail(office, step, _as_known(step, failure))
        return None
    fresh = Fresh(directory=directory, record=record)
    return await office.write(
        lambda tx: begin(tx, step, fresh, office.clock(), office.rules, lease)
    )


async def _rights(office: Office, step: Step) -> Directory | None:
    """Read who may approve; when Slack does not say, the vendor is not to blame: the step waits."""
    try:
        return await in_time(read_directory(office))
    except VendorFailure as failure:
        if step.in_doubt:
            await _fail(office, step, _as_known(step, failure))
        else:
            await office.write(lambda tx: hold_unread(tx, step, office.clock()))
        return None


async def in_time(work: Awaitable[T]) -> T:
    """Read within a bound: a line that stays open for ever must not hold the step for ever."""
    try:
        async with asyncio.timeout(READ_WITHIN_S):
            return await work
    except TimeoutError:
        raise Unavailable("It took too long to answer.", code="too_slow") from None


def _as_known(step: Step, failure: VendorFailure) -> VendorFailure:
    """While an earlier call is in doubt, a failure of another one does not make it known.

    Why it is in doubt stays as it was said: no news, so the card is left in peace.
    """
    if not step.in_doubt or isinstance(failure, OutcomeUnknown):
        return failure
    return OutcomeUnknown(step.said or failure.reason, code=failure.code, answered=step.answered)


async def _send(
    office: Office, step: Step, operation: Operation, order: Order, *, in_doubt: bool
) -> None:
    """Send; `in_doubt` tells that this wire key went out before and nobody knows its fate.

    A refusal of such a repeat (a revoked key, say) speaks of the repeat alone.
    """
    try:
        async with asyncio.timeout(SEND_WITHIN_S):
            effect = await operation.send(order)
    except VendorFailure as failure:
        known = _as_known(step, failure) if in_doubt else failure
        await _fail(office, step, known)
    except TimeoutError:
        await _fail(office, step, OutcomeUnknown("No answer came in time.", code="too_slow"))
    else:
        await _take(office, step, effect)


def order_of(step: Step, matter: Matter | None = None) -> Order:
    """State the write as the adapter needs it; everything comes from the committed step."""
    amount_minor, currency = step.args.get("amount_minor"), step.args.get("currency")
    note, made_id = step.args.get("note"), step.facts.get(MADE_ID)
    return Order(
        step_key=step.key,
        wire_key=step.wire_key,
        record_id=str(step.args.get("record_id") or ""),
        amount_minor=amount_minor if isinstance(amount_minor, int) else None,
        currency=currency if isinstance(currency, str) else None,
        since=step.created_at,
        fields=_fields(step),
        note=redact(note) if isinstance(note, str) else None,
        matter=matter,
        made_id=made_id if isinstance(made_id, str) else None,
    )


def _fields(step: Step) -> dict[str, Redacted]:
    """What was filled in, as it was stored: redacted before, and once more changes nothing."""
    fields = step.args.get("fields")
    named = fields.items() if isinstance(fields, dict) else ()
    return {name: redact(value) for name, value in named if isinstance(value, str)}


def kind_of(step: Step) -> RecordKind:
    """What sort of record a step is about."""
    return RecordKind(str(step.args.get("record_kind") or RecordKind.PAYMENT))


async def _repeat(office: Office, step: Step, vendor: Vendor, operation: Operation) -> None:
    """Nothing in the books: go on only as far as the operation's repeat safety allows."""
    free = next_attempt(step, operation.facts, office.clock())
    if free is None or step.checks > MAX_REPEATS:
        reason = step.said or "The provider's books do not show it."
        left = _left_to_people(step, operation.facts, office.clock())
        await _fail(office, left, OutcomeUnknown(reason, answered=step.answered))
    else:
        await _start(office, free, vendor, operation)


def _left_to_people(step: Step, facts: OperationFacts, now: datetime) -> Step:
    """Without books to look into, nothing more can be learned here: a person goes on."""
    if facts.can_look_up:
        return step
    return step.model_copy(update={"finished_at": step.finished_at or now})


def next_attempt(step: Step, facts: OperationFacts, now: datetime) -> Step | None:
    """Say under which attempt a step whose effect was not found may go out; None: not at all.

    Inside the vendor's key window the same wire key is safe even while the first call is still
    under way. A finished answer may be stored under that key, so then, once the books show
    nothing, a new attempt is needed. Outside the window only the books can tell.
    """
    raised = step.model_copy(
        update={"attempt": step.attempt + 1, "first_sent_at": None, "sent_at": None}
    )
    if facts.can_look_up and (step.answered or _is_over(step, facts, now)):
        return raised
    if facts.repeat_safety is RepeatSafety.NATURAL:
        return step
    keyed = facts.repeat_safety is RepeatSafety.NATIVE_KEY
    return step if keyed and not _key_expired(step, facts, now) else None


def _is_over(step: Step, facts: OperationFacts, now: datetime) -> bool:
    """Tell whether a call without an answer can no longer be under way at the vendor."""
    if facts.key_window is not None:
        return _key_expired(step, facts, now)
    return step.sent_at is not None and now - step.sent_at >= SETTLED_AFTER


def _key_expired(step: Step, facts: OperationFacts, now: datetime) -> bool:
    if facts.key_window is None or step.first_sent_at is None:
        return True
    return now - step.first_sent_at >= facts.key_window


async def _take(office: Office, step: Step, effect: Effect) -> None:
    await office.record(lambda tx: take_effect(tx, step, effect, office.clock(), office.pace))


async def _fail(office: Office, step: Step, failure: VendorFailure) -> None:
    await office.record(lambda tx: take_failure(tx, step, failure, office.clock(), office.pace))


async def run_watch(office: Office, watch: Step) -> None:
    """Look again at an accepted effect. Raises LostLease."""
    effect = await _watched(office, watch)
    await office.record(lambda tx: settle(tx, watch, effect, office.clock(), office.pace))


async def _watched(office: Office, watch: Step) -> Effect | None:
    """Ask about the step that was accepted: the vendor's books hold its key, not the watch's."""
    step_id = str(watch.args.get("step_id"))
    accepted = await office.database.read(lambda tx: tx.steps.get(step_id))
    if accepted is None or accepted.reference is None:
        return None
    vendor = office.vendors.get(accepted.operation.partition(".")[0])
    operation = vendor.operations.get(accepted.operation) if vendor else None
    if operation is None:
        return None
    try:
        matter = await matter_of(office, accepted, fresh=False)
        return await operation.watch(order_of(accepted, matter), accepted.reference)
    except VendorFailure as failure:
        log.warning("watch_failed", step=accepted.id, code=failure.code)
        return None
