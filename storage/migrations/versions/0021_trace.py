"""The id that the log has for what a message follows from; rows from before have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("trace", sa.Text, nullable=True))
