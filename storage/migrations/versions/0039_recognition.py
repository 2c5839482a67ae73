"""Thanks between partners, and who does not want to be named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("member", sa.Column("nameless", sa.Boolean(), nullable=True))
    op.create_table(
        "kudos",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("giver", Id, nullable=False),
        sa.Column("taker", Id, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given", Instant(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("shown", Instant(), nullable=True),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("idle", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_kudos_community_community"),
        _inside("pair", "pair"),
        _inside("giver", "member"),
        _inside("taker", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_kudos"),
        sa.UniqueConstraint("community", "id", name="uq_kudos_community_id"),
        sqlite_autoincrement=True,
    )
    for column in ("pair", "giver", "taker"):
        op.create_index(f"ix_kudos_{column}", "kudos", ["community", column])


def _inside(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_kudos_community_{column}_{table}"
    return sa.ForeignKeyConstraint(["community", column], [f"{table}.community", f"{table}.id"], name=name)
