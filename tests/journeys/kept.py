"""What the product has written to its database, whatever the engine."""

from __future__ import annotations

from sqlalchemy import create_engine, select

from storage.tables import METADATA


def everything_kept(database_url: str) -> str:
    """All rows of all tables, as text."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        tables = [connection.execute(select(table)) for table in METADATA.sorted_tables]
        rows = [str(row) for table in tables for row in table]
    engine.dispose()
    return "\n".join(rows)
