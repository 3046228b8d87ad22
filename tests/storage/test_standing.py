"""SQLite's writer keeps its connection; a transaction that failed leaves nothing open on it."""

import asyncio
import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import event, make_url
from sqlalchemy.exc import IntegrityError

from bot.errors import DatabaseBusy
from storage import SqlDatabase
from storage.migrations import upgrade


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def checkouts(database):
    """How often the pool was asked for a connection to write on."""
    seen = []
    event.listen(database._engines.writer, "checkout", lambda *_: seen.append(1))
    return seen


@pytest.fixture
def outsider(database):
    """Another program with the file open."""
    path = make_url(database._engines.writer.url).database.partition("?")[0]
    with closing(sqlite3.connect(path, uri=True, isolation_level=None)) as connection:
        yield connection


def _owe_a_handoff(tx):
    """What only the commit refuses: a row whose handoff does not exist."""
    driver = tx._work._connection.connection.driver_connection
    driver.execute("PRAGMA defer_foreign_keys=ON")
    driver.execute("INSERT INTO lookups (hash, handoff_id) VALUES ('h', 'ho_none')")


def test_many_transactions_fetch_one_connection(write, checkouts, make_step):
    for number in range(3):
        write(lambda tx, n=number: tx.steps.add(make_step(n)))
    assert len(checkouts) <= 1


def test_after_a_refused_commit_the_next_one_starts_clean(write, read, outsider, make_step):
    write(lambda tx: tx.steps.add(make_step(1)))
    with pytest.raises(IntegrityError):
        write(_owe_a_handoff)
    write(lambda tx: tx.steps.add(make_step(2)))
    assert outsider.execute("SELECT count(*) FROM lookups").fetchone() == (0,)
    assert len(read(lambda tx: tx.steps.of("ho_1"))) == 2


def test_after_a_begin_that_met_another_writer_the_next_one_writes(
    open_another, outsider, make_step
):
    hasty = open_another(busy_timeout_s=0.01)
    hasty.write_now(lambda tx: tx.steps.add(make_step(1)))
    outsider.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy):
        hasty.write_now(lambda tx: tx.steps.add(make_step(2)))
    outsider.execute("ROLLBACK")
    hasty.write_now(lambda tx: tx.steps.add(make_step(2)))
    assert len(hasty.read_now(lambda tx: tx.steps.of("ho_1"))) == 2


async def test_a_server_takes_several_transactions_at_once(postgres_url, keys, make_handoff):
    """The one that is kept is SQLite's, which has one writer anyway."""
    server = SqlDatabase(postgres_url, keys)
    both = threading.Barrier(2, timeout=10)

    def work(number):
        def add(tx):
            both.wait()
            return tx.handoffs.add(make_handoff(number))

        return add

    try:
        for first in (1, 3):
            done = await asyncio.gather(server.write(work(first)), server.write(work(first + 1)))
            assert done == [True, True]
    finally:
        server.close()


def test_a_migration_runs_beside_it(database, write, make_step):
    write(lambda tx: tx.steps.add(make_step(1)))
    upgrade(database._engines.writer)
    database.check()
    write(lambda tx: tx.steps.add(make_step(2)))


def test_what_was_closed_leaves_the_file_to_others(database, write, outsider, make_step):
    write(lambda tx: tx.steps.add(make_step(1)))
    database.close()
    outsider.execute("PRAGMA locking_mode=EXCLUSIVE")
    outsider.execute("BEGIN EXCLUSIVE")
    outsider.execute("ROLLBACK")
