"""The last look before money moves: everything is read again, then the intent is committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards import notices
from bot.desk.change import HANDOFF, change
from bot.desk.messages import say_in_thread
from bot.desk.office import Rules
from bot.desk.outcome import is_news
from bot.desk.rights import keep_directory
from bot.handoff.approvals import holds, why_nobody
from bot.handoff.decision import Decision
from bot.handoff.handoff import Case, Handoff
from bot.handoff.people import Actor, Directory
from bot.handoff.plans import moves_money, plan_of
from bot.handoff.preconditions import changed_since_approval
from bot.handoff.record import Record
from bot.handoff.states import MONEY_STATES
from bot.handoff.step import Step
from bot.handoff.words import Choice, State, StepOutcome
from bot.ports import Tx
from bot.redaction import redact

_MOVES_MONEY = MONEY_STATES - {State.AWAITING_NEXT}

HELD_RECHECK = timedelta(seconds=15)
UNKNOWN_RECHECK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Fresh:
    """What was read from the world just now, outside any transaction."""

    directory: Directory
    record: Record


def begin(
    tx: Tx, step: Step, fresh: Fresh, now: datetime, rules: Rules, lease: timedelta
) -> Step | None:
    """Commit the intent to send, or put the step where it belongs; None: nothing is to be sent.

    The step's lease starts anew, `lease` from now.
    Raises LostLease when another worker holds the step.
    """
    case = tx.handoffs.case(step.handoff_id)
    if case is None:
        return None
    keep_directory(tx, fresh.directory, now)
    against = _against(tx, step, case, fresh, now, rules)
    if against is None:
        return _intend(tx, step, case, now, lease)
    if step.in_doubt:
        _stay_unknown(tx, step, case, against.sentence, now)
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
        return _Against(notices.stopped(case), _wait_for_resume)
    if is_too_late(step, case.handoff, now):
        return _Against(notices.not_started_in_time(case), _return_to_approval)
    if not fresh.directory.is_fresh(now):
        return _Against(notices.rights_unread(case), _wait_for_rights)
    lost = _lost_rights(case, fresh.directory, rules, now)
    if lost or not case.approvals:
        people = tuple(one.actor for one in lost)
        return _Against(notices.approver_lost_right(case, people), _return_to_approval)
    if _shares_money(tx, case):
        return _Against(notices.linked_approved(case), _return_to_approval)
    obstacles = _obstacles(case, step, fresh.record)
    return _Against(obstacles[0], _refuse) if obstacles else None


def _stay_unknown(tx: Tx, step: Step, case: Case, sentence: str, now: datetime) -> None:
    """An earlier attempt may have had its effect: what came of that counts, not this sentence.

    News for the card once: a step that was cut off counted as being sent until now.
    """
    before = tx.steps.get(step.id)
    unknown = step.model_copy(
        update={
            "outcome": StepOutcome.UNKNOWN,
            "run_at": now + UNKNOWN_RECHECK,
            "lease_until": None,
        }
    )
    tx.steps.save(unknown, fence=step.fence)
    if is_news(before, unknown):
        details = {"step": step.key, "against": redact(sentence)}
        change(tx, case.handoff, now=now, actor=HANDOFF, action="held_unknown", details=details)


def _is_stopped(tx: Tx, step: Step) -> bool:
    vendor = step.operation.partition(".")[0]
    return step.moves_money and any(stop.vendor in {None, vendor} for stop in tx.stops.standing())


def _wait_for_resume(tx: Tx, step: Step, case: Case, sentence: str, now: datetime) -> None:
    """Halted by a stop: the step waits, unsent, until it is lifted."""
    _hold(tx, step, case, sentence, now, action="held_by_stop")


def _wait_for_rights(tx: Tx, step: Step, case: Case, sentence: str, now: datetime) -> None:
    """Nobody's right can be read now: the step waits, unsent, while it may."""
    _hold(tx, step, case, sentence, now, action="held_unread")


