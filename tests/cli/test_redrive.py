"""`redrive` and `audit verify --against`, as a person types them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import app
from bot.handoff.handoff import AuditEntry
from bot.handoff.step import Step
from bot.handoff.words import StepKind, StepOutcome
from bot.redaction import redact

NOW = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def given_up(environment):
    """A message about no handoff that Slack refused."""
    step = Step(
        id="st_1",
        handoff_id="stops",
        call_id="stops",
        operation="slack.announce",
        kind=StepKind.MESSAGE,
        outcome=StepOutcome.REFUSED,
        said=redact("Slack refused: the blocks are too long."),
        run_at=NOW,
        created_at=NOW,
        finished_at=NOW,
    )
    app.Application().migrate()
    app.Application().write(lambda tx: tx.steps.add(step))


def test_nothing_given_up_is_said_so(run):
    told = run("redrive")
    assert told.exit_code == 0
    assert "Nothing was given up." in told.output


def test_the_list_says_what_and_why(run, given_up):
    told = run("redrive", "--dry-run")
    assert told.exit_code == 0
    assert "slack.announce" in told.output
    assert "taken up again" not in told.output


def test_only_the_named_provider_is_listed(run, given_up):
    assert "slack.announce" in run("redrive", "--vendor", "Slack").output
    assert "Nothing was given up." in run("redrive", "--vendor", "stripe").output


@pytest.fixture
def seal(environment):
    entry = AuditEntry(
        handoff_id="ho_1",
        at=NOW,
        actor="U1",
        action="approved",
        revision=1,
        policy_hash="p",
        details={},
    )
    program = app.Application()
    program.migrate()
    program.write(lambda tx: tx.audit.append(entry))
    return program.read(lambda tx: tx.audit.seal(NOW + timedelta(hours=1)))


def _lose_everything():
    app.Application().write(
        lambda tx: tx.audit._work._connection.exec_driver_sql("DELETE FROM audit")
    )
    app.Application().write(
        lambda tx: tx.audit._work._connection.exec_driver_sql("DELETE FROM audit_heads")
    )


def test_a_seal_tells_what_the_chains_cannot(run, seal):
    assert run("audit", "verify", "--against", seal).exit_code == 0
    _lose_everything()
    assert run("audit", "verify").exit_code == 0
    told = run("audit", "verify", "--against", seal)
    assert told.exit_code == 1
    assert "1 of 1 sealed histories are gone." in told.output


def test_the_seal_that_is_kept_here_is_looked_at_unasked(run, seal):
    app.Application().write(lambda tx: tx.audit.keep_seal("2026-11-20", seal, at=NOW))
    assert run("audit", "verify").exit_code == 0
    _lose_everything()
    assert run("audit", "verify").exit_code == 1


def test_what_is_no_seal_is_said_to_be_none(run, seal):
    told = run("audit", "verify", "--against", "abc")
    assert told.exit_code == 1
    assert "no seal" in told.output
