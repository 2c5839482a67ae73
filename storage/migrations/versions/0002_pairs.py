"""Who offers, seeks, asks, and becomes a pair."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _offer()
    _offer_topic()
    _seek()
    _seek_topic()
    _request()
    _pair()
    _expectation()
    _checkin()
    _feedback()


def partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _offer() -> None:
    op.create_table(
        "offer",
        sa.Column("community", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("availability", sa.Text, nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["member.community", "member.id"], name="fk_offer_community_member_member"
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_offer_community_community"),
        sa.PrimaryKeyConstraint("community", "member", name="pk_offer"),
        sqlite_with_rowid=False,
    )


def _offer_topic() -> None:
    op.create_table(
        "offer_topic",
        sa.Column("community", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("topic", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["offer.community", "offer.member"], name="fk_offer_topic_community_member_offer"
        ),
        sa.ForeignKeyConstraint(
            ["community", "topic"], ["topic.community", "topic.id"], name="fk_offer_topic_community_topic_topic"
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_offer_topic_community_community"),
        sa.PrimaryKeyConstraint("community", "member", "topic", name="pk_offer_topic"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_offer_topic_topic", "offer_topic", ["community", "topic", "member"])


def _seek() -> None:
    op.create_table(
        "seek",
        sa.Column("community", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("goal", sa.Text, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("availability", sa.Text, nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["member.community", "member.id"], name="fk_seek_community_member_member"
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_seek_community_community"),
        sa.PrimaryKeyConstraint("community", "member", name="pk_seek"),
        sqlite_with_rowid=False,
    )


def _seek_topic() -> None:
    op.create_table(
        "seek_topic",
        sa.Column("community", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("topic", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["seek.community", "seek.member"], name="fk_seek_topic_community_member_seek"
        ),
        sa.ForeignKeyConstraint(
            ["community", "topic"], ["topic.community", "topic.id"], name="fk_seek_topic_community_topic_topic"
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_seek_topic_community_community"),
        sa.PrimaryKeyConstraint("community", "member", "topic", name="pk_seek_topic"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seek_topic_topic", "seek_topic", ["community", "topic", "member"])


def _request() -> None:
    op.create_table(
        "request",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("mentee", Id, nullable=False),
        sa.Column("mentor", Id, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("sent", Instant(), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("answered", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community", "mentee"], ["member.community", "member.id"], name="fk_request_community_mentee_member"
        ),
        sa.ForeignKeyConstraint(
            ["community", "mentor"], ["member.community", "member.id"], name="fk_request_community_mentor_member"
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_request_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_request_mentee", "request", ["community", "mentee", "state"])
    op.create_index("ix_request_mentor", "request", ["community", "mentor", "state"])


def _pair() -> None:
    op.create_table(
        "pair",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("mentor", Id, nullable=False),
        sa.Column("mentee", Id, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Text, nullable=False),
        sa.Column("started", Instant(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("week_at", Instant(), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("last_asked", Instant(), nullable=True),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("space", sa.Text, nullable=True),
        sa.Column("space_name", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(
            ["community", "mentee"], ["member.community", "member.id"], name="fk_pair_community_mentee_member"
        ),
        sa.ForeignKeyConstraint(
            ["community", "mentor"], ["member.community", "member.id"], name="fk_pair_community_mentor_member"
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_pair_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_pair"),
        sa.UniqueConstraint("community", "id", name="uq_pair_community_id"),
        sqlite_autoincrement=True,
    )
    partial("ix_pair_active", "pair", ["community", "id"], where="state = 'active'")
    op.create_index("ix_pair_mentee", "pair", ["community", "mentee", "state"])
    op.create_index("ix_pair_mentor", "pair", ["community", "mentor", "state"])


def _expectation() -> None:
    op.create_table(
        "expectation",
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("goal", sa.Text, nullable=False),
        sa.Column("rhythm", sa.Text, nullable=False),
        sa.Column("meanwhile", sa.Text, nullable=False),
        sa.Column("proposer", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mentor_agreed", sa.Boolean(), nullable=False),
        sa.Column("mentee_agreed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "pair"], ["pair.community", "pair.id"], name="fk_expectation_community_pair_pair"
        ),
        sa.ForeignKeyConstraint(
            ["community", "proposer"],
            ["member.community", "member.id"],
            name="fk_expectation_community_proposer_member",
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_expectation_community_community"),
        sa.PrimaryKeyConstraint("community", "pair", name="pk_expectation"),
        sqlite_with_rowid=False,
    )


def _checkin() -> None:
    op.create_table(
        "checkin",
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("next_step", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["member.community", "member.id"], name="fk_checkin_community_member_member"
        ),
        sa.ForeignKeyConstraint(
            ["community", "pair"], ["pair.community", "pair.id"], name="fk_checkin_community_pair_pair"
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_checkin_community_community"),
        sa.PrimaryKeyConstraint("community", "pair", "week", "member", name="pk_checkin"),
        sqlite_with_rowid=False,
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["member.community", "member.id"], name="fk_feedback_community_member_member"
        ),
        sa.ForeignKeyConstraint(
            ["community", "pair"], ["pair.community", "pair.id"], name="fk_feedback_community_pair_pair"
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_feedback_community_community"),
        sa.PrimaryKeyConstraint("community", "pair", "member", name="pk_feedback"),
        sqlite_with_rowid=False,
    )
