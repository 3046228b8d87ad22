"""Who is called by the policy itself: owners in turn, what happens on silence, alerts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import ConfigurationError
from bot.policy import explain

ALERT = """
[[tier]]
name = "vip"
email_domains = ["meridian.example"]

[[alert]]
name = "VIP blocked"
when = { workflows = ["payment_blocker"], tiers = ["vip"] }
channel = "#big-money"
chain = [{ role = "clerk" }, { role = "boss", after = "15m" }]

[[alert]]
name = "Urgent"
when = { urgency = ["high", "critical"] }
channel = "#big-money"
chain = [{ role = "boss", after = "1h" }]
"""


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("[{ }]", "exactly one of"),
        ('[{ escalate = "boss", expire = true }]', "exactly one of"),
        ('[{ escalate = "nobody" }]', "is no role"),
        ('[{ reassign = "nobody" }]', "role or Slack user id"),
        ('[{ expire = true }, { after = "1d", escalate = "boss" }]', "nothing can follow"),
        ('[{ escalate = "boss" }, { reassign = "clerk" }]', "has to come later"),
        ("[{ expire = false }]", "should be True"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused_with_its_place(parse, small, steps, said):
    line = len(small.splitlines()) + 1
    with pytest.raises(ConfigurationError, match=rf"line {line}, .*on_silence.*{said}"):
        parse(f"on_silence = {steps}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"#big-money"\nchain', '"#nowhere"\nchain', r"is no \[\[channel\]\]"),
        ('{ role = "clerk" }', '{ role = "nobody" }', "is no role"),
        ('after = "15m"', 'after = "0m"', "must be a time"),
        ('{ role = "clerk" }', '{ role = "clerk", after = "20m" }', "has to come later"),
        ("urgency", "urgent", "unknown key"),
        ('urgency = ["high", "critical"]', "", "needs a condition"),
        ('name = "Urgent"', 'name = "VIP blocked"', "defined twice"),
    ],
)
def test_an_alert_that_calls_nobody_is_refused(parse, old, new, said):
    assert old in ALERT
    with pytest.raises(ConfigurationError, match=said):
        parse(ALERT.replace(old, new))


def test_the_first_alert_whose_conditions_hold_is_raised(judge):
    fields = {"workflow": "payment_blocker", "urgency": "critical"}
    vip = judge(ALERT, email="w@meridian.example", **fields)
    assert vip.ruling.alert.name == "VIP blocked"
    assert [(one.role, one.after) for one in vip.ruling.alert.chain] == [
        ("clerk", timedelta()),
        ("boss", timedelta(minutes=15)),
    ]
    assert judge(ALERT, **fields).ruling.alert.name == "Urgent"
    assert judge(ALERT, workflow="payment_blocker").ruling.alert is None


def test_the_callers_word_makes_no_vip(judge):
    told = judge(ALERT, workflow="payment_blocker", vip_claimed=True)
    assert "high_value_customer" in told.ruling.review_reasons
    assert told.ruling.alert is None


def test_a_ladder_is_frozen_in_its_order(judge):
    ladder = 'on_silence = [{ escalate = "boss" }, { after = "2d", expire = true }]'
    steps = judge(ladder).ruling.on_silence
    assert [(one.act, one.target, one.after) for one in steps] == [
        ("escalate", "boss", timedelta()),
        ("expire", None, timedelta(days=2)),
    ]


def test_a_rule_decides_the_ladder_and_whose_turn_it_is(judge):
    rule = """
in_turn = true
on_silence = [{ escalate = "boss" }]
[[rule]]
name = "never by itself"
when = { workflows = ["charge_dispute"] }
on_silence = []
owner = "U0BOSS"
"""
    assert judge(rule).ruling.in_turn
    dispute = judge(rule, workflow="charge_dispute").ruling
    assert dispute.on_silence == ()
    assert not dispute.in_turn  # a person takes no turns


def test_explain_says_when_each_would_happen_and_who_is_called(judge):
    ladder = 'on_silence = [{ escalate = "boss" }, { after = "2d", expire = true }]'
    told = explain(judge(ladder + ALERT, workflow="payment_blocker", email="w@meridian.example"))
    assert "2026-11-24 17:00 UTC escalate to boss; 2026-11-26 17:00 UTC expire" in told
    assert 'alert: "VIP blocked" in #big-money: clerk at once, then boss after 0:15:00' in told
    assert 'Alert "VIP blocked" is raised' in told


def test_whoever_a_ladder_names_is_loaded_from_slack(parse):
    policy = parse('on_silence = [{ reassign = "U0LATER" }]')
    assert "U0LATER" in policy.references().users