def _hold(tx: Tx, step: Step, case: Case, sentence: str, now: datetime, *, action: str) -> None:
    """Give the step back for a while; the vendor was not asked, so it counts as no try.

    News for the card when it says something new, or when its outcome was unknown until now.
    """
    before = tx.steps.get(step.id)
    held = step.model_copy(
        update={
            "outcome": StepOutcome.PENDING,
            "run_at": now + HELD_RECHECK,
            "tries": step.tries - 1,
            "checks": 0,
            "said": redact(sentence),
            "lease_until": None,
        }
    )
    tx.steps.save(held, fence=step.fence)
    if step.said != held.said or before is None or before.is_unknown:
        change(tx, case.handoff, now=now, actor=HANDOFF, action=action)


def hold_unread(tx: Tx, step: Step, now: datetime) -> None:
    """Hold a step whose approvers' rights could not be read. Raises LostLease."""
    case = tx.handoffs.case(step.handoff_id)
    if case is None:
        return
    if is_too_late(step, case.handoff, now):
        _return_to_approval(tx, step, case, notices.not_started_in_time(case), now)
    else:
        _wait_for_rights(tx, step, case, notices.rights_unread(case), now)


def _shares_money(tx: Tx, case: Case) -> bool:
    """Tell whether another handoff sends money on this payment without what that takes.

    Asked for at each approval already; two approvals at once may have missed each other, and one
    may be retried long after the other went through.
    """
    if not moves_money(case.handoff):
        return False
    others = [one.id for one in case.linked if one.state in _MOVES_MONEY and moves_money(one)]
    return any(_lacks_reason(case, tx.handoffs.case(other)) for other in others)


def _lacks_reason(case: Case, other: Case | None) -> bool:
    """A written reason on one of the two, and nobody who approved both."""
    here, there = case.approvals, other.approvals if other else ()
    same = {one.actor for one in here} & {one.actor for one in there}
    return bool(same) or not any(one.reason for one in (*here, *there))


def is_too_late(step: Step, handoff: Handoff, now: datetime) -> bool:
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
    give_back(tx, step, case, text, now)


def give_back(tx: Tx, step: Step, case: Case, text: str, now: datetime) -> None:
    """Let people decide anew, after the step was taken out."""
    _skip_following(tx, step, case, now)
    tx.decisions.void(case.handoff.id, because="returned", choices=(Choice.APPROVE,))
    after = change(tx, case.handoff, now=now, actor=HANDOFF, action="returned_to_approval")
    say_in_thread(tx, after.handoff, text, now, cause=f"returned:{step.fence}:{step.id}")


def _skip_following(tx: Tx, step: Step, case: Case, now: datetime) -> None:
    """A skipped step holds nobody back, so those that wait for it are taken out with it."""
    for one in case.effects:
        if one.id != step.id and one.outcome is StepOutcome.PENDING:
            tx.steps.update(one.freed(StepOutcome.SKIPPED, now), expected=one.outcome)


def _obstacles(case: Case, step: Step, fresh: Record) -> tuple[str, ...]:
    handoff, amount_minor = case.handoff, step.args.get("amount_minor")
    plan = plan_of(handoff)
    if handoff.record is None or plan is None or step.operation not in plan.operations:
        return ("What was approved is not on record any more.",)
    sum_minor = amount_minor if isinstance(amount_minor, int) else None
    return changed_since_approval(plan, handoff.record, fresh, sum_minor)


def mark_sent(tx: Tx, step: Step, now: datetime, lease: timedelta) -> Step:
    """Commit the intent of a write that moves no money. Raises LostLease."""
    return _save_sent(tx, step, now, lease)


def _save_sent(tx: Tx, step: Step, now: datetime, lease: timedelta) -> Step:
    """Write that it is about to go out; the lease starts anew, what was read took its time."""
    intended = _sent(step, now, lease)
    tx.steps.save(intended, fence=step.fence)
    tx.steps.renew(step.id, fence=step.fence, until=now + lease)
    return intended


def _sent(step: Step, now: datetime, lease: timedelta) -> Step:
    return step.model_copy(
        update={
            "sent_at": now,
            "first_sent_at": step.first_sent_at or now,
            "answered": False,
            "lease_until": now + lease,
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


def _intend(tx: Tx, step: Step, case: Case, now: datetime, lease: timedelta) -> Step:
    intended = _save_sent(tx, step, now, lease)
    change(
        tx,
        case.handoff,
        now=now,
        actor=HANDOFF,
        action="sending",
        details={"step": step.key, "attempt": step.attempt},
    )
    return intended
