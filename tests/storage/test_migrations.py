"""The schema in the revisions and the schema in the code are the same, on both engines."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from storage import SqlDatabase
from storage.migrations import current, newest, upgrade
from storage.tables import METADATA


@pytest.fixture
def engine(empty_url, keys):
    database = SqlDatabase(empty_url, keys)
    yield database._engines.writer
    database.close()


def test_the_revisions_lead_to_the_tables_of_the_code(engine):
    upgrade(engine)
    with engine.connect() as connection:
        assert current(connection) == newest()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_indexes_over_some_rows_keep_their_condition(engine):
    """The comparison above does not look at conditions."""
    upgrade(engine)
    declared = {
        index.name: str(index.dialect_options["sqlite"]["where"])
        for table in METADATA.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    found = {
        index["name"]: str(index["dialect_options"][f"{engine.dialect.name}_where"])
        for table in METADATA.tables
        for index in inspect(engine).get_indexes(table)
        if f"{engine.dialect.name}_where" in index.get("dialect_options", {})
    }
    assert found.keys() == declared.keys()
    for name, condition in declared.items():
        assert _said_in(condition) == _said_in(found[name]), name


def _said_in(condition):
    """Columns and values, whatever signs and casts an engine puts around them."""
    return set(re.findall(r"[a-z_]+", condition)) - {"text", "character", "varying", "any", "array"}


def test_upgrading_twice_changes_nothing(engine):
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert current(connection) == newest()


def test_an_upgrade_that_fails_leaves_nothing_half(engine, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("alembic.operations.Operations.create_index", fail)
    monkeypatch.setattr("alembic.operations.BatchOperations.create_index", fail)
    with pytest.raises(RuntimeError):
        upgrade(engine)
    assert inspect(engine).get_table_names() == []


def test_replicas_that_start_together_upgrade_once(empty_url, keys):
    databases = [SqlDatabase(empty_url, keys, busy_timeout_s=20) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda database: database.migrate(), databases))
    for database in databases:
        database.check()
        database.close()


def test_every_enumeration_is_kept_as_text():
    kinds = {type(column.type).__name__ for table in METADATA.sorted_tables for column in table.c}
    assert kinds == {"AutoString", "Integer", "UtcDateTime", "Document"}
