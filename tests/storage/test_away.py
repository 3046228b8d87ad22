"""While the server is away nothing is changed and nobody is misled; afterwards all goes on."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.errors import DatabaseBusy
from storage import SqlDatabase
from tests.postgres import NO_WHEEL, is_available, running_server

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
CUT = "SELECT pg_terminate_backend(%s, 5000)"


@pytest.fixture
def cut(plain_url):
    """End the connection of an open transaction, as a restart does."""

    def cut(tx):
        (backend,) = tx._work.row(text("SELECT pg_backend_pid()"))
        with psycopg.connect(plain_url, autocommit=True) as admin:
            admin.execute(CUT, (backend,))

    return cut


@on_postgresql
@pytest.mark.parametrize("way", ["write", "write_grouped"])
async def test_a_connection_cut_before_the_commit_changed_nothing(
    database, cut, read, make_step, way
):
    def work(tx):
        tx.steps.add(make_step())
        cut(tx)
        tx.steps.of("ho_1")

    with pytest.raises(DatabaseBusy):
        await getattr(database, way)(work)
    assert read(lambda tx: tx.steps.of("ho_1")) == ()


@on_postgresql
def test_a_connection_cut_at_the_commit_is_not_said_to_have_changed_nothing(
    database, cut, make_step
):
    def work(tx):
        tx.steps.add(make_step())
        tx._work.flush()
        tx._work.wrote = False  # nothing follows but the commit
        cut(tx)

    with pytest.raises(OperationalError):
        database.write_now(work)


@pytest.mark.skipif(not is_available(), reason=NO_WHEEL)
def test_a_server_that_comes_back_is_taken_up_again(migrate, keys, make_step):
    with running_server() as server, server.migrated(migrate) as url:
        database = SqlDatabase(url, keys)
        database.write_now(lambda tx: tx.steps.add(make_step(1)))
        server.stop()
        with pytest.raises(DatabaseBusy):
            database.write_now(lambda tx: tx.steps.add(make_step(2)))
        server.start()
        database.write_now(lambda tx: tx.steps.add(make_step(3)))
        kept = database.read_now(lambda tx: tx.steps.of("ho_1"))
        assert [step.ordinal for step in kept] == [1, 3]
        database.close()
