"""The last look before money moves: everything is read again, then the intent is committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards import notices
from bot.desk.change import HANDOFF, change
from bot.desk.messages import say_in_thread
from bot.desk.office import Rules
from bot.handoff.approvals import holds, why_nobody
from bot.handoff.decision import Decision
from bot.handoff.handoff import Case, Handoff
from bot.handoff.people import Actor, Directory
from bot.handoff.preconditions import changed_since_approval
from bot.handoff.record import PaymentRecord
from bot.handoff.step import Step
from bot.handoff.words import Choice, StepOutcome
from bot.ports import Tx
from bot.redaction import redact

STOPPED_RECHECK = timedelta(seconds=15)
UNKNOWN_RECHECK = timedelta(minutes=1)
LEASE = timedelta(seconds=120)
"""Longer than the slowest call an adapter makes; renewed when the intent is committed."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What was read from the world just now, outside any transaction."""

    directory: Directory
    record: PaymentRecord


def begin(tx: Tx, step: Step, fresh: Fresh, now: datetime, rules: Rules) -> Step | None:
    """Commit the intent to send, or put the step where it belongs; None: nothing is to be sent.

    Raises LostLease when another worker holds the step.
    """
    case = tx.handoffs.case(step.handoff_id)
    if case is None:
        return None
    tx.directories.put(fresh.directory)
    against = _against(tx, step, case, fresh, now, rules)
    if against is None:
        return _intend(tx, step, case, now)
    if step.in_doubt:
        _stay_unknown(tx, step, against.sentence, now)
    else:
        against.follow(tx, step, case, against.sentence, now)
    return None


@dataclass(frozen=True, slots=True)
class _Against:
    """Why nothing may be sent, and what becomes of the step then."""

    sentence: str
    follow: Callable[[Tx, Step, Case, str, datetime], None]


def _against(
    tx: Tx, step: Step, case: Case, fresh: Fresh, now: datetime, rules: Rules
) -> _Against | None:
    if _is_stopped(tx, step):
        return _Against(notices.stopped(case), _wait)
    if _is_too_late(step, case.handoff, now):
        return _Against(notices.not_started_in_time(case), _return_to_approval)
    lost = _lost_rights(case, fresh.directory, rules, now)
    if lost or not case.approvals:
        people = tuple(one.actor for one in lost)
        return _Against(notices.approver_lost_right(case, people), _return_to_approval)
    obstacles = _obstacles(case, step, fresh.record)
    return _Against(obstacles[0], _refuse) if obstacles else None


def _stay_unknown(tx: Tx, step: Step, sentence: str, now: datetime) -> None:
    """An earlier attempt may have had its effect: whatever stands against a repeat, say that."""
    unknown = step.model_copy(
        update={
            "outcome": StepOutcome.UNKNOWN,
            "said": redact(sentence),
            "run_at": now + UNKNOWN_RECHECK,
            "lease_until": None,
        }
    )
    tx.steps.save(unknown, fence=step.fence)


def _is_stopped(tx: Tx, step: Step) -> bool:
    vendor = step.operation.partition(".")[0]
    return any(stop.vendor in {None, vendor} for stop in tx.stops.standing())


def _wait(tx: Tx, step: Step, case: Case, sentence: str, now: datetime) -> None:
    """Halted by a stop: the step waits, unsent, until it is lifted or its time is over."""
    held = _given_back(step, now + STOPPED_RECHECK).model_copy(update={"said": redact(sentence)})
    tx.steps.save(held, fence=step.fence)
    if step.said != held.said:
        change(tx, case.handoff, now=now, actor=HANDOFF, action="held_by_stop")


def _given_back(step: Step, run_at: datetime) -> Step:
    return step.model_copy(
        update={"outcome": StepOutcome.PENDING, "run_at": run_at, "lease_until": None}
    )


def _is_too_late(step: Step, handoff: Handoff, now: datetime) -> bool:
    """A step that may have had its effect is past starting; it is brought to its end."""
    due_at = step.args.get("due_at")
    if step.in_doubt or not isinstance(due_at, str):
        return False
    return now > datetime.fromisoformat(due_at) + handoff.ruling.start_within


def _lost_rights(
    case: Case, directory: Directory, rules: Rules, now: datetime
) -> tuple[Decision, ...]:
    return tuple(
        one for one in case.approvals if not _still_may(one, case.handoff, directory, rules, now)
    )


def _still_may(
    approval: Decision, handoff: Handoff, directory: Directory, rules: Rules, now: datetime
) -> bool:
    actor = Actor(user_id=approval.actor, team_id=approval.team_id)
    role = handoff.ruling.role(approval.role or "")
    return (
        why_nobody(actor, directory, rules.team_ids, now) is None
        and role is not None
        and holds(role, approval.actor, directory)
    )


def _return_to_approval(tx: Tx, step: Step, case: Case, text: str, now: datetime) -> None:
    """Take the step out, void the approvals, say why: the handoff waits for people again."""
    tx.steps.save(step.freed(StepOutcome.SKIPPED, now), fence=step.fence)
    tx.decisions.void(case.handoff.id, because="returned", choices=(Choice.APPROVE,))
    after = change(tx, case.handoff, now=now, actor=HANDOFF, action="returned_to_approval")
    say_in_thread(tx, after.handoff, text, now, cause=f"returned:{step.fence}:{step.id}")


def _obstacles(case: Case, step: Step, fresh: PaymentRecord) -> tuple[str, ...]:
    approved, amount_minor = case.handoff.record, step.args.get("amount_minor")
    if approved is None or not isinstance(amount_minor, int):
        return ("The approved payment is not on record any more.",)
    return changed_since_approval(approved, fresh, amount_minor)


def mark_sent(tx: Tx, step: Step, now: datetime) -> Step:
    """Commit the intent of a write that moves no money. Raises LostLease."""
    intended = _sent(step, now)
    tx.steps.save(intended, fence=step.fence)
    return intended


def _sent(step: Step, now: datetime) -> Step:
    return step.model_copy(
        update={
            "sent_at": now,
            "first_sent_at": step.first_sent_at or now,
            "answered": False,
            "lease_until": now + LEASE,
        }
    )


def _refuse(tx: Tx, step: Step, case: Case, sentence: str, now: datetime) -> None:
    """A failed re-check is a refusal: nothing was sent."""
    refused = step.model_copy(
        update={
            "outcome": StepOutcome.REFUSED,
            "said": redact(sentence),
            "finished_at": now,
            "lease_until": None,
        }
    )
    tx.steps.save(refused, fence=step.fence)
    after = change(tx, case.handoff, now=now, actor=HANDOFF, action="refused_at_recheck")
    text = notices.refused(after, sentence, sent=False)
    say_in_thread(tx, after.handoff, text, now, cause=f"refused:{step.fence}:{step.id}")


def _intend(tx: Tx, step: Step, case: Case, now: datetime) -> Step:
    intended = _sent(step, now)
    tx.steps.save(intended, fence=step.fence)
    change(
        tx,
        case.handoff,
        now=now,
        actor=HANDOFF,
        action="sending",
        details={"step": step.key, "attempt": step.attempt},
    )
    return intended
