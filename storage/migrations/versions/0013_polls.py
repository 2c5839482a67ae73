"""Polls and what was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant, Key

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("uid", Key, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("secrecy", sa.Text, nullable=False),
        sa.Column("electorate", sa.Text, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text, nullable=True),
        sa.Column("place_name", sa.Text, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("opened", Instant(), nullable=True),
        sa.Column("closes", Instant(), nullable=True),
        sa.Column("respondents", sa.Integer(), nullable=True),
        sa.Column("repeats", Id, nullable=True),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("reminding", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_poll_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "repeats"], ["poll.community", "poll.id"], name="fk_poll_community_repeats_poll"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_poll"),
        sa.UniqueConstraint("community", "id", name="uq_poll_community_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_poll_uid", "poll", ["uid"], unique=True)
    waiting = sa.text("state <> 'closed'")
    op.create_index("ix_poll_state", "poll", ["state", "id"], sqlite_where=waiting, postgresql_where=waiting)
    _parts()


def _parts() -> None:
    op.create_table(
        "poll_option",
        sa.Column("community", Id, nullable=False),
        sa.Column("poll", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_poll_option_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "poll"], ["poll.community", "poll.id"], name="fk_poll_option_community_poll_poll"
        ),
        sa.PrimaryKeyConstraint("community", "poll", "position", name="pk_poll_option"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        sa.Column("community", Id, nullable=False),
        sa.Column("poll", Id, nullable=False),
        sa.Column("voter", Key, nullable=False),
        sa.Column("chosen", sa.Text, nullable=False),
        sa.Column("member", Id, nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_ballot_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "poll"], ["poll.community", "poll.id"], name="fk_ballot_community_poll_poll"
        ),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["member.community", "member.id"], name="fk_ballot_community_member_member"
        ),
        sa.PrimaryKeyConstraint("community", "poll", "voter", name="pk_ballot"),
        sqlite_with_rowid=False,
    )
