"""An alert calls one role after another, at any hour, until somebody has it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.acknowledge import acknowledge
from bot.handoff.people import Actor
from bot.handoff.words import Choice
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA, TEAM
from tests.timing.conftest import moment

ALERTS = """
[[alert]]
name = "VIP blocked"
when = { workflows = ["payment_blocker"], tiers = ["vip"] }
channel = "#alerts"
chain = [{ role = "clerk", after = "10m" }, { role = "lead", after = "30m" }]
"""
NIGHT = "2026-11-22 03:00"  # a Sunday
MINUTE = timedelta(minutes=1)


@pytest.fixture
def diary(open_diary):
    diary = open_diary("nudge_offsets = []", ALERTS)
    diary.at(NIGHT)
    return diary


def blocked(diary, **told):
    fields = {"workflow": "payment_blocker", "account": redact("Meridian"), **told}
    return diary.call(**fields)


def alert(diary):
    handoff_id = diary.case().handoff.id
    return diary.bench.database.read_now(lambda tx: tx.alerts.get(handoff_id))


def ack(diary, user=BEN, source="click:1"):
    handoff_id, rules = diary.case().handoff.id, diary.bench.office.rules
    actor = Actor(user_id=user, team_id=TEAM)
    diary.bench.refresh()
    return diary.bench.write(
        lambda tx: acknowledge(tx, handoff_id, actor, diary.now, rules, source=source)
    )


def calls(diary):
    return [
        (one.at.strftime("%H:%M"), one.to) for one in diary.said("Alert:") if one.to is not None
    ]


def test_the_owner_is_called_at_once_and_then_each_role_at_its_time(diary):
    blocked(diary)
    diary.live("2026-11-22 05:00", MINUTE)
    assert calls(diary) == [
        ("03:00", ADA),
        ("03:00", BEN),
        ("03:10", ADA),
        ("03:10", BEN),
        ("03:30", LEA),
    ]
    assert [(one.role, len(one.people)) for one in alert(diary).called] == [
        ("owner", 2),
        ("clerk", 2),
        ("lead", 1),
    ]
    assert [action for _, action in diary.history() if "alert" in action] == [
        "alert_raised",
        "alert_called",
        "alert_called",
    ]


def test_acknowledging_stops_the_chain_and_changes_nothing_else(diary):
    before = blocked(diary).handoff
    diary.live("2026-11-22 03:12", MINUTE)
    assert ack(diary) is None
    diary.live("2026-11-22 06:00", MINUTE)
    assert [at for at, _ in calls(diary)] == ["03:00", "03:00", "03:10", "03:10"]
    assert alert(diary).acknowledged_by == BEN
    assert diary.case().handoff.revision == before.revision
    assert diary.case().decisions == ()
    assert diary.thread("has acknowledged") == [moment("2026-11-22 03:12")]
    assert (BEN, "alert_acknowledged") in diary.history()


def test_an_acknowledgement_does_not_depend_on_the_revision_and_counts_once(diary):
    blocked(diary)
    assert diary.bench.decide(Choice.CLAIM, ADA).accepted  # the revision rises
    assert ack(diary) is None
    assert ack(diary) is None  # the same click again
    refused = ack(diary, ADA, "click:2")
    assert "acknowledged it already" in refused
    assert [one for one in diary.history() if one[1] == "alert_acknowledged"] == [
        (BEN, "alert_acknowledged")
    ]


def test_somebody_of_no_role_acknowledges_nothing(diary):
    blocked(diary)
    assert ack(diary, "U0NOBODY") is not None
    assert alert(diary).acknowledged_by is None


def test_a_decision_stops_the_chain(diary):
    blocked(diary)
    assert diary.bench.decide(Choice.REJECT, ADA, reason=redact("Solved by phone.")).accepted
    diary.live("2026-11-22 06:00", MINUTE)
    assert len(calls(diary)) == 2
    assert "too late" in ack(diary).casefold()


def test_restarts_call_nobody_twice(diary):
    blocked(diary)
    for stamp in ("03:10", "03:11", "03:30", "03:31"):
        diary.at(f"2026-11-22 {stamp}")
        diary.restart()
        diary.tick()
        diary.tick()
    assert [at for at, _ in calls(diary)] == ["03:00", "03:00", "03:10", "03:10", "03:30"]


def test_after_an_outage_the_rest_of_the_chain_is_called_and_says_that_it_is_late(diary):
    blocked(diary)
    diary.at("2026-11-22 09:00")
    diary.tick()
    assert [at for at, _ in calls(diary)][2:] == ["09:00"] * 3
    late = [one.text for one in diary.said("Nobody has acknowledged") if one.to is None]
    assert len(late) == 2
    assert all("comes late" in text for text in late)


def test_the_callers_word_makes_no_vip(diary):
    handoff = blocked(diary, account=redact("Somebody"), vip_claimed=True).handoff
    assert "high_value_customer" in handoff.review_reasons
    assert alert(diary) is None


def test_a_second_delivery_raises_no_second_alert(diary):
    blocked(diary)
    blocked(diary, summary=redact("They called again about it."))
    assert [one for one in diary.history() if one[1] == "alert_raised"] == [
        ("handoff", "alert_raised")
    ]
    diary.live("2026-11-22 05:00", MINUTE)
    assert len(calls(diary)) == 5


def test_an_update_that_makes_it_one_raises_it(diary):
    diary.call(workflow="payment_blocker")
    assert alert(diary) is None
    blocked(diary)
    assert alert(diary) is not None
