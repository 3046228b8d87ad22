"""Looking into a provider's books once more, because it reported a change: a step each.

Nothing of a report is used here but that it came. A look that shows nothing new changes nothing,
so a click on the card still counts; one that finds the provider away is made later.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.cards import reports
from bot.desk.change import HANDOFF, change
from bot.desk.companions import about
from bot.desk.effects import in_time, kind_of, order_of
from bot.desk.look_up import plan_look_up, settle_on, take_up_nothing
from bot.desk.messages import say_in_thread
from bot.desk.office import Office
from bot.desk.outcome import settle_step
from bot.desk.pace import Pace
from bot.errors import Refused, VendorFailure
from bot.handoff.handoff import Case, Handoff
from bot.handoff.plans import plan_of
from bot.handoff.preconditions import changed_since_approval
from bot.handoff.record import Record
from bot.handoff.states import MONEY_STATES, UNDECIDED
from bot.handoff.step import Facts, Step
from bot.handoff.words import Choice, State, StepKind, StepOutcome
from bot.ports import Tx
from bot.redaction import redact
from bot.vendors import Effect, Vendor

AGAIN = "read_again"
MOVED = (MONEY_STATES | {State.REVERSED}) - {State.AWAITING_NEXT}
"""Where a dispute is news although nothing is left to decide."""

_KEPT = ("found_by", "invoice_id", "invoice_number", "subscription_id", "subscription_status")
"""What only a look-up by the caller's own words may know of a record."""

log = structlog.get_logger(__name__)


# --- planning it, in the transaction of the report --------------------------------------------


def plan_effect(tx: Tx, case: Case, effect: Step, now: datetime) -> None:
    """Ask what became of something that was accepted or done."""
    _plan(tx, case, f"{effect.operation}.{AGAIN}", {"step_id": effect.id}, now)


def plan_record(tx: Tx, case: Case, now: datetime) -> None:
    """Ask for the record as it is; where none is matched, for all that the call could mean."""
    record = case.handoff.record
    if record is None:
        _look_anew(tx, case, now)
    else:
        _plan(tx, case, f"{record.vendor}.{AGAIN}", about(record), now)


def _plan(tx: Tx, case: Case, operation: str, args: Facts, now: datetime) -> None:
    """Add the step, unless one waits that will see the same."""
    mine = [one for one in case.steps if one.kind is StepKind.READ_AGAIN]
    if any((one.operation, one.args) == (operation, args) and _waits(one) for one in mine):
        return
    tx.steps.add(
        Step(
            id=tx.new_id("st"),
            handoff_id=case.handoff.id,
            call_id=case.handoff.call_id,
            operation=operation,
            ordinal=len(mine) + 1,
            kind=StepKind.READ_AGAIN,
            args=args,
            run_at=now,
            created_at=now,
        )
    )


def _waits(step: Step) -> bool:
    """One that is under way may have read before the report came."""
    return step.outcome is StepOutcome.PENDING


def _look_anew(tx: Tx, case: Case, now: datetime) -> None:
    handoff = case.handoff
    looks = [one for one in case.steps if one.kind is StepKind.LOOK_UP]
    if not handoff.ruling.can_be_looked_up or any(map(_waits, looks)):
        return
    if handoff.looked_up:
        update = {"looked_up": False}
        change(tx, handoff, now=now, actor=HANDOFF, action="read_again", update=update)
    plan_look_up(tx, handoff, now, ordinal=max((one.ordinal for one in looks), default=0) + 1)


# --- doing it ---------------------------------------------------------------------------------


async def run_read_again(office: Office, step: Step) -> None:
    """Look, and write what is new; an outage is waited for until it ends. Raises LostLease."""
    look = _look_at_effect if "step_id" in step.args else _look_at_record
    try:
        seen = await look(office, step)
    except Refused as refused:
        log.info("read_again_refused", step=step.id, code=refused.code)
        await _write(office, step, refused)
    except VendorFailure as failure:
        await _later(office, step, failure)
    else:
        await _write(office, step, seen)


async def _write(office: Office, step: Step, seen: Effect | Record | Refused | None) -> None:
    await office.record(lambda tx: _take(tx, step, seen, office.clock()))


async def _later(office: Office, step: Step, failure: VendorFailure) -> None:
    await office.record(lambda tx: _put_off(tx, step, failure, office.clock(), office.pace))


async def _look_at_effect(office: Office, step: Step) -> Effect | None:
    """None: it was settled meanwhile, or made anew."""
    step_id = str(step.args["step_id"])
    effect = await office.database.read(lambda tx: tx.steps.get(step_id))
    if effect is None or effect.reference is None or not _may_turn(effect):
        return None
    operation = _vendor(office, effect).operations.get(effect.operation)
    if operation is None:
        raise Refused(f"{effect.operation} is not set up here.")
    return await in_time(operation.watch(order_of(effect), effect.reference))


async def _look_at_record(office: Office, step: Step) -> Record:
    record_id = str(step.args["record_id"])
    return await in_time(_vendor(office, step).observe(kind_of(step), record_id))


