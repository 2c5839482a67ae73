"""Posts that would have come too late are found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    where = sa.text("state = 'skipped' AND sort = 'post' AND why = 'too late'")
    op.create_index("ix_outbox_missed", "outbox", ["community", "created"], sqlite_where=where, postgresql_where=where)
