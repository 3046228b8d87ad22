"""Queues by deadline: an index that ends a page without sorting what is due at the same time"""

from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_handoffs_state_due_at", table_name="handoffs")
    op.drop_index("ix_handoffs_owner_state", table_name="handoffs")
    op.create_index("ix_handoffs_state_due_at_id", "handoffs", ["state", "due_at", "id"])
    op.create_index(
        "ix_handoffs_owner_state_due_at_id", "handoffs", ["owner", "state", "due_at", "id"]
    )
