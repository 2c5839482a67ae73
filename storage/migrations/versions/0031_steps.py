"""What a pair will do next, with a day and a tick."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "next_step",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("author", Id, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made", Instant(), nullable=False),
        sa.Column("member", Id, nullable=True),
        sa.Column("due", Instant(), nullable=True),
        sa.Column("done", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_next_step_community_community"),
        _inside("pair", "pair"),
        _inside("author", "member"),
        _inside("member", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_next_step"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_next_step_pair", "next_step", ["community", "pair"])


def _inside(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_next_step_community_{column}_{table}"
    return sa.ForeignKeyConstraint(["community", column], [f"{table}.community", f"{table}.id"], name=name)
