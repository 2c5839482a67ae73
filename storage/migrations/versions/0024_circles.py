"""People who get to know each other by turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0024"
down_revision = "0023"


def _inside(of: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{of}_community_{column}_{table}"
    return sa.ForeignKeyConstraint(["community", column], [f"{table}.community", f"{table}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "peer",
        sa.Column("community", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_peer_community_community"),
        _inside("peer", "member", "member"),
        sa.PrimaryKeyConstraint("community", "member", name="pk_peer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "peer_group",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_peer_group_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_peer_group"),
        sa.UniqueConstraint("community", "id", name="uq_peer_group_community_id"),
        sqlite_autoincrement=True,
    )
    untold = sa.text("told = false")
    op.create_index(
        "ix_peer_group_untold", "peer_group", ["community", "id"], sqlite_where=untold, postgresql_where=untold
    )
    op.create_table(
        "peer_place",
        sa.Column("community", Id, nullable=False),
        sa.Column("team", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_peer_place_community_community"),
        _inside("peer_place", "team", "peer_group"),
        _inside("peer_place", "member", "member"),
        sa.PrimaryKeyConstraint("community", "team", "member", name="pk_peer_place"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_peer_place_member", "peer_place", ["community", "member"])
