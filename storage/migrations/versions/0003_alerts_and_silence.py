"""Alerts, delegations, what happens on silence; decisions by their time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("nudges") as nudges:
        nudges.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="reminder"))
        nudges.add_column(sa.Column("rung", sa.Integer(), nullable=False, server_default="0"))
        nudges.add_column(sa.Column("any_hour", sa.Integer(), nullable=False, server_default="0"))
        nudges.add_column(sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE nudges SET wanted_at = run_at")
    with op.batch_alter_table("nudges") as nudges:
        nudges.alter_column("wanted_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        nudges.alter_column("kind", existing_type=sa.String(), server_default=None)
        nudges.alter_column("rung", existing_type=sa.Integer(), server_default=None)
        nudges.alter_column("any_hour", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "alerts",
        sa.Column("handoff_id", sa.String(), nullable=False),
        sa.Column("doc", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["handoff_id"], ["handoffs.id"], name="fk_alerts_handoff_id_handoffs"
        ),
        sa.PrimaryKeyConstraint("handoff_id", name="pk_alerts"),
    )
    op.create_table(
        "delegations",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("to_user", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_delegations"),
    )
    op.create_index("ix_decisions_at", "decisions", ["at"])
