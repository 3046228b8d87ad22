"""Who hears of a commit, what shares one, and whose time it is."""

import asyncio
import threading

import psycopg
import pytest
from sqlalchemy import event, literal_column, select

from storage.clock import DatabaseClock

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class Boom(Exception):
    pass


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
async def test_a_commit_that_wrote_nothing_wakes_nobody(database, woken, now):
    database.on_commit(woken.set)
    await database.write(lambda tx: tx.steps.release())
    await database.write(lambda tx: tx.nudges.claim_due(now=now, limit=5))
    await settled(database)
    assert not woken.is_set()


@on_sqlite
async def test_a_rollback_wakes_nobody(database, woken, make_step):
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
    works = [lambda tx, n=n: tx.steps.add(make_step(n)) or n for n in range(30)]
    done = await asyncio.gather(*(database.write_grouped(work) for work in works))
    assert done == list(range(30))
    assert len(read(lambda tx: tx.steps.of("ho_1"))) == 30


def give_up(_tx):
    raise Boom


def ask_nonsense(tx):
    """The driver itself fails, which says nothing of whether the transaction still stands."""
    tx._work.rows(select(literal_column("nowhere")))


@pytest.mark.parametrize("fail", [give_up, ask_nonsense])
async def test_one_that_fails_takes_no_other_along(database, read, make_step, fail):
    def work(number):
        def run(tx):
            tx.steps.add(make_step(number))
            if number % 7 == 3:
                tx._work.flush()
                fail(tx)
            return number

        return run

    done = await asyncio.gather(
        *(database.write_grouped(work(n)) for n in range(20)), return_exceptions=True
    )
    failed = {n for n, result in enumerate(done) if isinstance(result, Exception)}
    assert failed == {3, 10, 17}
    kept = {step.ordinal for step in read(lambda tx: tx.steps.of("ho_1"))}
    assert kept == set(range(20)) - failed


@on_sqlite
async def test_a_burst_shares_its_commits(database, make_step):
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
