"""Finding the provider's record of what a call is about, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards import notices
from bot.desk.account_owner import ask_account_owner, take_account_owner
from bot.desk.change import HANDOFF, change, linked_to
from bot.desk.companions import plan_notes
from bot.desk.messages import draw_card, say_in_thread
from bot.desk.office import Office
from bot.desk.pace import Pace
from bot.desk.reminders import dated_by
from bot.errors import Refused, VendorFailure
from bot.handoff.companions import Occasion
from bot.handoff.handoff import Case, Handoff
from bot.handoff.matching import claim_of, is_named, match
from bot.handoff.plans import amount_of, plan_obstacles, plan_of
from bot.handoff.playbooks import playbook_for
from bot.handoff.record import Record
from bot.handoff.step import Step
from bot.handoff.words import ReviewReason, State, StepKind, StepOutcome
from bot.ports import Tx
from bot.redaction import redact

FIND_RECORDS = "find_records"
ANY = "any"
"""Stands for the vendors of all destinations that fit, in the name of a look-up."""


def plan_look_up(tx: Tx, handoff: Handoff, now: datetime, *, ordinal: int) -> None:
    """Ask for a fresh look at the record, unless the policy names no vendor to ask."""
    if not handoff.ruling.can_be_looked_up:
        return
    tx.steps.add(
        Step(
            id=tx.new_id("st"),
            handoff_id=handoff.id,
            call_id=handoff.call_id,
            operation=f"{handoff.ruling.vendor or ANY}.{FIND_RECORDS}",
            ordinal=ordinal,
            kind=StepKind.LOOK_UP,
            run_at=now,
            created_at=now,
        )
    )


def take_up(tx: Tx, handoff: Handoff, found: Sequence[Record], now: datetime) -> None:
    """Put what was found on the handoff: the match, what would be sent, what stands against it."""
    result = match(handoff.call, found)
    record_id = result.record.record_id if result.record else None
    seen = handoff.model_copy(update={"candidates": result.candidates, "looked_up": True})
    reasons = _reasons(handoff, doubtful=bool(result.doubts))
    case = change(
        tx,
        handoff,
        now=now,
        actor=HANDOFF,
        action="looked_up",
        details={"found": len(found), "record_id": record_id},
        update={
            "candidates": result.candidates,
            "notes": result.doubts,
            "looked_up": True,
            "review_reasons": reasons,
            **settle_on(seen, result.record),
        },
    )
    _tell_of_review(tx, case, now)
    for other in linked_to(tx, case.handoff):
        text = notices.linked(case.handoff)
        say_in_thread(tx, other, text, now, cause=f"linked:{other.id}:{case.handoff.id}")


def _tell_of_review(tx: Tx, case: Case, now: datetime) -> None:
    if case.handoff.state is State.NEEDS_REVIEW:
        plan_notes(tx, case.handoff, Occasion.REVIEW, now)


def settle_on(handoff: Handoff, record: Record | None) -> dict[str, object]:
    """Say what follows for the handoff from one record being the right one, or from none.

    What belonged to another record is let go: its sum, its currency, what was filled in for it.
    """
    ruling = handoff.ruling.settled_at(record.vendor) if record else handoff.ruling
    settled = handoff.model_copy(update={"record": record, "ruling": ruling})
    amount_minor, currency = _sum(settled)
    return {
        "record": record,
        "ruling": ruling,
        "unmet": plan_obstacles(settled),
        "amount_minor": amount_minor,
        "currency": currency,
        "fields": handoff.fields if _is_same(handoff.record, record) else {},
        **(dated_by(handoff, record) if record else {}),
    }


def _sum(handoff: Handoff) -> tuple[int | None, str | None]:
    """What an approval starts from; where it has no sum, what the caller named."""
    call, record, plan = handoff.call, handoff.record, plan_of(handoff)
    if record is None or plan is None or plan.amount is None:
        return call.amount_minor, call.currency
    return amount_of(plan, record, call.amount_minor), record.currency or call.currency


def _is_same(before: Record | None, after: Record | None) -> bool:
    return (before and before.resource) == (after and after.resource)


def take_up_nothing(tx: Tx, handoff: Handoff, why: str, now: datetime) -> None:
    """The vendor refused the look-up: a person must see why; nothing can be approved."""
    case = change(
        tx,
        handoff,
        now=now,
        actor=HANDOFF,
        action="look_up_refused",
        update={
            **settle_on(handoff, None),
            "looked_up": True,
            "candidates": (),
            "notes": (why,),
            "unmet": (why,),
            "review_reasons": _reasons(handoff, doubtful=True),
        },
    )
    _tell_of_review(tx, case, now)


def _reasons(handoff: Handoff, *, doubtful: bool) -> tuple[ReviewReason, ...]:
    kept = [one for one in handoff.review_reasons if one is not ReviewReason.LOW_CONFIDENCE_MATCH]
    return (*kept, ReviewReason.LOW_CONFIDENCE_MATCH) if doubtful else tuple(kept)


async def run_look_up(office: Office, step: Step) -> None:
    """Read the provider's record for a handoff; an outage is tried again until it ends."""
    try:
        answer: Refused | Sequence[Record] = await _found(office, step)
    except Refused as refused:
        answer = refused
    except VendorFailure as failure:
        await _put_off(office, step, failure)
        return
    owner = await ask_account_owner(office, step.handoff_id, answer)

    def finish(tx: Tx) -> None:
        _finish(tx, step, answer, office.clock())
        take_account_owner(tx, step.handoff_id, owner, office.clock(), office.rules)

    await office.write(finish)


