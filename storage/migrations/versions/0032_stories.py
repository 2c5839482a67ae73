"""Stories of pairs, who agreed to them, and their pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    _story()
    _about_it()
    op.create_table(
        "picture",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        *(sa.Column(name, Id, nullable=False) for name in ("story", "mentor", "mentee")),
        sa.Column("data", sa.LargeBinary, nullable=False),
        *_inside("picture", story="story", mentor="member", mentee="member"),
        sa.PrimaryKeyConstraint("id", name="pk_picture"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_picture_story", "picture", ["community", "story"])


def _story() -> None:
    op.create_table(
        "story",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        *(sa.Column(name, Id, nullable=False) for name in ("pair", "mentor", "mentee", "author")),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("need", "did", "changed", "alt")),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("idle", Instant(), nullable=True),
        sa.Column("place", sa.Integer, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("row", sa.Text, nullable=False),
        *(sa.Column(name, Instant(), nullable=True) for name in ("posted", "ended")),
        *_inside("story", pair="pair", mentor="member", mentee="member", author="member"),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sa.UniqueConstraint("community", "id", name="uq_story_community_id"),
        sqlite_autoincrement=True,
    )
    for name in ("pair", "state", "mentor", "mentee"):
        op.create_index(f"ix_story_{name}", "story", ["community", name])


def _about_it() -> None:
    op.create_table(
        "story_consent",
        sa.Column("community", Id, nullable=False),
        sa.Column("story", Id, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("named", sa.Boolean, nullable=False),
        *_inside("story_consent", story="story", member="member"),
        sa.PrimaryKeyConstraint("community", "story", "version", "member", name="pk_story_consent"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_consent_member", "story_consent", ["community", "member"])
    op.create_table(
        "story_ask",
        *(sa.Column(name, Id, nullable=False) for name in ("community", "pair", "member")),
        sa.Column("at", Instant(), nullable=False),
        *_inside("story_ask", pair="pair", member="member"),
        sa.PrimaryKeyConstraint("community", "pair", "member", name="pk_story_ask"),
        sqlite_with_rowid=False,
    )


def _inside(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    own = sa.ForeignKeyConstraint(["community"], ["community.id"], name=f"fk_{table}_community_community")
    others = [
        sa.ForeignKeyConstraint(
            ["community", name],
            [f"{other}.community", f"{other}.id"],
            name=f"fk_{table}_community_{name}_{other}",
        )
        for name, other in columns.items()
    ]
    return [own, *others]
