"""Introductions of two members by a third."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "peer_introduction",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        *(sa.Column(name, Id, nullable=False) for name in ("giver", "one", "other")),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("one_said", sa.Boolean(), nullable=True),
        sa.Column("other_said", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_peer_introduction_community_community"),
        *(
            sa.ForeignKeyConstraint(
                ["community", name],
                ["member.community", "member.id"],
                name=f"fk_peer_introduction_community_{name}_member",
            )
            for name in ("giver", "one", "other")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_peer_introduction"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_peer_introduction_giver", "peer_introduction", ["community", "giver", "at"])
    op.create_index("ix_peer_introduction_one", "peer_introduction", ["community", "one", "other"])
    op.create_index("ix_peer_introduction_other", "peer_introduction", ["community", "other", "one"])
