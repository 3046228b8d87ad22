"""Doctor and `serve` in Socket Mode."""

from __future__ import annotations

import pytest

from handlers.cli.doctor import socket_finding


def test_a_socket_needs_no_signing_secret(run, environment):
    environment.delenv("SLACK_SIGNING_SECRET")
    environment.setenv("SLACK_APP_TOKEN", "xapp-invented")
    told = run("doctor")
    assert told.exit_code == 0, told.output
    assert "Socket Mode" in told.output
    assert "invented" not in told.output


def test_another_kind_of_token_is_no_app_token_and_serve_refuses_with_it(run, environment):
    environment.setenv("SLACK_APP_TOKEN", "xoxb-invented")
    told = run("doctor")
    assert told.exit_code == 1
    assert "SLACK_APP_TOKEN" in told.output
    assert "SLACK_APP_TOKEN" in str(run("serve").exception)


@pytest.mark.parametrize("refusal", [None, "Slack refuses SLACK_APP_TOKEN (invalid_auth)."])
def test_what_slack_says_about_a_socket_is_a_finding(refusal):
    found = socket_finding(refusal)
    assert found.good is (refusal is None)
    assert bool(found.remedy) is not found.good
    assert refusal is None or found.how == refusal
