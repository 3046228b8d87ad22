"""What doctor says of clocks, groups, alerts and the way in: each with what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest

import app
from bot.handoff.people import Directory
from bot.policy import parse_policy
from bot.settings import Settings
from handlers.cli.doctor import directory_findings
from handlers.cli.doctor_reach import clock_finding, reach_findings
from handlers.sandbox import free_port
from providers.reach import why_not_alive


@pytest.mark.parametrize(
    ("skew_s", "good", "said"),
    [
        (0, True, "within 0 s"),
        (59, True, "within 59 s"),
        (90, False, "90 s ahead"),
        (-600, False, "600 s behind"),
    ],
)
def test_a_clock_that_is_off_is_said_with_its_direction(skew_s, good, said):
    theirs = app.utc_now()
    finding = clock_finding(theirs + timedelta(seconds=skew_s), theirs)
    assert finding.good is good
    assert said in finding.how
    assert bool(finding.remedy) is not good


def test_without_a_date_no_clock_is_judged():
    finding = clock_finding(app.utc_now(), None)
    assert finding.good
    assert "not compared" in finding.how


@pytest.fixture
def judged(environment):
    """What doctor says under the default policy of a directory with these values."""
    policy = parse_policy(app.read_settings().policy_file.read_text(encoding="utf-8"), name="p")

    def _judged(**values):
        directory = Directory(loaded_at=app.utc_now(), **values)
        return {one.what: one for one in directory_findings(policy, directory)}

    return _judged


@pytest.mark.parametrize(
    ("values", "how", "remedy"),
    [
        ({"has_groups": False}, "plan has no user groups", 'users = ["U..."]'),
        ({"unknown_groups": ("@finance-leads",)}, "not found", "create it"),
        ({"groups": {"@finance-leads": ()}}, "nobody is in it", "add people"),
    ],
)
def test_three_ways_to_have_no_group_are_told_apart(judged, values, how, remedy):
    found = judged(**values)["Group @finance-leads"]
    assert not found.good
    assert how in found.how
    assert remedy in found.remedy


def test_a_group_with_people_is_good_and_an_alert_that_reaches_nobody_is_not(judged):
    found = judged(groups={"@finance-leads": ("U0A", "U0B")})
    assert found["Group @finance-leads"].good
    assert found["Alert Disputed charge"].good
    assert not found["Alert VIP payment blocker"].good
    assert "finance_approver" in found["Alert VIP payment blocker"].how
    assert not judged()["Alert Disputed charge"].good


def test_the_alerts_channel_is_looked_at_like_any_other(judged):
    assert not judged()["Channel #billing-alerts"].good


def settings(**values):
    return Settings(_env_file=None, **values)


def found(here=None, outside=None, **values):
    findings = reach_findings(settings(**values), here=here, outside=outside, socket_mode=False)
    return {one.what: one for one in findings}


def test_what_is_not_running_is_not_judged():
    told = found(here="no answer (ConnectError)")
    assert list(told) == ["Serving"]
    assert told["Serving"].good
    assert "not tried" in told["Serving"].how
    assert "make serve" in told["Serving"].remedy


def test_an_address_that_nobody_stated_is_not_judged():
    told = found()
    assert told["Serving"].good
    assert "not tried" in told["Webhook address"].how
    assert "PUBLIC_URL" in told["Webhook address"].how


def test_an_address_that_answers_is_no_more_than_that():
    told = found(public_url="https://handoff.example")["Webhook address"]
    assert told.good
    assert "only Slack can say" in told.how


def test_an_address_that_does_not_answer_says_what_to_do():
    told = found(public_url="https://handoff.example", outside="something else answers there")
    assert not told["Webhook address"].good
    assert "/slack/events" in told["Webhook address"].remedy


async def test_nothing_listens_there():
    assert "no answer" in await why_not_alive(f"http://127.0.0.1:{free_port()}")


async def test_an_address_without_tls_is_refused():
    assert "https://" in await why_not_alive("http://handoff.example")
