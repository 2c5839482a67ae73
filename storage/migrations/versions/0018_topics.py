"""Other words for a community's topics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Key

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "topic_alias",
        sa.Column("community", Id, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("topic", Id, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_topic_alias_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "topic"], ["topic.community", "topic.id"], name="fk_topic_alias_community_topic_topic"
        ),
        sa.PrimaryKeyConstraint("community", "key", name="pk_topic_alias"),
        sqlite_with_rowid=False,
    )
