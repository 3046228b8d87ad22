"""A handoff for a terminal."""

from __future__ import annotations

from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table

from bot.handoff.handoff import Case
from bot.policy import Policy, evaluate, explain
from bot.ports import Tx


def case_table(tx: Tx, call_id: str) -> RenderableType | None:
    """Everything known about the handoff of a call; None when there is none."""
    handoff = tx.handoffs.by_call(call_id)
    case = tx.handoffs.case(handoff.id) if handoff else None
    if case is None:
        return None
    return Group(_facts(case), _decisions(case), _steps(tx, case), _history(tx, case))


def _facts(case: Case) -> Table:
    handoff = case.handoff
    table = Table(title=f"{handoff.call_id} ({handoff.id})", show_header=False)
    rows = {
        "state": handoff.state,
        "revision": handoff.revision,
        "workflow": handoff.workflow,
        "amount (minor units)": f"{handoff.amount_minor} {handoff.currency}",
        "payment": handoff.record.record_id if handoff.record else "-",
        "owner": handoff.owner or handoff.owner_role,
        "due": handoff.due_at,
        "policy": f"{handoff.ruling.policy_id} {handoff.ruling.policy_hash[:12]}",
    }
    for name, value in rows.items():
        table.add_row(name, str(value))
    return table


def _decisions(case: Case) -> Table:
    table = Table("when", "who", "choice", "amount", "reason", "stands", title="Decisions")
    for one in case.decisions:
        table.add_row(
            one.at.isoformat(timespec="seconds"),
            one.actor,
            one.choice,
            str(one.amount_minor or ""),
            one.reason or "",
            "yes" if one.counts else str(one.voided_by),
        )
    return table


def _steps(tx: Tx, case: Case) -> Table:
    table = Table("step", "outcome", "attempt", "tries", "reference", "said", title="Steps")
    said = tx.steps.messages_of(case.handoff.id)
    for one in sorted((*case.steps, *said), key=lambda one: (one.created_at, one.id)):
        table.add_row(
            one.operation,
            one.outcome,
            str(one.attempt),
            str(one.tries),
            one.reference or "",
            one.said or "",
        )
    return table


def _history(tx: Tx, case: Case) -> Table:
    table = Table("when", "who", "what", "revision", title="History")
    for entry in tx.audit.history(case.handoff.id):
        when = entry.at.isoformat(timespec="seconds")
        table.add_row(when, entry.actor, entry.action, str(entry.revision))
    return table


def explain_call(tx: Tx, policy: Policy, call_id: str, now: datetime) -> str | None:
    """The path a policy takes for a stored call."""
    handoff = tx.handoffs.by_call(call_id)
    return explain(evaluate(policy, handoff.call, now)) if handoff else None
