"""`stop` and `resume` from a terminal: the same case as in Slack, also when Slack is away."""

from __future__ import annotations

from datetime import timedelta

import pytest

import app
from bot.desk.emergency import CHAIN
from bot.desk.messages import ANNOUNCE
from bot.errors import ConfigurationError
from bot.handoff.people import Directory
from handlers.cli.doctor import directory_findings

LEASE = timedelta(seconds=30)


@pytest.fixture
def leads(run):
    """Say who is in the role that may stop money, as it was known last."""

    def known(*users):
        directory = Directory(loaded_at=app.utc_now(), groups={"@finance-leads": users})
        app.Application().write(lambda tx: tx.directories.put(directory))

    return known


def read(work):
    return app.Application().read(work)


def standing():
    return [(one.vendor, one.actor, one.reason) for one in read(lambda tx: tx.stops.standing())]


def test_a_stop_keeps_name_login_and_reason_and_tells_the_channel(run):
    told = run("stop", "stripe", "--reason", "odd refunds", "--as", "U0CFO")
    assert told.exit_code == 0
    assert standing() == [("stripe", "U0CFO", "odd refunds")]
    (entry,) = read(lambda tx: tx.audit.history(CHAIN))
    assert (entry.actor, entry.action) == ("U0CFO", "money_stopped")
    assert entry.details["via"].startswith("cli:")
    claimed = app.Application().write(
        lambda tx: tx.steps.claim(now=app.utc_now(), worker="w", lease=LEASE, limit=9)
    )
    (notice,) = [one for one in claimed if one.operation == ANNOUNCE]
    assert "odd refunds" in notice.args["text"]
    assert run("audit", "verify").exit_code == 0


def test_whoever_stopped_cannot_resume_and_another_of_the_role_can(run, leads):
    leads("U0CFO", "U0LEA")
    run("stop", "--reason", "odd refunds", "--as", "U0CFO")
    refused = run("resume", "--as", "U0CFO")
    assert "another person" in str(refused.exception)
    assert run("resume", "--as", "U0LEA").exit_code == 0
    assert standing() == []


@pytest.mark.parametrize("name", ["U0ADA", "cleo"])
def test_nobody_outside_the_role_resumes(run, leads, name):
    leads("U0CFO", "U0LEA")
    run("stop", "--reason", "odd refunds", "--as", "U0CFO")
    refused = run("resume", "--as", name)
    assert isinstance(refused.exception, ConfigurationError)
    assert "role" in str(refused.exception)
    assert len(standing()) == 1


def test_without_a_usable_policy_money_still_stops_but_does_not_move_again(
    run, environment, tmp_path
):
    environment.setenv("POLICY_FILE", str(tmp_path / "none.toml"))
    told = run("stop", "--reason", "odd refunds", "--as", "U0CFO")
    assert told.exit_code == 0
    assert "No channel is told" in told.output
    assert isinstance(run("resume", "--as", "U0LEA").exception, ConfigurationError)
    assert len(standing()) == 1


def test_a_vendor_without_money_is_refused_by_name(run):
    refused = run("stop", "stirpe", "--reason", "odd refunds")
    assert "stripe" in str(refused.exception)
    assert standing() == []


def test_the_reason_is_redacted(run):
    run("stop", "--reason", "used 4242 4242 4242 4242", "--as", "U0CFO")
    assert "4242 4242" not in repr(standing())


@pytest.mark.parametrize(
    ("users", "good"), [((), False), (("U0CFO",), False), (("U1", "U2"), True)]
)
def test_doctor_wants_one_who_stops_and_another_who_resumes(environment, users, good):
    policy = app.load_policy(app.read_settings())
    directory = Directory(loaded_at=app.utc_now(), groups={"@finance-leads": users})
    found = {one.what: one.good for one in directory_findings(policy, directory)}
    assert found["Emergency stop"] is good


def test_a_second_stop_is_written_down_and_changes_nothing(run):
    run("stop", "--reason", "odd refunds", "--as", "U0CFO")
    run("stop", "--reason", "still odd", "--as", "U0LEA")
    assert standing() == [(None, "U0CFO", "odd refunds")]
    actions = [one.action for one in read(lambda tx: tx.audit.history(CHAIN))]
    assert actions == ["money_stopped", "stop_repeated"]
