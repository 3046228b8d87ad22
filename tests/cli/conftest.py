"""The command line over a real database, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import app
from handlers import cli

POLICY = Path(__file__).parents[2] / "policy.toml"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A full set of invented settings; a test takes away or changes what it is about."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "HANDOFF_KEYS": "an-invented-key-for-tests",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'handoff.db'}",
        "POLICY_FILE": str(POLICY),
        "SLACK_BOT_TOKEN": "xoxb-invented",
        "SLACK_SIGNING_SECRET": "invented",
        "DIALNEXA_WEBHOOK_SECRETS": "invented",
        "STRIPE_API_KEY": "sk_test_invented",
        "PAYSTACK_SECRET_KEY": "sk_test_invented",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def run(environment):
    """Type a command; the result has `output`, `exit_code` and `exception`."""

    def typed(*words: str):
        return CliRunner().invoke(cli.build(app.Application()), list(words))

    return typed
