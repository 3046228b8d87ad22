"""Drawing many cards again after something that concerns them all, page by page.

A card that is drawn for another reason meanwhile shows the same; this only reaches the rest.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.messages import REDRAW, draw_card, ordinal_of
from bot.desk.office import Office
from bot.handoff.handoff import Handoff
from bot.handoff.playbooks import playbook_for
from bot.handoff.states import UNDECIDED
from bot.handoff.step import Facts, Step
from bot.handoff.words import State, StepKind, StepOutcome
from bot.ports import Place, Tx

PAGE = 20
PAUSE = timedelta(seconds=30)
"""Between full pages: Slack takes about fifty updates a minute."""

STATES = (State.SCHEDULED, *sorted(UNDECIDED))
"""Money about to go comes first."""


def plan_redraw(
    tx: Tx,
    chain: str,
    vendor: str | None,
    now: datetime,
    *,
    cause: str,
    while_out: bool | None = None,
) -> None:
    """Draw every card again from which money of this vendor could still go; None means any.

    `while_out`: only as long as the vendor is out (or is not); what follows draws them all anyway.
    """
    first: Facts = {"cause": cause, "vendor": vendor, "state": 0}
    _plan(tx, chain, first if while_out is None else {**first, "while_out": while_out}, now)


async def redraw(office: Office, step: Step) -> StepOutcome:
    """Bring one page of cards up to date and plan the next."""
    await office.write(lambda tx: _page(tx, step, office.clock()))
    return StepOutcome.DONE


def _page(tx: Tx, step: Step, now: datetime) -> None:
    args, index = step.args, int(str(step.args["state"]))
    if _is_overtaken(tx, args):
        return
    page = tx.handoffs.waiting([STATES[index]], limit=PAGE, after=_after(args)).handoffs
    affected = [one for one in page if _sends_through(one, args["vendor"])]
    for handoff in affected:
        draw_card(tx, handoff, now, again_for=str(args["cause"]))
    if len(page) == PAGE:
        wait = PAUSE if affected else timedelta()
        _plan(tx, step.handoff_id, {**args, **_end_of(page[-1])}, now + wait)
    elif index + 1 < len(STATES):
        following = {name: args[name] for name in args if name not in _PLACE}
        _plan(tx, step.handoff_id, {**following, "state": index + 1}, now)


def _sends_through(handoff: Handoff, vendor: object) -> bool:
    through = handoff.ruling.vendor
    return bool(playbook_for(handoff.workflow, through).plans) and vendor in {None, through}


_PLACE = frozenset({"due_at", "id"})


def _is_overtaken(tx: Tx, args: Facts) -> bool:
    if "while_out" not in args:
        return False
    gate = tx.gates.get(str(args["vendor"]))
    return (gate is not None and gate.is_out) is not args["while_out"]


def _end_of(handoff: Handoff) -> Facts:
    due_at = handoff.due_at or handoff.created_at
    return {"due_at": due_at.isoformat(), "id": handoff.id}


def _after(args: Facts) -> Place | None:
    due_at = args.get("due_at")
    return (datetime.fromisoformat(due_at), str(args["id"])) if isinstance(due_at, str) else None


def _plan(tx: Tx, chain: str, args: Facts, run_at: datetime) -> None:
    parts = (args[name] for name in sorted(args))
    tx.steps.add(
        Step(
            id=tx.new_id("st"),
            handoff_id=chain,
            call_id=chain,
            operation=REDRAW,
            ordinal=ordinal_of(REDRAW, *parts),
            kind=StepKind.MESSAGE,
            args=args,
            run_at=run_at,
            created_at=run_at,
        )
    )
