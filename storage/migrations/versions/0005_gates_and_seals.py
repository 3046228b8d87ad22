"""Trouble with vendors, daily seals, and indexes over messages in no lane and steps given up"""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gates",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shut_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_out", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_gates"),
    )
    op.create_table(
        "seals",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_seals"),
    )
    _index_some(
        "ix_steps_open_unlaned",
        ["wake_at"],
        "wake_at IS NOT NULL AND lane IS NULL AND kind = 'message'",
    )
    _index_some(
        "ix_steps_given_up",
        ["created_at", "id"],
        "outcome = 'unavailable' OR (outcome = 'refused' AND kind = 'message')",
    )


def _index_some(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "steps", columns, sqlite_where=where, postgresql_where=where)
