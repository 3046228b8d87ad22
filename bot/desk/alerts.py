"""Alerts: raised once, calling one role after another until somebody has it. Never a decision."""

from __future__ import annotations

from datetime import datetime

from bot.cards import alerts as words
from bot.desk.delegating import not_away
from bot.desk.messages import call_directly, call_in_alert, draw_alert
from bot.handoff.alert import Alert, Called
from bot.handoff.approvals import members
from bot.handoff.handoff import AuditEntry, Handoff, Nudge
from bot.handoff.states import UNDECIDED
from bot.handoff.words import NudgeKind
from bot.ports import Tx

HANDOFF = "handoff"
MAX_CALLED = 10
OWNER = "owner"
"""Called at once with every alert, whatever the chain says."""


def raise_alert(tx: Tx, handoff: Handoff, now: datetime) -> None:
    """Raise the alert that the policy asks for, unless it was raised before."""
    rule = handoff.ruling.alert
    if rule is None or handoff.state not in UNDECIDED or tx.alerts.get(handoff.id) is not None:
        return
    alert = Alert(handoff_id=handoff.id, rule=rule, raised_at=now)
    alert = _called(alert, OWNER, _owners(tx, handoff, now), now)
    for rung, one in enumerate(rule.chain):
        if one.after:
            _plan_call(tx, alert, rung, now)
        else:
            alert = _called(alert, one.role, _people(tx, handoff, one.role, now), now)
    tx.alerts.put(alert)
    _audit(tx, handoff, "alert_raised", now, {"alert": rule.name, "called": len(alert.people)})
    draw_alert(tx, handoff, alert, now)
    for user_id in alert.people[:MAX_CALLED]:
        text = words.call(handoff, alert)
        call_directly(tx, handoff, user_id, text, now, cause=f"alert:{handoff.id}")


def _plan_call(tx: Tx, alert: Alert, rung: int, now: datetime) -> None:
    at = now + alert.rule.chain[rung].after
    tx.nudges.add(
        Nudge(
            id=f"{alert.handoff_id}:call:{rung}",
            handoff_id=alert.handoff_id,
            kind=NudgeKind.CALL,
            rung=rung,
            run_at=at,
            wanted_at=at,
            due_at=at,
            any_hour=True,
        )
    )


def call_next(tx: Tx, due: Nudge, now: datetime) -> bool:
    """Call the next role; False when somebody has acknowledged or decided."""
    handoff, alert = tx.handoffs.get(due.handoff_id), tx.alerts.get(due.handoff_id)
    if handoff is None or alert is None or due.rung >= len(alert.rule.chain):
        return False
    if handoff.state not in UNDECIDED or alert.acknowledged_by is not None:
        return False
    role = alert.rule.chain[due.rung].role
    people = _people(tx, handoff, role, now)
    after = _risen(_called(alert, role, people, now))
    tx.alerts.put(after)
    _audit(tx, handoff, "alert_called", now, {"role": role, "called": len(people)})
    text = words.called_next(handoff, after, due.wanted_at, now)
    call_in_alert(tx, handoff, alert, text, now, cause=due.id)
    for user_id in people[:MAX_CALLED]:
        call_directly(tx, handoff, user_id, text, now, cause=due.id)
    draw_alert(tx, handoff, after, now)
    return True


def follow(tx: Tx, handoff: Handoff, now: datetime) -> None:
    """Draw the alert anew after its handoff has changed."""
    alert = tx.alerts.get(handoff.id) if handoff.ruling.alert else None
    if alert is not None:
        after = _risen(alert)
        tx.alerts.put(after)
        draw_alert(tx, handoff, after, now)


def acknowledged(tx: Tx, handoff: Handoff, alert: Alert, actor: str, now: datetime) -> Alert:
    """Write down who has it; from now on nobody else is called."""
    after = _risen(alert.model_copy(update={"acknowledged_by": actor, "acknowledged_at": now}))
    tx.alerts.put(after)
    tx.nudges.drop(handoff.id, (NudgeKind.CALL,))
    draw_alert(tx, handoff, after, now)
    return after


def call_owner(tx: Tx, handoff: Handoff, now: datetime) -> None:
    """Call whoever has become the owner since the alert was raised, unless somebody has it."""
    alert = tx.alerts.get(handoff.id)
    if alert is None or alert.acknowledged_by is not None or handoff.owner is None:
        return
    if handoff.owner in alert.people:
        return
    after = _risen(_called(alert, OWNER, (handoff.owner,), now))
    tx.alerts.put(after)
    _audit(tx, handoff, "alert_called", now, {"role": OWNER, "called": 1})
    draw_alert(tx, handoff, after, now)
    call_directly(
        tx, handoff, handoff.owner, words.call(handoff, after), now, cause=f"owner:{handoff.id}"
    )


def _risen(alert: Alert) -> Alert:
    return alert.model_copy(update={"version": alert.version + 1})


def _called(alert: Alert, role: str, people: tuple[str, ...], now: datetime) -> Alert:
    called = (*alert.called, Called(role=role, people=people, at=now))
    return alert.model_copy(update={"called": called})


def _owners(tx: Tx, handoff: Handoff, now: datetime) -> tuple[str, ...]:
    if handoff.owner is not None:
        return (handoff.owner,)
    return _people(tx, handoff, handoff.owner_role or "", now)


def _people(tx: Tx, handoff: Handoff, name: str, now: datetime) -> tuple[str, ...]:
    role, directory = handoff.ruling.role(name), tx.directories.current()
    found = members(role, directory) if role and directory else ()
    return not_away(tx, found, now)[:MAX_CALLED]


def _audit(
    tx: Tx, handoff: Handoff, action: str, now: datetime, details: dict[str, str | int | None]
) -> None:
    tx.audit.append(
        AuditEntry(
            handoff_id=handoff.id,
            at=now,
            actor=HANDOFF,
            action=action,
            revision=handoff.revision,
            policy_hash=handoff.ruling.policy_hash,
            details=details,
        )
    )
