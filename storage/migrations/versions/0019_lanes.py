"""What is used up of the platforms' limits, and communities that pause because the bot was removed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("community", sa.Column("paused", Instant, nullable=True))
    op.create_table(
        "lane",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("full", Instant, nullable=True),
        sa.Column("promised", Instant, nullable=True),
        sa.Column("closed", Instant, nullable=True),
        sa.Column("since", Instant, nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("platform", "key", name="pk_lane"),
        sqlite_with_rowid=False,
    )
