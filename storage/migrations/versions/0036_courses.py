"""A community's own courses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant, Key

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "course",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("name", Key, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_course_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_course"),
        sa.UniqueConstraint("community", "id", name="uq_course_community_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_course_name", "course", ["community", "name", "id"])
