"""Since when the bot was removed from a community; what is planned there stands still meanwhile."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("community", sa.Column("removed_at", Instant(), nullable=True))
    op.create_index("ix_community_removed", "community", ["removed_at"])
