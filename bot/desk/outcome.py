"""What a step came to, written under its fence together with all that follows from it."""

from __future__ import annotations

from datetime import datetime

from bot.cards import notices
from bot.desk.change import HANDOFF, change
from bot.desk.companions import plan_came_back
from bot.desk.messages import draw_card, say_in_thread
from bot.desk.pace import Pace
from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.handoff.step import Step
from bot.handoff.words import StepKind, StepOutcome
from bot.ports import Tx
from bot.redaction import redact
from bot.vendors import Effect

MAX_TRIES = 8
MAX_REPEATS = 5
WATCH = "watch"


def take_effect(tx: Tx, step: Step, effect: Effect, now: datetime, pace: Pace) -> None:
    """Write what the vendor's answer or books show. Raises LostLease."""
    outcome = {
        "done": StepOutcome.DONE,
        "accepted": StepOutcome.ACCEPTED,
        "failed": StepOutcome.REFUSED,
    }[effect.status]
    finished = step.model_copy(
        update={
            "outcome": outcome,
            "reference": effect.reference,
            "facts": {**step.facts, **_facts(effect)},
            "said": effect.said,
            "answered": True,
            "finished_at": now,
            "lease_until": None,
        }
    )
    tx.steps.save(finished, fence=step.fence)
    if outcome is StepOutcome.ACCEPTED:
        _watch(tx, finished, now + pace.watch(0), now)
    _tell(tx, finished, now)


def _facts(effect: Effect) -> dict[str, str | int | None]:
    return {**effect.facts, "amount_minor": effect.amount_minor, "currency": effect.currency}


def _watch(tx: Tx, step: Step, run_at: datetime, now: datetime) -> None:
    """Accepted is not settled: look again until it is."""
    tx.steps.add(
        Step(
            id=tx.new_id("st"),
            handoff_id=step.handoff_id,
            call_id=step.call_id,
            operation=f"{step.operation}.{WATCH}",
            ordinal=step.ordinal * 1000 + step.attempt,
            kind=StepKind.WATCH,
            args={**step.args, "step_id": step.id, "reference": step.reference},
            run_at=run_at,
            created_at=now,
        )
    )


def take_failure(tx: Tx, step: Step, failure: VendorFailure, now: datetime, pace: Pace) -> None:
    """Write one of the three ways a vendor can fail. Raises LostLease."""
    if isinstance(failure, OutcomeUnknown):
        _take_unknown(tx, step, failure, now, pace)
    elif isinstance(failure, Unavailable) and step.tries < MAX_TRIES:
        _try_later(tx, step, failure, now, pace)
    else:
        _give_up(tx, step, failure, now)


def _take_unknown(tx: Tx, step: Step, failure: OutcomeUnknown, now: datetime, pace: Pace) -> None:
    before = tx.steps.get(step.id)
    unknown = step.model_copy(
        update={
            "outcome": StepOutcome.UNKNOWN,
            "answered": failure.answered,
            "said": redact(failure.reason),
            "checks": step.checks + 1,
            "run_at": now + pace.back_off(step.checks),
            "lease_until": None,
        }
    )
    tx.steps.save(unknown, fence=step.fence)
    if is_news(before, unknown):
        _tell(tx, unknown, now)
    elif unknown.left_to_people and step.checks == 1:
        _show_look(tx, unknown, now)


def _show_look(tx: Tx, unknown: Step, now: datetime) -> None:
    """Somebody asked for this look: the card says that it failed as well, and stays what it was."""
    case = tx.handoffs.case(unknown.handoff_id)
    if case is not None:
        draw_card(tx, case.handoff, now, again_for=f"looked:{unknown.id}:{unknown.fence}")


def is_news(before: Step | None, unknown: Step) -> bool:
    """Tell whether a look that found nothing changes what the card says or offers.

    When it does not, the revision stays, so that a click on the card still counts.
    """
    return before is None or not before.checks or _shown(before) != _shown(unknown)


