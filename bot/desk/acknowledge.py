"""Acknowledge: somebody has seen an alert and takes it up. It decides nothing about money.

So it is not bound to the revision that was drawn, unlike every decision: a card that changed in
the meantime is no reason to keep calling people about it. It is bound to the alert, once.
"""

from __future__ import annotations

from datetime import datetime

from bot.cards import alerts as words
from bot.cards import notices
from bot.desk.alerts import acknowledged
from bot.desk.change import audit
from bot.desk.messages import say_in_thread, tell
from bot.desk.office import Rules
from bot.handoff.alert import Alert
from bot.handoff.approvals import roles_held, why_nobody
from bot.handoff.handoff import Case
from bot.handoff.people import Actor
from bot.handoff.states import UNDECIDED
from bot.ports import Tx


def acknowledge(
    tx: Tx, handoff_id: str, actor: Actor, now: datetime, rules: Rules, *, source: str
) -> str | None:
    """Record who has it, or say why not, to that person alone; a repeated click does nothing."""
    case, alert = tx.handoffs.case(handoff_id), tx.alerts.get(handoff_id)
    if case is None or alert is None:
        return None
    if alert.acknowledged_by == actor.user_id:
        return None
    refused = _why_not(tx, case, alert, actor, now, rules)
    if refused is not None:
        channel = alert.channel_id
        tell(tx, case.handoff, actor.user_id, refused, now, cause=source, channel=channel)
        return refused
    acknowledged(tx, case.handoff, alert, actor.user_id, now)
    audit(tx, case.handoff, now=now, actor=actor.user_id, action="alert_acknowledged")
    text = words.acknowledged(actor.user_id)
    say_in_thread(tx, case.handoff, text, now, cause=f"acknowledged:{handoff_id}")
    return None


def _why_not(
    tx: Tx, case: Case, alert: Alert, actor: Actor, now: datetime, rules: Rules
) -> str | None:
    directory = tx.directories.current()
    nobody = why_nobody(actor, directory, rules.team_ids, now)
    if nobody is not None or directory is None:
        return notices.not_allowed(nobody or "Nobody can decide right now.")
    if not roles_held(case.handoff.ruling, actor.user_id, directory):
        return notices.not_allowed("You are not in any role that handles this.")
    if case.handoff.state not in UNDECIDED:
        return notices.too_late(case)
    return words.has_it_already(alert) if alert.acknowledged_by is not None else None
