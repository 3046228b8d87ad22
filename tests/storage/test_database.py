"""A transaction happens whole or not at all, and whoever waits hears of it."""

import asyncio
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
from sqlalchemy import URL, event, make_url

from bot.errors import ConfigurationError, DatabaseBusy
from bot.ports import EventSeen
from storage import open_database
from storage.clock import DatabaseClock

KEYS = [SecretStr("test key, newest, long enough")]


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class Boom(Exception):
    pass


@pytest.fixture
def sqlite_file(database_url):
    return make_url(database_url).database


@pytest.fixture
def plain_url(database_url):
    """The URL as psycopg itself takes it."""
    return database_url.replace("+psycopg", "")


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
    assert database.write_now(lambda tx: tx.events.record(fifth)) == "first"


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


# --- waking -----------------------------------------------------------------------------------


@pytest.fixture
def woken(database):
    return asyncio.Event()


async def heard(event):
    await asyncio.wait_for(event.wait(), 10)
    return True


async def settled(database):
    """Everything the database asked the loop to do has been done."""
    await database.read(lambda tx: None)
    await asyncio.sleep(0)


async def test_a_commit_that_wrote_wakes(database, woken, make_step):
    database.on_commit(woken.set)
    await settled(database)
    woken.clear()
    await database.write(lambda tx: tx.steps.add(make_step()))
    assert await heard(woken)


@on_sqlite
async def test_a_commit_that_wrote_nothing_wakes_nobody(database, sqlite_file, woken, now):
    database.on_commit(woken.set)
    await database.write(lambda tx: tx.steps.release())
    await database.write(lambda tx: tx.nudges.claim_due(now=now, limit=5))
    await settled(database)
    assert not woken.is_set()


@on_sqlite
async def test_a_rollback_wakes_nobody(database, sqlite_file, woken, make_step):
    def fail(tx):
        tx.steps.add(make_step())
        raise Boom

    database.on_commit(woken.set)
    with pytest.raises(Boom):
        await database.write(fail)
    await settled(database)
    assert not woken.is_set()


@on_postgresql
async def test_a_commit_of_another_replica_wakes(
    database, plain_url, open_another, woken, make_step
):
    other = open_another()
    database.on_commit(woken.set)
    assert await heard(woken)  # it listens now
    woken.clear()
    await other.write(lambda tx: tx.steps.add(make_step()))
    assert await heard(woken)


@on_postgresql
async def test_a_lost_connection_is_taken_up_again(database, plain_url, open_another, woken):
    database.on_commit(woken.set)
    assert await heard(woken)
    woken.clear()
    with psycopg.connect(plain_url) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
    assert await heard(woken)  # it rings when it listens again: something may have been missed


def test_waking_needs_an_event_loop(database, woken):
    with pytest.raises(RuntimeError):
        database.on_commit(woken.set)


# --- group commit -----------------------------------------------------------------------------


async def test_grouped_writes_all_happen(database, read, make_step):
    works = [lambda tx, n=n: tx.steps.add(make_step(n)) for n in range(30)]
    done = await asyncio.gather(*(database.write_grouped(work) for work in works))
    assert done == [True] * 30
    assert len(read(lambda tx: tx.steps.of("ho_1"))) == 30


async def test_one_that_fails_takes_no_other_along(database, read, make_step):
    def work(number):
        def run(tx):
            tx.steps.add(make_step(number))
            if number % 7 == 3:
                raise Boom
            return number

        return run

    done = await asyncio.gather(
        *(database.write_grouped(work(n)) for n in range(20)), return_exceptions=True
    )
    failed = {n for n, result in enumerate(done) if isinstance(result, Boom)}
    assert failed == {3, 10, 17}
    kept = {step.ordinal for step in read(lambda tx: tx.steps.of("ho_1"))}
    assert kept == set(range(20)) - failed


@on_sqlite
async def test_a_burst_shares_its_commits(database, sqlite_file, make_step):
    """The thread is held up; what arrives meanwhile is one transaction."""
    gate, commits = threading.Event(), []
    event.listen(database._engines.writer, "commit", lambda _connection: commits.append(1))
    first = asyncio.create_task(database.write(lambda tx: gate.wait(10)))
    await asyncio.sleep(0)
    rest = [
        asyncio.create_task(database.write_grouped(lambda tx, n=n: tx.steps.add(make_step(n))))
        for n in range(20)
    ]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *rest)
    assert len(commits) == 2


async def test_a_grouped_write_wakes(database, woken, make_step):
    database.on_commit(woken.set)
    await settled(database)
    woken.clear()
    await database.write_grouped(lambda tx: tx.steps.add(make_step()))
    assert await heard(woken)


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


# --- the clock --------------------------------------------------------------------------------


@on_postgresql
def test_leases_follow_the_servers_clock(database, now):
    """A machine whose own clock is years off still says the same time as the server."""
    seconds = iter([0.0, 30.0, 61.0])
    clock = DatabaseClock(wall=lambda: now, monotonic_s=lambda: next(seconds))
    with database._engines.reader.connect() as connection:
        (server,) = connection.exec_driver_sql("SELECT clock_timestamp()").one()
        clock.follow(connection)
    assert abs((clock() - server).total_seconds()) < 5


@on_sqlite
def test_on_sqlite_the_machines_clock_decides(database, now):
    clock = DatabaseClock(wall=lambda: now)
    with database._engines.reader.connect() as connection:
        clock.follow(connection)
    assert clock() == now