def _shown(step: Step) -> tuple[object, ...]:
    """What a card tells of an unknown outcome; when books were last asked is left out of it."""
    return step.said, step.finished_at, step.left_to_people


def _try_later(tx: Tx, step: Step, failure: Unavailable, now: datetime, pace: Pace) -> None:
    """Nothing happened: the same attempt, with the same wire key, goes out again later."""
    waiting = step.model_copy(
        update={
            "outcome": StepOutcome.PENDING,
            "sent_at": None,
            "checks": 0,
            "said": redact(failure.reason),
            "run_at": now + pace.after(failure, step.tries - 1),
            "lease_until": None,
        }
    )
    tx.steps.save(waiting, fence=step.fence)
    case = tx.handoffs.case(step.handoff_id)
    if case is not None and step.kind is StepKind.EFFECT:
        change(tx, case.handoff, now=now, actor=HANDOFF, action="step_waits")


def _give_up(tx: Tx, step: Step, failure: VendorFailure, now: datetime) -> None:
    refused = isinstance(failure, Refused)
    finished = step.model_copy(
        update={
            "outcome": StepOutcome.REFUSED if refused else StepOutcome.UNAVAILABLE,
            "answered": refused and step.sent_at is not None,
            "sent_at": None,
            "checks": 0,
            "said": redact(failure.reason),
            "finished_at": now,
            "lease_until": None,
        }
    )
    tx.steps.save(finished, fence=step.fence)
    _tell(tx, finished, now)


def _tell(tx: Tx, step: Step, now: datetime) -> None:
    """Redraw the card and add the outcome to the thread, in the same commit as the outcome."""
    before = tx.handoffs.case(step.handoff_id)
    if before is None:
        return
    after = change(
        tx,
        before.handoff,
        now=now,
        actor=HANDOFF,
        action=f"step_{step.outcome.value}",
        details={"step": step.key, "attempt": step.attempt, "reference": step.reference},
    )
    said = f"{step.outcome}:{step.id}:{step.attempt}"
    cause = f"{said}:unanswered" if step.left_to_people and step.unanswered else said
    say_in_thread(tx, after.handoff, notices.outcome(step), now, cause=cause)


def settle(tx: Tx, watch: Step, effect: Effect | None, now: datetime, pace: Pace) -> None:
    """Write what a later look at an accepted effect showed; not settled or not seen: look again."""
    watched = tx.steps.get(str(watch.args.get("step_id")))
    if watched is None or watched.outcome is not StepOutcome.ACCEPTED:
        _finish_watch(tx, watch, now)
    elif effect is None or effect.status == "accepted":
        _watch_on(tx, watch, now + pace.watch(watch.tries))
    else:
        settle_step(tx, watched, effect, now)
        _finish_watch(tx, watch, now)


def settle_step(tx: Tx, watched: Step, effect: Effect, now: datetime) -> None:
    """Write how something accepted, or even done, stands by now; unless it moved meanwhile."""
    failed = effect.status == "failed"
    settled = watched.model_copy(
        update={
            "outcome": StepOutcome.REFUSED if failed else StepOutcome.DONE,
            "was_accepted": failed,
            "said": effect.said,
            "facts": {**watched.facts, **_facts(effect)},
            "finished_at": now,
        }
    )
    if tx.steps.update(settled, expected=watched.outcome):
        _tell(tx, settled, now)
        if failed:
            plan_came_back(tx, watched, settled, now)


def _finish_watch(tx: Tx, watch: Step, now: datetime) -> None:
    done = watch.model_copy(
        update={"outcome": StepOutcome.DONE, "finished_at": now, "lease_until": None}
    )
    tx.steps.save(done, fence=watch.fence)


def _watch_on(tx: Tx, watch: Step, run_at: datetime) -> None:
    again = watch.model_copy(
        update={"outcome": StepOutcome.PENDING, "run_at": run_at, "lease_until": None}
    )
    tx.steps.save(again, fence=watch.fence)
