"""Edits and deletes name the row they are about; what waits says whether it is in doubt and keeps its turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

OWED = "state IN ('cancelled', 'skipped') AND followup IS NOT NULL AND finished IS NULL"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("original", sa.Text, nullable=True))
    op.add_column("outbox", sa.Column("doubt", sa.Integer, nullable=True))
    op.add_column("outbox", sa.Column("turn", sa.Integer, nullable=True))
    op.execute("UPDATE outbox SET turn = 1 WHERE state = 'pending' AND attempt > 0")
    op.execute("UPDATE outbox SET finished = created WHERE state = 'cancelled' AND finished IS NULL")
    op.create_index("ix_outbox_owed", "outbox", ["id"], sqlite_where=sa.text(OWED), postgresql_where=sa.text(OWED))
