"""Every version of what a pair agrees on is kept, with how the two meet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """SQLite cannot change a key, so the table is made anew."""
    op.execute("CREATE TABLE kept_expectation AS SELECT * FROM expectation")
    op.drop_table("expectation")
    op.create_table(
        "expectation",
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("meanwhile", sa.Text(), nullable=False),
        sa.Column("proposer", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mentor_agreed", sa.Boolean(), nullable=False),
        sa.Column("mentee_agreed", sa.Boolean(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_expectation_community_community"),
        _inside("pair", "pair"),
        _inside("proposer", "member"),
        sa.PrimaryKeyConstraint("community", "pair", "version", name="pk_expectation"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO expectation (community, pair, goal, rhythm, meanwhile, proposer, version, mentor_agreed,"
        " mentee_agreed, form) SELECT community, pair, goal, rhythm, meanwhile, proposer, version, mentor_agreed,"
        " mentee_agreed, '' FROM kept_expectation"
    )
    op.drop_table("kept_expectation")


def _inside(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_expectation_community_{column}_{table}"
    return sa.ForeignKeyConstraint(["community", column], [f"{table}.community", f"{table}.id"], name=name)
