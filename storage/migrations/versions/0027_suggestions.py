"""Suggestions of members, and who stands behind each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "suggestion",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("author", Id, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created", Instant, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered", Instant),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_suggestion_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "author"], ["member.community", "member.id"], name="fk_suggestion_community_author_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion"),
        sa.UniqueConstraint("community", "id", name="uq_suggestion_community_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_suggestion_author", "suggestion", ["community", "author", "created"])
    op.create_table(
        "suggestion_support",
        sa.Column("community", Id, nullable=False),
        sa.Column("suggestion", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_suggestion_support_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "suggestion"],
            ["suggestion.community", "suggestion.id"],
            name="fk_suggestion_support_community_suggestion_suggestion",
        ),
        sa.ForeignKeyConstraint(
            ["community", "member"],
            ["member.community", "member.id"],
            name="fk_suggestion_support_community_member_member",
        ),
        sa.PrimaryKeyConstraint("community", "suggestion", "member", name="pk_suggestion_support"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_suggestion_support_member", "suggestion_support", ["community", "member"])