async def _put_off(office: Office, step: Step, failure: VendorFailure) -> None:
    await office.write(lambda tx: _later(tx, step, failure, office.clock(), office.pace))


async def _found(office: Office, step: Step) -> Sequence[Record]:
    name = step.operation.partition(".")[0]
    handoff = await office.database.read(lambda tx: tx.handoffs.get(step.handoff_id))
    if handoff is None:
        raise Refused("This handoff does not exist any more.")
    if name != ANY:
        return await _found_at(office, handoff, name)
    names = dict.fromkeys(one.vendor for one in handoff.ruling.possible if one.vendor)
    found = [await _found_at(office, handoff, one) for one in names if one in office.vendors]
    return [record for records in found for record in records]


async def _found_at(office: Office, handoff: Handoff, name: str) -> Sequence[Record]:
    """What one vendor knows: a kind of record that was named goes before all that only fit."""
    vendor = office.vendors.get(name)
    if vendor is None:
        raise Refused(f"{name} is not set up here, so its record could not be read.")
    claim, fitting = claim_of(handoff.call), list[Record]()
    for kind in playbook_for(handoff.workflow, name).records:
        found = await vendor.find_records(claim, kind)
        if any(is_named(record) for record in found):
            return found
        fitting.extend(found)
    return fitting


def _finish(tx: Tx, step: Step, answer: Refused | Sequence[Record], now: datetime) -> None:
    outcome = StepOutcome.REFUSED if isinstance(answer, Refused) else StepOutcome.DONE
    done = step.model_copy(update={"outcome": outcome, "finished_at": now, "lease_until": None})
    tx.steps.save(done, fence=step.fence)
    case = tx.handoffs.case(step.handoff_id)
    if case is None or case.handoff.looked_up or _is_overtaken(step, case):
        return
    if isinstance(answer, Refused):
        take_up_nothing(tx, case.handoff, redact(answer.reason), now)
    else:
        take_up(tx, case.handoff, answer, now)


def _is_overtaken(step: Step, case: Case) -> bool:
    """A newer look-up was asked for since: what this one was asked about is not the claim now."""
    looks = (one.ordinal for one in case.steps if one.kind is StepKind.LOOK_UP)
    return step.ordinal < max(looks, default=0)


def _later(tx: Tx, step: Step, failure: VendorFailure, now: datetime, pace: Pace) -> None:
    again = step.model_copy(
        update={
            "outcome": StepOutcome.PENDING,
            "said": redact(failure.reason),
            "run_at": now + pace.after(failure, step.tries - 1),
            "lease_until": None,
        }
    )
    tx.steps.save(again, fence=step.fence)
    handoff = tx.handoffs.get(step.handoff_id)
    if handoff is not None and step.said != again.said:
        draw_card(tx, handoff, now, again_for=f"look_up:{step.id}:{step.tries}")
