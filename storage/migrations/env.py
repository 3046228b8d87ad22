"""Alembic's way in: the connection, and its transaction, come from the caller."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from storage.columns import Document, UtcDateTime
from storage.tables import METADATA

_WRITTEN_AS = {
    AutoString: "sa.String()",
    UtcDateTime: "sa.DateTime(timezone=True)",
    Document: 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
}


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write a revision in plain types: it must still run when our own have changed."""
    return _WRITTEN_AS.get(type(item), False) if kind == "type" else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=_render,
)
context.run_migrations()
