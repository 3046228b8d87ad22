"""Steps at the systems that a destination is paired with: when they are made, what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.desk.office import Office
from bot.errors import Refused
from bot.handoff.companions import Occasion, companions_of, is_beside, is_companion
from bot.handoff.handoff import Case, Handoff
from bot.handoff.plans import playbook_of
from bot.handoff.preconditions import document_obstacles
from bot.handoff.record import Record
from bot.handoff.states import maker_of_document
from bot.handoff.step import Facts, Step
from bot.handoff.summary import rejection, reversal, summary_of
from bot.handoff.words import StepKind, StepOutcome
from bot.ports import Tx
from bot.vendors import Done, Matter


def asked_of_companions(
    handoff: Handoff,
    occasion: Occasion,
    operations: Sequence[str] = (),
    *,
    replied: bool = False,
) -> tuple[str, ...]:
    """Name what the paired systems of a handoff's destination are asked for on this occasion."""
    paired, workflow = handoff.ruling.paired, handoff.workflow
    addressed = bool(handoff.record and handoff.record.customer_email)
    return companions_of(
        paired, workflow, occasion, operations, replied=replied, addressed=addressed
    )


def plan_notes(tx: Tx, handoff: Handoff, occasion: Occasion, now: datetime) -> None:
    """Have the paired systems told of what no approval caused; the handoff's state is not theirs.

    Once per occasion, whatever happens to the handoff later.
    """
    for operation in asked_of_companions(handoff, occasion):
        step = _note(tx, handoff, operation, now, ordinal=1)
        if tx.steps.by_key(step.key) is None:
            tx.steps.add(step)


def plan_after_resend(tx: Tx, handoff: Handoff, resend: Step, by: str, now: datetime) -> None:
    """Have the paired systems told once the document went out again."""
    made = playbook_of(handoff).mailed_after  # and filed, when it was
    after = () if made else (resend.operation,)
    for operation in asked_of_companions(handoff, Occasion.SENT_AGAIN, after):
        step = _note(tx, handoff, operation, now, ordinal=AFTER_RESENDS + resend.ordinal, by=(by,))
        tx.steps.add(step.model_copy(update={"waits_for": resend.id}))


def plan_rejected(tx: Tx, case: Case, actor: str, reason: str | None, now: datetime) -> None:
    """Have the paired systems told that a person said no, and why."""
    _tell_of_news(tx, case, Occasion.REJECTED, rejection(actor, reason), now)


def plan_came_back(tx: Tx, before: Step, after: Step, now: datetime) -> None:
    """Have those that may have been told of an effect told that it failed later."""
    case = tx.handoffs.case(after.handoff_id)
    if case is not None and not is_companion(after.operation):
        by = tuple(dict.fromkeys(one.actor for one in case.approvals))
        _tell_of_news(tx, case, Occasion.CAME_BACK, reversal(before, after), now, by=by)


def _tell_of_news(
    tx: Tx, case: Case, occasion: Occasion, news: str, now: datetime, *, by: Sequence[str] = ()
) -> None:
    """Once for each time that it happens: the same handoff can be opened, and end so, again."""
    for operation in asked_of_companions(case.handoff, occasion):
        told = [one.ordinal for one in case.steps if one.operation == operation]
        last = max((one for one in told if one in NEWS[occasion]), default=NEWS[occasion].start)
        note = _note(tx, case.handoff, operation, now, ordinal=last + 1, by=by, news=news)
        tx.steps.add(note)


AFTER_RESENDS = 100
NEWS: Mapping[Occasion, range] = MappingProxyType(
    {Occasion.CAME_BACK: range(1000, 2000), Occasion.REJECTED: range(2000, 3000)}
)
"""Ordinals above are of what follows a resend, so that no two keys are the same; these of news."""


def _note(
    tx: Tx,
    handoff: Handoff,
    operation: str,
    now: datetime,
    *,
    ordinal: int,
    by: Sequence[str] = (),
    news: str | None = None,
) -> Step:
    args: Facts = {"note": summary_of(handoff, by, now, news=news), **about(handoff.record)}
    return Step(
        id=tx.new_id("st"),
        handoff_id=handoff.id,
        call_id=handoff.call_id,
        operation=operation,
        ordinal=ordinal,
        kind=StepKind.NOTE,
        args=args,
        run_at=now,
        created_at=now,
    )


def about(record: Record | None) -> Facts:
    """Name the record that a step is about, as its arguments hold it."""
    if record is None:
        return {}
    return {"record_id": record.record_id, "record_kind": record.kind.value}


async def matter_of(office: Office, step: Step, *, fresh: bool) -> Matter | None:
    """What a paired system is told of; None for a step of the destination itself.

    `fresh`: the destination's record is read now, and must still name the same address; one whose
    document is to be mailed must still be fit for it. Raises Refused when it is not, and what the
    destination raises.
    """
    if not is_beside(step.operation):
        return None
    case = await office.database.read(lambda tx: tx.handoffs.case(step.handoff_id))
    if case is None:
        raise Refused("This handoff does not exist any more.")
    record = await _read(office, case.handoff) if fresh else case.handoff.record
    if fresh and step.kind is StepKind.RESEND:
        _check_document(case.handoff, step, record)
    return Matter(case.handoff.id, case.handoff.call, record, _done(case, step))


async def _read(office: Office, handoff: Handoff) -> Record | None:
    record = handoff.record
    vendor = office.vendors.get(record.vendor) if record else None
    if record is None or vendor is None:
        return None
    now = await vendor.observe(record.kind, record.record_id)
    if now.customer_email != record.customer_email:
        raise Refused(
            "The address on the record changed since this was decided. Nothing was sent.",
            code="other_address",
        )
    return now


def _check_document(handoff: Handoff, step: Step, now: Record | None) -> None:
    """Raises Refused when it is not the record that was shown, or not fit to be mailed any more."""
    shown = handoff.record
    if shown is None or now is None or step.args.get("record_id") != shown.record_id:
        raise Refused("Another record is meant by now. Nothing was sent.", code="other_record")
    against = document_obstacles(playbook_of(handoff).resend_needs, shown, now)
    if against:
        raise Refused(f"{against[0]} Nothing was sent.", code="not_sendable")


def _done(case: Case, step: Step) -> Done | None:
    told = next((one for one in case.steps if one.id == step.waits_for), None)
    before = maker_of_document(case) if step.kind is StepKind.RESEND else told
    if before is None:
        return None
    source = before.args if before.attested_by else before.facts  # what was asked is vouched for
    amount_minor, currency = source.get("amount_minor"), source.get("currency")
    return Done(
        operation=before.operation,
        reference=before.reference,
        amount_minor=amount_minor if isinstance(amount_minor, int) else None,
        currency=currency if isinstance(currency, str) else None,
        settled=before.outcome is StepOutcome.DONE,
        stated_by=before.attested_by,
    )
