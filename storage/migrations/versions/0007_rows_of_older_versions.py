"""What an older version wrote is read, and it may write on while it is replaced"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Doc = dict[str, Any]


def upgrade() -> None:
    with op.batch_alter_table("nudges") as nudges:
        nudges.alter_column("kind", existing_type=sa.String(), server_default="reminder")
        nudges.alter_column("rung", existing_type=sa.Integer(), server_default="0")
        nudges.alter_column("any_hour", existing_type=sa.Integer(), server_default="0")
        nudges.alter_column(
            "wanted_at",
            existing_type=sa.DateTime(timezone=True),
            server_default=sa.text("CURRENT_TIMESTAMP"),
        )
    _rewrite("handoffs", _with_named_records)
    _rewrite("steps", _with_named_record)


def _with_named_records(doc: Doc) -> bool:
    """The call keeps what the caller named; the records found for it are not payments alone."""
    records = [doc.get("record"), *(doc.get("candidates") or ())]
    return any([_rename(one) for one in records if one])


def _with_named_record(doc: Doc) -> bool:
    return _rename(doc.get("args") or {})


def _rename(holder: Doc) -> bool:
    if "payment_id" not in holder:
        return False
    holder["record_id"] = holder.pop("payment_id")
    return True


def _rewrite(name: str, change: Callable[[Doc], bool]) -> None:
    """Rewrite the documents that `change` says it changed, a thousand at a time."""
    table = sa.table(name, sa.column("id", sa.String()), sa.column("doc", JSON))
    connection, after = op.get_bind(), ""
    page = sa.select(table).where(table.c.id > sa.bindparam("after")).order_by(table.c.id)
    put = sa.update(table).where(table.c.id == sa.bindparam("key")).values(doc=sa.bindparam("new"))
    while rows := connection.execute(page.limit(1000), {"after": after}).all():
        changed = [{"key": row.id, "new": row.doc} for row in rows if change(row.doc)]
        if changed:
            connection.execute(put, changed)
        after = rows[-1].id
