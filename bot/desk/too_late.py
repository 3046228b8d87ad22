"""Money that did not start in its time, whatever kept it: people are asked again.

A step that gets its turn looks at the clock itself (`begin`). One whose payment another handoff
holds with an unknown outcome, or whose provider is out, gets none; this goes round and looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards import notices
from bot.desk.begin import give_back, is_too_late
from bot.desk.office import Office
from bot.handoff.step import Step
from bot.handoff.words import State, StepOutcome
from bot.ports import Tx

PAGE = 100


async def return_late(office: Office) -> int:
    """Return every handoff whose money is too late to approval; how many there were."""
    returned, after = 0, ""
    while True:
        page = await office.database.read(lambda tx, after=after: _page(tx, after))  # type: ignore[misc]  # a default binds the loop's value
        for step in page:
            returned += await office.write(lambda tx, step=step: _return(tx, step, office.clock()))  # type: ignore[misc]  # a default binds the loop's value
        if len(page) < PAGE:
            return returned
        after = page[-1].id


def _page(tx: Tx, after: str) -> Sequence[Step]:
    return tx.steps.unstarted(limit=PAGE, after=after)


def _return(tx: Tx, seen: Step, now: datetime) -> bool:
    """Look again under the handoff's lock; a step that was claimed meanwhile is left to `begin`."""
    case = tx.handoffs.case(seen.handoff_id)
    step = tx.steps.get(seen.id)
    if case is None or step is None or case.handoff.state is not State.SCHEDULED:
        return False
    if step.outcome is not StepOutcome.PENDING or not is_too_late(step, case.handoff, now):
        return False
    if not tx.steps.update(step.freed(StepOutcome.SKIPPED, now), expected=StepOutcome.PENDING):
        return False
    give_back(tx, step, case, notices.not_started_in_time(case), now)
    return True
