"""What a provider reports is never believed: it makes steps that look into its books again.

Everything is planned in one commit with the key of the report, so a repetition finds nothing to
do, and a report that was answered is never lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

import structlog

from bot.callbacks import Callback, CallbackKind
from bot.desk.office import Office
from bot.desk.read_again import MOVED, plan_effect, plan_record
from bot.handoff.handoff import Case, Handoff
from bot.handoff.states import UNDECIDED
from bot.handoff.step import Step
from bot.handoff.words import StepOutcome
from bot.ports import Tx

KEPT = timedelta(days=30)
"""Stripe repeats for three days, Paystack too; what comes again later is looked into once more."""

_COMES_BACK: Mapping[CallbackKind, tuple[str, ...]] = MappingProxyType(
    {CallbackKind.REFUND: (".create_refund",), CallbackKind.INVOICE: (".send_invoice",)}
)
"""What is looked at again by which report although it was done."""

log = structlog.get_logger(__name__)


class Heard(StrEnum):
    """What became of a report."""

    TAKEN = "taken"  # remembered, and looked into where it concerns a handoff
    REPEATED = "repeated"  # taken before
    IGNORED = "ignored"  # signed, and about nothing that is shown here


async def hear(office: Office, vendor: str, raw: bytes, headers: Mapping[str, str]) -> Heard:
    """Check and take one report. Raises NotSigned, BadCallback or DatabaseBusy.

    `vendor` must be one that `office.readers` has.
    """
    read = office.readers[vendor].read
    callback = await asyncio.to_thread(read, raw, headers, office.clock())
    if callback is None:
        return Heard.IGNORED
    heard = await office.write_grouped(lambda tx: take(tx, callback, office.clock()))
    log.info("callback", vendor=vendor, kind=callback.kind.value, heard=heard.value)
    return heard


def take(tx: Tx, callback: Callback, now: datetime) -> Heard:
    """Remember the report and plan every look that it is a reason for."""
    tx.callbacks.forget(now - KEPT)
    if not tx.callbacks.take(callback.vendor, callback.key, now):
        return Heard.REPEATED
    for handoff_id in _concerned(tx, callback):
        case = tx.handoffs.case(handoff_id)
        if case is not None:
            _plan(tx, case, callback, now)
    return Heard.TAKEN


def _concerned(tx: Tx, callback: Callback) -> Sequence[str]:
    """The handoffs that are matched with one of the names, or whose call says it.

    In one order for all, so that two reports at once wait for each other and do not block.
    """
    found = {
        one.id
        for name in callback.names
        for one in (
            *tx.handoffs.with_resource(f"{callback.vendor}:{name}"),
            *tx.handoffs.find(name),
        )
        if _vendor_of(one) in {None, callback.vendor}
    }
    return sorted(found)


def _vendor_of(handoff: Handoff) -> str | None:
    return handoff.record.vendor if handoff.record else handoff.ruling.vendor


def _plan(tx: Tx, case: Case, callback: Callback, now: datetime) -> None:
    for step in (*case.effects, *case.resends):
        if step.operation.partition(".")[0] != callback.vendor:
            continue
        if step.outcome is StepOutcome.UNKNOWN:
            _look_now(tx, step, now)
        elif _may_have_turned(step, callback.kind):
            plan_effect(tx, case, step, now)
    state = case.handoff.state
    if state in UNDECIDED or (callback.kind is CallbackKind.DISPUTE and state in MOVED):
        plan_record(tx, case, now)


def _look_now(tx: Tx, step: Step, now: datetime) -> None:
    """Its answer was lost: this may be the news of it. One that is being looked at is left."""
    if step.run_at > now:
        sooner = step.model_copy(update={"run_at": now})
        tx.steps.update(sooner, expected=StepOutcome.UNKNOWN)


def _may_have_turned(step: Step, kind: CallbackKind) -> bool:
    """What is accepted may settle by any report; a refund or a mail that was done may come back."""
    if step.reference is None:
        return False
    if step.outcome is StepOutcome.ACCEPTED:
        return True
    may_come_back = step.operation.endswith(_COMES_BACK.get(kind, ()))
    return step.outcome is StepOutcome.DONE and may_come_back
