"""Alerts, delegations, figures and rows that wait for their time, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handoff.alert import Alert, Called, Delegation
from bot.handoff.ruling import AlertRule, AlertRung
from bot.handoff.words import Choice, NudgeKind, State


@pytest.fixture
def filed(write, make_handoff):
    """File handoffs by number, each with changes of its own."""

    def file(*numbers, **changes):
        write(lambda tx: [tx.handoffs.add(make_handoff(n, **changes)) for n in numbers])

    return file


def test_an_alert_comes_back_as_it_was_put_and_replaces_the_one_before(filed, write, read, now):
    filed(1)
    rule = AlertRule(name="VIP", channel_id="#a", chain=(AlertRung(role="lead"),))
    first = Alert(handoff_id="ho_1", rule=rule, raised_at=now)
    called = (Called(role="lead", people=("U0A",), at=now),)
    second = first.model_copy(update={"version": 2, "called": called, "acknowledged_by": "U0A"})
    for alert in (first, second):
        write(lambda tx, alert=alert: tx.alerts.put(alert))
        assert read(lambda tx: tx.alerts.get("ho_1")) == alert
    assert read(lambda tx: tx.alerts.get("ho_2")) is None


def test_a_delegation_stands_until_its_instant_or_its_end(write, read, now):
    made = Delegation(user_id="U0A", to_user="U0B", until=now + timedelta(days=1), made_at=now)
    other = made.model_copy(update={"to_user": "U0C"})
    write(lambda tx: tx.delegations.put(made))
    write(lambda tx: tx.delegations.put(other))
    assert read(lambda tx: tx.delegations.standing(now)) == (other,)
    assert read(lambda tx: tx.delegations.standing(other.until)) == ()
    assert write(lambda tx: tx.delegations.end("U0A"))
    assert not write(lambda tx: tx.delegations.end("U0A"))
    assert read(lambda tx: tx.delegations.standing(now)) == ()


def test_kinds_are_dropped_apart(filed, write, make_nudge, now):
    filed(1)
    kinds = tuple(NudgeKind)
    write(lambda tx: [tx.nudges.add(make_nudge(n, kind=kind)) for n, kind in enumerate(kinds)])
    write(lambda tx: tx.nudges.drop("ho_1", (NudgeKind.REMINDER,)))
    left = write(lambda tx: tx.nudges.claim_due(now=now, limit=9))
    assert {one.kind for one in left} == {NudgeKind.SILENCE, NudgeKind.CALL}


def test_what_was_handed_out_is_not_forgotten_and_not_handed_out_again(
    filed, write, make_nudge, now
):
    filed(1)
    nudge = make_nudge()
    write(lambda tx: tx.nudges.add(nudge))
    assert len(write(lambda tx: tx.nudges.claim_due(now=now, limit=9))) == 1
    write(lambda tx: tx.nudges.drop("ho_1"))
    write(lambda tx: tx.nudges.add(nudge))
    assert write(lambda tx: tx.nudges.claim_due(now=now, limit=9)) == []


def test_those_that_wait_are_told_with_when_they_were_wanted(filed, write, read, make_nudge, now):
    filed(1)
    write(lambda tx: [tx.nudges.add(make_nudge(n, run_at=now)) for n in (1, 2)])
    write(lambda tx: tx.nudges.claim_due(now=now, limit=1))
    write(lambda tx: tx.nudges.add(make_nudge(3, kind=NudgeKind.SILENCE)))
    left = read(lambda tx: tx.nudges.waiting("ho_1", NudgeKind.REMINDER))
    assert left == {"ho_1:nudge:2": make_nudge(2).wanted_at}


def test_what_is_put_off_is_handed_out_again_and_keeps_when_it_was_wanted(
    filed, write, make_nudge, now
):
    filed(1)
    nudge = make_nudge(any_hour=True)
    write(lambda tx: tx.nudges.add(nudge))
    assert write(lambda tx: tx.nudges.claim_due(now=now, limit=9)) == [nudge]
    later = now + timedelta(hours=9)
    write(lambda tx: tx.nudges.put_off(nudge.id, until=later))
    assert write(lambda tx: tx.nudges.claim_due(now=now, limit=9)) == []
    (again,) = write(lambda tx: tx.nudges.claim_due(now=later, limit=9))
    assert (again.run_at, again.wanted_at, again.any_hour) == (later, nudge.wanted_at, True)


def test_folding_takes_the_other_reminders_that_are_due_and_nothing_else(
    filed, write, make_nudge, now
):
    filed(1, 2)
    soon = now + timedelta(minutes=5)
    rows = (
        make_nudge(1),
        make_nudge(2, run_at=soon),
        make_nudge(3, kind=NudgeKind.SILENCE),
        make_nudge(4, handoff_id="ho_2"),
    )
    write(lambda tx: [tx.nudges.add(one) for one in rows])
    write(lambda tx: tx.nudges.fold("ho_1", now=now))
    left = write(lambda tx: tx.nudges.claim_due(now=soon, limit=9))
    assert {one.id for one in left} == {one.id for one in rows[1:]}


def test_figures_count_what_came_in_since_then(filed, read, now):
    filed(1, 2, state=State.AWAITING_APPROVAL, created_at=now)
    filed(3, state=State.SUCCEEDED, created_at=now)
    filed(4, state=State.SUCCEEDED, created_at=now - timedelta(days=9))
    since = now - timedelta(days=7)
    assert read(lambda tx: tx.figures.by_state(since, limit=99)) == {
        State.AWAITING_APPROVAL: 2,
        State.SUCCEEDED: 1,
    }
    counted = read(lambda tx: tx.figures.by_state(since, limit=2))
    assert sum(counted.values()) == 2


def test_figures_know_the_oldest_that_waits(filed, read, now):
    old = now - timedelta(days=3)
    filed(1, state=State.AWAITING_APPROVAL, created_at=now)
    filed(2, state=State.NEEDS_REVIEW, created_at=old)
    filed(3, state=State.SUCCEEDED, created_at=now - timedelta(days=30))
    states = (State.AWAITING_APPROVAL, State.NEEDS_REVIEW)
    assert read(lambda tx: tx.figures.oldest(states)) == old
    assert read(lambda tx: tx.figures.oldest((State.EXPIRED,))) is None


def test_figures_hold_standing_approvals_and_rejections_newest_first(
    filed, write, read, make_decision, now
):
    filed(1, 2, state=State.SUCCEEDED, created_at=now - timedelta(hours=2))
    rows = (
        make_decision(1, choice=Choice.APPROVE, at=now - timedelta(minutes=9)),
        make_decision(2, choice=Choice.REJECT, at=now - timedelta(minutes=5)),
        make_decision(3, choice=Choice.CLAIM, at=now),
        make_decision(4, choice=Choice.APPROVE, at=now, voided_by="reopened"),
        make_decision(5, choice=Choice.APPROVE, at=now - timedelta(days=60)),
    )
    write(lambda tx: [tx.decisions.add(one) for one in rows])
    found = read(lambda tx: tx.figures.decided(now - timedelta(days=30), limit=9))
    assert [one.decision.id for one in found] == [rows[1].id, rows[0].id]
    assert {one.opened_at for one in found} == {now - timedelta(hours=2)}
    assert {one.state for one in found} == {State.SUCCEEDED}
