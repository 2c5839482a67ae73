"""Meetings of pairs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("proposer", Id, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_meeting_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "pair"], ["pair.community", "pair.id"], name="fk_meeting_community_pair_pair"
        ),
        sa.ForeignKeyConstraint(
            ["community", "proposer"], ["member.community", "member.id"], name="fk_meeting_community_proposer_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.UniqueConstraint("community", "id", name="uq_meeting_community_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meeting_pair", "meeting", ["community", "pair"])
    op.create_table(
        "meeting_time",
        sa.Column("community", Id, nullable=False),
        sa.Column("meeting", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_meeting_time_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "meeting"],
            ["meeting.community", "meeting.id"],
            name="fk_meeting_time_community_meeting_meeting",
        ),
        sa.PrimaryKeyConstraint("community", "meeting", "position", name="pk_meeting_time"),
        sqlite_with_rowid=False,
    )
