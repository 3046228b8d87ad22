"""A transaction happens whole or not at all, and whoever waits hears of it."""

import signal
import sqlite3
import stat
import sys
import threading
from pathlib import Path
from subprocess import PIPE, Popen

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import URL, make_url

from bot.errors import ConfigurationError, DatabaseBusy
from bot.ports import EventSeen
from storage import open_database

KEYS = [SecretStr("test key, newest, long enough")]


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class Boom(Exception):
    pass


@pytest.fixture
def sqlite_file(database_url):
    return make_url(database_url).database


# --- whole or not at all ----------------------------------------------------------------------


def test_an_exception_rolls_everything_back(write, read, make_handoff, make_step):
    def half(tx):
        tx.handoffs.add(make_handoff())
        tx.steps.add(make_step())
        raise Boom

    with pytest.raises(Boom):
        write(half)
    assert read(lambda tx: tx.handoffs.get("ho_1")) is None
    assert read(lambda tx: tx.steps.get("st_0001")) is None


def test_the_result_of_the_work_comes_back(write, read):
    assert (write(lambda tx: 1), read(lambda tx: 2)) == (1, 2)


def test_a_read_cannot_write(read, make_handoff):
    with pytest.raises(TypeError, match="only read"):
        read(lambda tx: tx.handoffs.add(make_handoff()))


def test_the_reading_connection_itself_refuses_to_write(database):
    with database._engines.reader.connect() as connection, pytest.raises(Exception, match="read"):
        connection.exec_driver_sql("DELETE FROM handoffs")


def test_a_read_sees_one_moment(database, write, make_handoff):
    """What is committed while it runs does not show."""

    def look(tx):
        before = tx.handoffs.get("ho_1")
        write(lambda tx: tx.handoffs.add(make_handoff()))
        return before, tx.handoffs.get("ho_1")

    assert database.read_now(look) == (None, None)


DIES_IN_THE_MIDDLE = """
import os, signal, sys
from storage import open_database
from pydantic import SecretStr
from datetime import datetime, UTC
from bot.handoff.handoff import AuditEntry
from bot.handoff.step import Step
from bot.ports import EventSeen

database = open_database(sys.argv[1], [SecretStr("test key, newest, long enough")])
now = datetime(2026, 11, 2, tzinfo=UTC)

def work(tx, number, die):
    tx.events.record(EventSeen(f"call_{number}", "call_ended", "done", "hash", now))
    tx.steps.add(Step(id=f"st_{number}", handoff_id="ho_1", call_id=f"call_{number}",
                      operation="stripe.create_refund", kind="effect", run_at=now, created_at=now))
    if die:
        os.kill(os.getpid(), signal.SIGKILL)
    tx.audit.append(AuditEntry(handoff_id="ho_1", at=now, actor="U1", action="approved",
                               revision=number, policy_hash="p", details={}))

for number in range(1, 6):
    database.write_now(lambda tx: work(tx, number, die=number == 5))
"""


def test_kill_9_in_the_middle_leaves_nothing_half(database, database_url, now):
    with Popen([sys.executable, "-c", DIES_IN_THE_MIDDLE, database_url], stderr=PIPE) as child:  # noqa: S603 - our own program
        _, errors = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL, errors.decode()

    def look(tx):
        steps = [tx.steps.get(f"st_{number}") is not None for number in range(1, 6)]
        return steps, len(tx.audit.history("ho_1")), tx.audit.verify()

    assert database.read_now(look) == ([True] * 4 + [False], 4, ())
    fifth = EventSeen("call_5", "call_ended", "done", "hash", now)
    assert database.write_now(lambda tx: tx.events.record(fifth)) == "new"


# --- busy -------------------------------------------------------------------------------------


