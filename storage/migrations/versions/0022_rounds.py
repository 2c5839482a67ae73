"""Rounds of matching."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "weighing",
        sa.Column("community", Id, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("learn", "near", "wait")),
        sa.Column("mode", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_weighing_community_community"),
        sa.PrimaryKeyConstraint("community", name="pk_weighing"),
    )
    op.create_table(
        "match_round",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("begun", Instant(), nullable=False),
        sa.Column("fairness", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_match_round_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_match_round"),
        sa.UniqueConstraint("community", "id", name="uq_match_round_community_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_match_round_state", "match_round", ["community", "state"])
    _pairs()
    _left()


def _inside(of: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{of}_community_{column}_{table}"
    return sa.ForeignKeyConstraint(["community", column], [f"{table}.community", f"{table}.id"], name=name)


def _pairs() -> None:
    op.create_table(
        "match_pair",
        sa.Column("community", Id, nullable=False),
        *(sa.Column(name, Id, nullable=False) for name in ("round", "mentor", "mentee")),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("mentor_said", sa.Boolean(), nullable=True),
        sa.Column("mentee_said", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_match_pair_community_community"),
        _inside("match_pair", "round", "match_round"),
        _inside("match_pair", "mentor", "member"),
        _inside("match_pair", "mentee", "member"),
        sa.PrimaryKeyConstraint("community", "round", "mentor", "mentee", name="pk_match_pair"),
        sqlite_with_rowid=False,
    )
    for side in ("mentor", "mentee"):
        op.create_index(f"ix_match_pair_{side}", "match_pair", ["community", side, "state"])
    op.create_index("ix_match_pair_score", "match_pair", ["community", "round", "state", "score"])


def _left() -> None:
    op.create_table(
        "match_left",
        sa.Column("community", Id, nullable=False),
        sa.Column("round", Id, nullable=False),
        sa.Column("mentee", Id, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("topic", "needed", "seats")),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_match_left_community_community"),
        _inside("match_left", "round", "match_round"),
        _inside("match_left", "mentee", "member"),
        sa.PrimaryKeyConstraint("community", "round", "mentee", name="pk_match_left"),
        sqlite_with_rowid=False,
    )
