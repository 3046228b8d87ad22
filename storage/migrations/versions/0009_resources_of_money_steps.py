"""Resources are indexed for the steps that have one: messages, most of all steps, have none"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_steps_open_resource", ["resource", "created_at"], "wake_at IS NOT NULL", False),
    ("uq_steps_leased_resource", ["resource"], "outcome = 'leased'", True),
)


def upgrade() -> None:
    for name, columns, where, unique in INDEXES:
        clause = sa.text(f"{where} AND resource IS NOT NULL")
        op.drop_index(name, table_name="steps")
        op.create_index(
            name,
            "steps",
            columns,
            unique=unique,
            sqlite_where=clause,
            postgresql_where=clause,
        )
