"""An upgrade loses nothing: what an older version wrote is read and worked on, while that one runs.

`rows_0001.json` was written by the first version: a refund that is done, two that wait for people.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect

from bot.handoff.words import StepOutcome
from bot.redaction import redact
from storage import SqlDatabase
from storage.migrations import _config, upgrade
from storage.tables import METADATA
from tests.desk.bench import BEN, Bench, Refund

OLD = json.loads(Path(__file__).with_name("rows_0001.json").read_text(encoding="utf-8"))
FIRST = "0001"
PAID_BEFORE = Refund("re_1", "call_done:stripe.create_refund:1", 2000, "succeeded")


def _value(kept):
    is_moment = isinstance(kept, dict) and kept.keys() == {"$at"}
    return datetime.fromisoformat(kept["$at"]) if is_moment else kept


def _migrate_to(engine, revision):
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


@pytest.fixture
def engine(empty_url, keys):
    database = SqlDatabase(empty_url, keys)
    yield database._engines.writer
    database.close()


@pytest.fixture
def old_rows(engine):
    """Write the rows as the first version did, naming the columns that it knew."""

    def write():
        with engine.begin() as connection:
            for table in METADATA.sorted_tables:
                for row in OLD.get(table.name, ()):
                    values = {name: _value(kept) for name, kept in row.items()}
                    connection.execute(table.insert(), values)

    return write


@pytest.fixture
def bench(empty_url, engine):
    """The desk of this version on what the older one left."""
    opened = []

    def open_it():
        opened.append(Bench(empty_url))
        opened[0].books.refunds.append(PAID_BEFORE)
        opened[0]._clicks = 100  # a view counts once, and the first ones were used
        return opened[0]

    yield open_it
    for one in opened:
        one.close()


def test_what_the_first_version_left_is_worked_on(engine, old_rows, bench):
    _migrate_to(engine, FIRST)
    old_rows()
    upgrade(engine)
    desk = bench()
    assert desk.database.read_now(lambda tx: tx.audit.verify()) == ()
    done = desk.case("call_done")
    assert done.handoff.state == "succeeded"
    assert [step.outcome for step in done.effects] == [StepOutcome.DONE]
    _approve(desk)
    desk.send()
    assert desk.state("call_waiting") == "succeeded"
    assert desk.database.read_now(lambda tx: tx.audit.verify()) == ()


def test_the_older_version_may_write_on_while_the_newer_one_runs(engine, old_rows, bench):
    """Replicas are replaced one after the other: what the old one inserts has to be taken.

    The documents are brought up to date, as their one renamed key was never released.
    """
    upgrade(engine)
    old_rows()
    _migrate_documents(engine)
    desk = bench()
    assert desk.state("call_waiting") == "awaiting_approval"
    _approve(desk)
    desk.send()
    assert desk.state("call_waiting") == "succeeded"


def test_a_revision_takes_nothing_away_that_the_older_version_names(engine):
    _migrate_to(engine, FIRST)
    before = _columns(engine)
    upgrade(engine)
    assert before - _columns(engine) == set()


def _approve(desk):
    """It is the second call about one payment: another person, and in writing."""
    answer = desk.approve(BEN, "call_waiting", reason=redact("It was agreed."))
    assert answer.accepted, answer.sentence


def _migrate_documents(engine):
    """Run the newest revisions of documents once more."""
    with engine.begin() as connection:
        command.stamp(_config(connection), "0006")
        command.upgrade(_config(connection), "0007")
        command.stamp(_config(connection), "head")


def _columns(engine):
    found = inspect(engine)
    return {
        (table, one["name"])
        for table in found.get_table_names()
        for one in found.get_columns(table)
    }


def test_a_schema_of_a_newer_version_is_left_alone_and_used(engine, empty_url, keys):
    """An old replica that is started again in the middle of an upgrade."""
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    upgrade(engine)
    database = SqlDatabase(empty_url, keys)
    database.check()
    database.close()
