"""Alerts, figures and delegations as golden files show them: made of cases that are passed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards import alerts, delegations
from bot.cards.figures import Figures, Span, draw_figures
from bot.handoff.alert import Alert, Called, Delegation
from bot.handoff.handoff import Case
from bot.handoff.ruling import AlertRule, AlertRung
from bot.handoff.words import State

ADA, BEN, CLEO = "U0ADA", "U0BEN", "U0CFO"
LINK = "https://acme.slack.com/archives/C0BILLING/p1700000000000100"


def an_alert(case: Case, now: datetime, **change: object) -> Alert:
    raised_at = now - timedelta(minutes=12)
    chain = (AlertRung(role="finance_lead", after=timedelta(minutes=10)),)
    called = (
        Called(role="owner", people=(ADA, BEN), at=raised_at),
        Called(role="finance_lead", people=(CLEO,), at=raised_at + timedelta(minutes=10)),
    )
    rule = AlertRule(name="VIP <!here> payment blocker", channel_id="#billing-alerts", chain=chain)
    made = Alert(handoff_id=case.handoff.id, rule=rule, raised_at=raised_at, called=called)
    return made.model_copy(update=change)


def alert(case: Case, now: datetime, *, permalink: str | None = LINK, **change: object):
    return alerts.draw_alert(case, an_alert(case, now, **change), now=now, permalink=permalink)


def acknowledged(case: Case, now: datetime):
    return alert(case, now, acknowledged_by=BEN, acknowledged_at=now - timedelta(minutes=1))


def figures(now: datetime):
    week = Span(
        days=7,
        by_state={State.AWAITING_APPROVAL: 2, State.SUCCEEDED: 5, State.REJECTED: 1},
        approved=5,
        rejected=1,
        median=timedelta(minutes=42),
        amounts_minor={"EUR": 4900, "JPY": 12000, "KWD": 10500},
    )
    open_now = {State.AWAITING_APPROVAL: 2, State.UNKNOWN: 1}
    oldest = now - timedelta(days=2, hours=3)
    return draw_figures(Figures(open_now, oldest, (week, Span(days=30, by_state={}))), now=now)


def no_figures(now: datetime):
    return draw_figures(Figures({}, None, (Span(days=7, by_state={}),)), now=now)


def delegated(now: datetime):
    return delegations.delegated(a_delegation(now), moved=3, left=1)


def listed(now: datetime):
    return delegations.listed((a_delegation(now),))


def a_delegation(now: datetime) -> Delegation:
    return Delegation(user_id=ADA, to_user=BEN, until=now + timedelta(days=3), made_at=now)
