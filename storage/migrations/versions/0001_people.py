"""Communities, their members and topics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant, Key

revision = "0001"
down_revision = None


def upgrade() -> None:
    _community()
    _programme()
    _member()
    _member_language()
    _topic()


def _community() -> None:
    op.create_table(
        "community",
        sa.Column("id", Id, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("native_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_community"),
        sa.UniqueConstraint("platform", "native_id", name="uq_community_platform_native_id"),
        sqlite_autoincrement=True,
    )


def _programme() -> None:
    op.create_table(
        "programme",
        sa.Column("community", Id, autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text, nullable=True),
        sa.Column("channel_name", sa.Text, nullable=True),
        sa.Column("moderators", sa.Text, nullable=True),
        sa.Column("moderators_name", sa.Text, nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("opened", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_programme_community_community"),
        sa.PrimaryKeyConstraint("community", name="pk_programme"),
    )


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", Key, nullable=False),
        sa.Column("locale", sa.Text, nullable=True),
        sa.Column("zone", sa.Text, nullable=True),
        sa.Column("direct", sa.Text, nullable=True),
        sa.Column("direct_name", sa.Text, nullable=True),
        sa.Column("conduct", sa.Integer(), nullable=False),
        sa.Column("conduct_at", Instant(), nullable=True),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("district_key", Key, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("paused_until", Instant(), nullable=True),
        sa.Column("has_left", sa.Boolean(), nullable=False),
        sa.Column("joined", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_member_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("community", "id", name="uq_member_community_id"),
        sa.UniqueConstraint("person", "community", name="uq_member_person_community"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_member_district", "member", ["community", "district_key", "id"])
    op.create_index("ix_member_name", "member", ["community", "name_key", "id"])


def _member_language() -> None:
    op.create_table(
        "member_language",
        sa.Column("community", Id, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"],
            ["member.community", "member.id"],
            name="fk_member_language_community_member_member",
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_member_language_community_community"),
        sa.PrimaryKeyConstraint("community", "language", "member", name="pk_member_language"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_member_language_member", "member_language", ["community", "member"])


def _topic() -> None:
    op.create_table(
        "topic",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", Key, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_topic_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
        sa.UniqueConstraint("community", "id", name="uq_topic_community_id"),
        sa.UniqueConstraint("community", "key", name="uq_topic_community_key"),
        sqlite_autoincrement=True,
    )
