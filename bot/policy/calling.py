"""What the policy does by itself: on silence, and when an alert has to be raised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.handoff.ruling import AlertRule, AlertRung, SilenceStep
from bot.handoff.words import SilenceAct
from bot.policy.conditions import Facts, answers
from bot.policy.schema import AlertTable, SilenceTable

AT_ONCE = timedelta()


def silence_step(table: SilenceTable) -> SilenceStep:
    """Freeze one act; parsing has made sure that it names exactly one."""
    after = table.after or AT_ONCE
    if table.escalate:
        return SilenceStep(after=after, act=SilenceAct.ESCALATE, target=table.escalate)
    if table.reassign:
        return SilenceStep(after=after, act=SilenceAct.REASSIGN, target=table.reassign)
    return SilenceStep(after=after, act=SilenceAct.EXPIRE)


def alert_for(
    alerts: Sequence[AlertTable], facts: Facts
) -> tuple[AlertRule | None, tuple[str, ...]]:
    """The first alert whose conditions all hold, and a sentence about it."""
    for alert in alerts:
        found = list(answers(alert.when, facts))
        if all(one.holds for one in found):
            because = "; ".join(one.words for one in found)
            return _frozen(alert), (f'Alert "{alert.name}" is raised ({because}).',)
    return None, ()


def _frozen(alert: AlertTable) -> AlertRule:
    chain = tuple(AlertRung(role=one.role, after=one.after or AT_ONCE) for one in alert.chain)
    return AlertRule(name=alert.name, channel_id=alert.channel, chain=chain)
