"""A question made ready once is answered as SQLAlchemy answers it, and asked with all it needs."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Boolean, Integer, LargeBinary, Text, bindparam, literal, select

from storage.columns import Document, UtcDateTime
from storage.tables import LANES

EVENING = datetime(2026, 11, 2, 23, 30, 0, 250, tzinfo=timezone(timedelta(hours=5, minutes=30)))
VALUES = (
    (EVENING, UtcDateTime()),
    ({"sum": 12, "none": None, "text": "Zoë \0", "list": [1.5, True]}, Document()),
    ([], Document()),
    (True, Boolean()),
    (False, Boolean()),
    (2**40, Integer()),
    ("Zoë's", Text()),
    (b"\0\xff", LargeBinary()),
)
COLUMNS = [literal(value, kind).label(f"c{place}") for place, (value, kind) in enumerate(VALUES)]
NOTHING = [literal(None, kind).label(f"n{place}") for place, (_, kind) in enumerate(VALUES)]


@pytest.fixture
def database_url(sqlite_url):
    """PostgreSQL's driver is never asked itself."""
    return sqlite_url


def test_every_type_is_read_as_it_was_meant(read):
    query = select(*COLUMNS, *NOTHING)

    def work(tx):
        return tx._work.row(query), tx._work._connection.execute(query).one()

    found, meant = read(work)
    assert tuple(found) == tuple(meant)
    assert [type(one) for one in found] == [type(one) for one in meant]
    assert found._asdict() == meant._asdict()
    assert (found.c0, found.c0.tzinfo) == (EVENING, UTC)


def test_what_is_not_given_is_no_null(read):
    query = select(LANES.c.name).where(LANES.c.name == bindparam("lane"))
    with pytest.raises(KeyError, match="lane"):
        read(lambda tx: tx._work.rows(query, {"lanes": "slack:C1"}))


def test_one_row_is_one_row(read):
    query = select(literal(1).label("one")).union_all(select(literal(2))).subquery()
    with pytest.raises(ValueError, match="unpack"):
        read(lambda tx: tx._work.row(select(query)))