def _vendor(office: Office, step: Step) -> Vendor:
    name = step.operation.partition(".")[0]
    vendor = office.vendors.get(name)
    if vendor is None:
        raise Refused(f"{name} is not set up here, so its record could not be read.")
    return vendor


# --- what follows from it ---------------------------------------------------------------------


def _take(tx: Tx, step: Step, seen: Effect | Record | Refused | None, now: datetime) -> None:
    done = {"outcome": StepOutcome.DONE, "finished_at": now, "lease_until": None}
    tx.steps.save(step.model_copy(update=done), fence=step.fence)
    if isinstance(seen, Effect):
        _take_effect(tx, str(step.args["step_id"]), seen, now)
    elif "record_id" in step.args:
        _take_record(tx, step, seen, now)


def _take_effect(tx: Tx, step_id: str, seen: Effect, now: datetime) -> None:
    """What was accepted is settled; what was done can only come back."""
    effect = tx.steps.get(step_id)
    if effect is None or effect.reference != seen.reference or not _may_turn(effect):
        return
    settles = effect.outcome is StepOutcome.ACCEPTED and seen.status == "done"
    if settles or seen.status == "failed":
        settle_step(tx, effect, seen, now)


def _may_turn(effect: Step) -> bool:
    return effect.outcome in {StepOutcome.ACCEPTED, StepOutcome.DONE}


def _take_record(tx: Tx, step: Step, seen: object, now: datetime) -> None:
    case = tx.handoffs.case(step.handoff_id)
    if case is None or case.handoff.record is None:
        return
    if case.handoff.record.record_id != step.args["record_id"]:
        plan_record(tx, case, now)  # another one was picked, which nobody has read since
    elif isinstance(seen, Record):
        _renew(tx, case, step, _completed(case.handoff.record, seen), now)
    elif isinstance(seen, Refused) and case.handoff.state in UNDECIDED:
        _void(tx, case)
        take_up_nothing(tx, case.handoff, redact(seen.reason), now)


def _completed(before: Record, seen: Record) -> Record:
    kept = {
        name: getattr(before, name)
        for name in _KEPT
        if name == "found_by" or getattr(seen, name) is None
    }
    return seen.model_copy(update=kept)


def _renew(tx: Tx, case: Case, step: Step, record: Record, now: datetime) -> None:
    if case.handoff.state in UNDECIDED:
        _show(tx, case, step, record, now)
    elif case.handoff.state in MOVED:
        _remark(tx, case, step, record, now)


def _show(tx: Tx, case: Case, step: Step, record: Record, now: datetime) -> None:
    """Put the record as it is now before those who decide."""
    handoff, before = case.handoff, case.handoff.record
    if before is None or _is_same(before, record):
        return
    update = settle_on(handoff, record)
    if case.approvals and _still_holds(handoff, before, record):
        # The first of several may have approved less than could be sent; that stays.
        update = {name: one for name, one in update.items() if name not in _SUM}
    else:
        _void(tx, case)
    after = change(tx, handoff, now=now, actor=HANDOFF, action="read_again", update=update)
    text = reports.told(before, record)
    if text is not None:
        say_in_thread(tx, after.handoff, text, now, cause=f"read_again:{step.id}")


_SUM = frozenset({"amount_minor", "currency"})


def _is_same(before: Record, record: Record) -> bool:
    return before == record.model_copy(update={"observed_at": before.observed_at})


def _still_holds(handoff: Handoff, before: Record, record: Record) -> bool:
    """Tell whether exactly what was approved could still be done."""
    plan = plan_of(handoff.model_copy(update={"record": record}))
    if plan is None or plan != plan_of(handoff):
        return False
    return not changed_since_approval(plan, before, record, handoff.amount_minor)


def _void(tx: Tx, case: Case) -> None:
    if case.approvals:
        tx.decisions.void(case.handoff.id, because="record_changed", choices=(Choice.APPROVE,))


def _remark(tx: Tx, case: Case, step: Step, record: Record, now: datetime) -> None:
    """Money was decided on: say what stands against it now, and leave what was decided alone."""
    handoff = case.handoff
    text = _news(handoff, record)
    if text is None or text in handoff.notes:
        return
    update = {"notes": (*handoff.notes, text)}
    after = change(tx, handoff, now=now, actor=HANDOFF, action="dispute_noted", update=update)
    say_in_thread(tx, after.handoff, text, now, cause=f"read_again:{step.id}")


def _news(handoff: Handoff, record: Record) -> str | None:
    if handoff.record is None:
        return None
    noted = not record.disputed and any("A dispute is open" in one for one in handoff.notes)
    return reports.over(record) if noted else reports.dispute(handoff.record, record)


def _put_off(tx: Tx, step: Step, failure: VendorFailure, now: datetime, pace: Pace) -> None:
    later = {
        "outcome": StepOutcome.PENDING,
        "said": redact(failure.reason),
        "run_at": now + pace.after(failure, step.tries - 1),
        "lease_until": None,
    }
    tx.steps.save(step.model_copy(update=later), fence=step.fence)