@on_sqlite
def test_a_database_held_by_another_writer_is_busy(database, sqlite_file, open_another):
    impatient = open_another(busy_timeout_s=0.05)
    held = sqlite3.connect(sqlite_file, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(DatabaseBusy):
            impatient.write_now(lambda tx: None)
        assert impatient.read_now(lambda tx: tx.stops.standing()) == ()
    finally:
        held.close()
    assert impatient.write_now(lambda tx: 1) == 1


@on_sqlite
@pytest.mark.parametrize("way", ["read_now", "write_now"])
def test_what_the_driver_itself_finds_busy_is_busy(database, way):
    """As it may while another process recovers the file."""

    def work(_tx):
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorname = "SQLITE_BUSY"
        raise error

    with pytest.raises(DatabaseBusy):
        getattr(database, way)(work)


@on_postgresql
def test_a_handoff_held_by_another_writer_is_busy(database, plain_url, open_another, make_handoff):
    impatient = open_another(busy_timeout_s=0.05)
    database.write_now(lambda tx: tx.handoffs.add(make_handoff()))
    with psycopg.connect(plain_url) as held:
        held.execute("SELECT 1 FROM handoffs FOR UPDATE")
        with pytest.raises(DatabaseBusy):
            impatient.write_now(lambda tx: tx.handoffs.get("ho_1"))


@on_sqlite
def test_sqlite_has_one_writing_thread_and_is_durable(database, sqlite_file):
    names = {database.write_now(lambda tx: threading.current_thread().name) for _ in range(20)}
    assert len(names) == 1
    with database._engines.writer.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@on_sqlite
def test_a_sqlite_file_is_readable_for_its_owner_only(database, sqlite_file, make_handoff):
    database.write_now(lambda tx: tx.handoffs.add(make_handoff()))
    for suffix in ("", "-wal", "-shm"):
        mode = Path(f"{sqlite_file}{suffix}").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600, suffix


# --- opening ----------------------------------------------------------------------------------


def test_an_opened_database_is_ready(empty_url):
    database = open_database(empty_url, KEYS)
    assert database.read_now(lambda tx: tx.stops.standing()) == ()
    database.close()


def test_a_schema_of_another_version_is_not_opened_without_migrating(empty_url):
    with pytest.raises(ConfigurationError, match="migrate"):
        open_database(empty_url, KEYS, migrate=False)


UNUSABLE = {
    "in memory": ("sqlite://", "SQLite file"),
    "in memory, named": ("sqlite:///:memory:", "SQLite file"),
    "another engine": ("mysql://localhost/handoff", "mysql"),
    "another driver": ("postgresql+asyncpg://localhost/handoff", "asyncpg"),
    "nonsense": ("handoff.db", "DATABASE_URL"),
    "no such folder": ("sqlite:////nowhere/at/all/handoff.db", "cannot be created"),
}


@pytest.mark.parametrize(("url", "said"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_an_unusable_url_is_a_sentence(url, said):
    with pytest.raises(ConfigurationError, match=said):
        open_database(url, KEYS)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, not a database. " * 40)
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        open_database(f"sqlite:///{path}", KEYS)


def test_a_path_may_hold_any_sign(tmp_path, make_handoff):
    path = tmp_path / "a b?ü#1%20.db"
    url = URL.create("sqlite", database=str(path)).render_as_string()
    database = open_database(url, KEYS)
    assert database.write_now(lambda tx: tx.handoffs.add(make_handoff()))
    database.close()
    assert path.exists()


def test_errors_show_no_values(write, make_decision):
    """An error's text ends up in logs."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the text is what is looked at
        write(lambda tx: tx.decisions.add(make_decision(handoff_id="ho_gone", actor="U_SECRET")))
    assert "U_SECRET" not in str(caught.value)


def test_ids_are_fresh_and_sorted_across_transactions(write):
    ids = [write(lambda tx: tx.new_id("ho")) for _ in range(50)]
    assert ids == sorted(set(ids))
    assert all(one.startswith("ho_") and "." not in one for one in ids)


def test_ids_can_be_given(database_url, open_another):
    database = open_another(new_id=lambda prefix: f"{prefix}_fixed")
    assert database.write_now(lambda tx: tx.new_id("ho")) == "ho_fixed"
