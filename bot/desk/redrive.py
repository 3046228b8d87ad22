"""Taking up again what was given up: steps known to have had no effect, never an unknown one.

What one person does with Retry on one card, somebody at the machine does for all cards after an
outage. Approvals stay as they are; a money step reads record and rights again before it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards import notices
from bot.desk.change import audit, change
from bot.desk.messages import TELL, say_in_thread
from bot.handoff.step import Step
from bot.handoff.words import State, StepKind, StepOutcome
from bot.ports import Place, Tx

PAGE = 50

_RETRIED = frozenset({State.FAILED, State.PARTLY_DONE})

TOO_OLD = "an answer to one click comes too late"
NO_CASE = "its handoff is not there"
SENT_SINCE = "somebody had the document sent again since"
DECIDED = "its handoff was decided otherwise since"
NOT_KEPT = "this is taken up by the card alone"


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A step that was given up; `why_not` says why it is not taken up again."""

    step: Step
    why_not: str | None


def list_given_up(
    tx: Tx, vendor: str | None, *, after: Place | None = None, limit: int = PAGE
) -> tuple[Sequence[GivenUp], Place | None]:
    """Read one page, oldest first, and where the next begins (None: there is none).

    `vendor` keeps the steps of one provider (`slack` for messages).
    """
    found = tx.steps.given_up(limit=limit, after=after)
    mine = [one for one in found if vendor in {None, one.operation.partition(".")[0]}]
    end = (found[-1].created_at, found[-1].id) if len(found) == limit else None
    return tuple(GivenUp(one, _why_not(tx, one)) for one in mine), end


def take_up(tx: Tx, step_id: str, *, actor: str, via: str, now: datetime) -> bool:
    """Arm one step again, audited under `actor`; False when there is nothing to arm any more."""
    step = tx.steps.get(step_id)
    handoff = tx.handoffs.get(step.handoff_id) if step else None
    if step is None or handoff is None or _why_not(tx, step) is not None:
        return False
    if not tx.steps.update(_armed(step, now), expected=step.outcome):
        return False
    details = {"step": step.key, "via": via}
    if step.kind is StepKind.MESSAGE:
        audit(tx, handoff, now=now, actor=actor, action="redriven", details=details)
        return True
    case = change(tx, handoff, now=now, actor=actor, action="redriven", details=details)
    text, cause = notices.taken_up(case), f"redriven:{step.id}:{step.fence}"
    say_in_thread(tx, case.handoff, text, now, cause=cause)
    return True


def _why_not(tx: Tx, step: Step) -> str | None:
    if step.outcome not in {StepOutcome.UNAVAILABLE, StepOutcome.REFUSED}:
        return DECIDED
    case = tx.handoffs.case(step.handoff_id)
    if case is None:
        return NO_CASE
    if step.kind is StepKind.MESSAGE:
        return TOO_OLD if step.operation == TELL else None
    if step.outcome is StepOutcome.REFUSED or step.kind not in {StepKind.EFFECT, StepKind.RESEND}:
        return NOT_KEPT
    if step.kind is StepKind.RESEND:
        return None if case.resends[-1].id == step.id else SENT_SINCE
    return None if case.handoff.state in _RETRIED else DECIDED


def _armed(step: Step, now: datetime) -> Step:
    """A message keeps its tries, so that it is looked for before it is said again."""
    if step.kind is StepKind.MESSAGE:
        update = {"outcome": StepOutcome.PENDING, "run_at": now, "finished_at": None}
        return step.model_copy(update=update)
    args = {**step.args, "due_at": now.isoformat()}
    return step.freed(StepOutcome.PENDING, now).model_copy(update={"args": args})
