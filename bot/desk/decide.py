"""A person's choice: judged by what was seen, who they are and what is legal, then recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from bot.cards import notices
from bot.desk.approve import approve
from bot.desk.attest import attest
from bot.desk.choices import cancel, escalate, pick, reject, resend
from bot.desk.command import Answer, Command, Situation
from bot.desk.messages import draw_card, tell
from bot.desk.office import Rules
from bot.desk.owning import claim, reassign, snooze
from bot.desk.retry import retry
from bot.handoff.approvals import roles_held, why_nobody
from bot.handoff.handoff import Case
from bot.handoff.states import is_legal
from bot.handoff.words import Choice
from bot.ports import Tx

_CHOICES: Mapping[Choice, Callable[[Situation], Answer]] = MappingProxyType(
    {
        Choice.APPROVE: approve,
        Choice.REJECT: reject,
        Choice.ESCALATE: escalate,
        Choice.RESEND: resend,
        Choice.CANCEL: cancel,
        Choice.RETRY: retry,
        Choice.PICK: pick,
        Choice.CLAIM: claim,
        Choice.REASSIGN: reassign,
        Choice.SNOOZE: snooze,
        Choice.ATTEST: attest,
    }
)


def decide(tx: Tx, command: Command, now: datetime, rules: Rules) -> Answer:
    """Record one choice and everything it causes, or answer why not. Counts once per source.

    Raises Overtaken when the handoff changed under it; nothing of the transaction may stay then.
    """
    case = tx.handoffs.case(command.handoff_id)
    if case is None:
        return Answer.no("This handoff does not exist any more.")
    if case.has_counted(command.source):
        return Answer.yes(case.handoff)
    refused = why_not(tx, case, command, now, rules)
    if refused is not None:
        return _turn_away(tx, case, command, refused, now)
    return _CHOICES[command.choice](Situation(tx, case, command, now, rules))


def why_not(tx: Tx, case: Case, command: Command, now: datetime, rules: Rules) -> str | None:
    """Say why this choice cannot be taken now by this person; None when it can be tried."""
    directory = tx.directories.current()
    nobody = why_nobody(command.actor, directory, rules.team_ids, now)
    if nobody is not None or directory is None:
        return notices.not_allowed(nobody or "Nobody can decide right now.")
    if not roles_held(case.handoff.ruling, command.actor.user_id, directory):
        return notices.not_allowed("You are not in any role that decides about this.")
    if not is_legal(case.handoff.state, command.choice):
        return notices.too_late(case)
    if command.revision != case.handoff.revision:
        return notices.stale_click(case)
    return None


def _turn_away(tx: Tx, case: Case, command: Command, why: str, now: datetime) -> Answer:
    """Answer privately once per click, and bring the card up to date when it was an old one."""
    if not command.answered_in_view:
        tell(tx, case.handoff, command.actor.user_id, why, now, cause=command.source)
    if command.revision != case.handoff.revision:
        draw_card(tx, case.handoff, now, again_for=command.source)
    return Answer.no(why)
