"""Weekly posts: series, what they say in turn, and what became of each turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant, Key

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=True),
        sa.Column("place_name", sa.Text, nullable=True),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_series_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("community", "id", name="uq_series_community_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "piece",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("starter", sa.Text, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_piece_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_piece"),
        sa.UniqueConstraint("community", "id", name="uq_piece_community_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_piece_position", "piece", ["community", "position"])
    _turns()


def _turns() -> None:
    op.create_table(
        "post_turn",
        sa.Column("community", Id, nullable=False),
        sa.Column("series", Id, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_post_turn_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "series"], ["series.community", "series.id"], name="fk_post_turn_community_series_series"
        ),
        sa.PrimaryKeyConstraint("community", "series", "day", name="pk_post_turn"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_post_turn_key", "post_turn", ["community", "key", "at"])
    op.create_index("ix_post_turn_at", "post_turn", ["community", "at"])
