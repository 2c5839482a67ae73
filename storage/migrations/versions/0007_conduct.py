"""Codes of conduct of communities, version by version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "conduct",
        sa.Column("community", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("editor", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_conduct_community_community"),
        sa.PrimaryKeyConstraint("community", "version", name="pk_conduct"),
        sqlite_with_rowid=False,
    )
