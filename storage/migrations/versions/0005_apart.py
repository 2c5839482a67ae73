"""Who is kept apart from whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "exclusion",
        sa.Column("community", Id, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_exclusion_community_community"),
        sa.PrimaryKeyConstraint("community", "person", "other", "why", name="pk_exclusion"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_exclusion_other", "exclusion", ["community", "other", "person"])
    op.create_table(
        "lift",
        sa.Column("community", Id, nullable=False),
        sa.Column("one", sa.Text, nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("coordinator", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_lift_community_community"),
        sa.PrimaryKeyConstraint("community", "one", "other", name="pk_lift"),
        sqlite_with_rowid=False,
    )
