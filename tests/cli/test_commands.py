"""Each command does its one thing, or says in a sentence why not."""

from __future__ import annotations

import pytest

import app
from bot.errors import ConfigurationError
from bot.handoff.people import Channel, Directory
from bot.policy import parse_policy
from handlers.cli.doctor import NEEDED_SCOPES, directory_findings, scope_finding
from providers.slack import scopes


def test_doctor_finds_nothing_missing_when_all_is_set(run):
    told = run("doctor")
    assert told.exit_code == 0, told.output
    assert "MISSING" not in told.output


def test_doctor_lists_what_is_written_asked_and_read_and_what_each_needs(run, environment):
    environment.setenv("DIALNEXA_API_KEY", "invented")
    rows = {line.split()[0]: line for line in run("doctor").output.splitlines() if line.strip()}
    assert "moves money" in rows["stripe.create_refund"]
    assert "record_id," in rows["stripe.create_refund"]
    assert "reads" in rows["stripe.read_customer"]
    assert "payment_ids or" in rows["stripe.read_customer"]
    assert "call_id" in rows["dialnexa.read_call"]


def test_doctor_names_a_setting_in_full(run):
    said = "".join(run("doctor").output.split())
    assert "QUICKBOOKS_CLIENT_SECRET" in said


@pytest.mark.parametrize(
    "name",
    ["HANDOFF_KEYS", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "DIALNEXA_WEBHOOK_SECRETS"],
)
def test_doctor_names_what_is_missing_and_serve_refuses_with_it(run, environment, name):
    environment.delenv(name)
    told = run("doctor")
    assert told.exit_code == 1
    assert name in told.output
    served = run("serve")
    assert isinstance(served.exception, ConfigurationError)
    assert name in str(served.exception)


@pytest.mark.parametrize("variable", ["STRIPE_MODE", "PAYSTACK_MODE"])
def test_doctor_sees_a_key_of_the_wrong_mode(run, environment, variable):
    environment.setenv(variable, "live")
    told = run("doctor")
    assert told.exit_code == 1
    assert variable in told.output


@pytest.mark.parametrize("variable", ["STRIPE_API_KEY", "PAYSTACK_SECRET_KEY"])
def test_doctor_sees_that_a_destination_has_no_credentials(run, environment, variable):
    environment.delenv(variable)
    told = run("doctor")
    assert told.exit_code == 1
    assert f"{variable.partition('_')[0].casefold()} is off" in " ".join(told.output.split())


def test_doctor_insists_on_a_complete_mapping(run, environment, tmp_path):
    text = app.read_settings().policy_file.read_text(encoding="utf-8")
    gap = next(line for line in text.splitlines() if line.startswith("next_step = "))
    thin = tmp_path / "thin.toml"
    thin.write_text(text.replace(gap, "", 1), encoding="utf-8")
    environment.setenv("POLICY_FILE", str(thin))
    told = run("doctor")
    assert told.exit_code == 1
    assert "next_step" in told.output


def test_an_unusable_policy_is_named_by_file_and_line(run, environment, tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("[policy]\nid = 5\n", encoding="utf-8")
    checked = run("policy", "check", str(broken))
    assert isinstance(checked.exception, ConfigurationError)
    assert "broken.toml, line 2" in str(checked.exception)
    environment.setenv("POLICY_FILE", str(broken))
    assert isinstance(run("serve").exception, ConfigurationError)


def test_the_default_policy_is_usable(run):
    assert run("policy", "check").exit_code == 0


def test_a_call_that_is_not_there_is_said(run):
    for words in (("show", "call_none"), ("policy", "explain", "call_none")):
        told = run(*words)
        assert isinstance(told.exception, ConfigurationError)
        assert "call_none" in str(told.exception)


def test_an_empty_history_holds(run):
    told = run("audit", "verify")
    assert told.exit_code == 0
    assert "holds" in told.output


def test_whoever_stopped_cannot_resume(run):
    assert run("stop", "--reason", "odd refunds").exit_code == 0
    refused = run("resume")
    assert isinstance(refused.exception, ConfigurationError)
    assert "another person" in str(refused.exception)


def test_a_bad_setting_is_one_sentence_with_its_name(environment):
    environment.setenv("SLACK_API_URL", "https://slack.example/")
    with pytest.raises(ConfigurationError, match="SLACK_API_URL"):
        app.read_settings()


def test_the_scopes_that_doctor_asks_for_are_those_that_are_used():
    assert {*scopes.NEEDED, "commands"} == NEEDED_SCOPES
    assert scope_finding(sorted(NEEDED_SCOPES)).good
    assert not scope_finding(["chat:write"]).good


@pytest.mark.parametrize(
    ("channel", "good"),
    [
        ({"is_private": True, "has_bot": True}, True),
        ({"is_private": False, "has_bot": True}, False),
        ({"is_private": True, "has_bot": False}, False),
        ({"is_private": True, "has_bot": True, "is_archived": True}, False),
        (None, False),
    ],
)
def test_doctor_judges_the_channel_and_an_empty_group(channel, good, environment):
    policy = parse_policy(app.read_settings().policy_file.read_text(encoding="utf-8"), name="p")
    name = "#billing-approvals"
    channels = {name: Channel(channel_id="C1", **channel)} if channel is not None else {}
    found = list(directory_findings(policy, Directory(loaded_at=app.utc_now(), channels=channels)))
    assert [one.good for one in found if one.what == f"Channel {name}"] == [good]
    assert all(not one.good for one in found if one.what.startswith("Group"))
