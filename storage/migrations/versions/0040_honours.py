"""The pair of the month, and milestones; what a community has passed before is not posted afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0040"
down_revision = "0039"

NUMBERS = (1, 10, 25, 50, 100, 250, 500, 1000)


def upgrade() -> None:
    _nominations()
    _honours()
    op.create_table(
        "milestone",
        sa.Column("community", Id, nullable=False),
        sa.Column("passed", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_milestone_community_community"),
        sa.PrimaryKeyConstraint("community", "passed", "number", name="pk_milestone"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "milestone_choice",
        sa.Column("community", Id, autoincrement=False, nullable=False),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_milestone_choice_community_community"),
        sa.PrimaryKeyConstraint("community", name="pk_milestone_choice"),
    )
    _passed_before()


def _nominations() -> None:
    op.create_table(
        "nomination",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("nominator", Id, nullable=False),
        sa.Column("nominee", Id, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_nomination_community_community"),
        _inside("nomination", "nominator", "member"),
        _inside("nomination", "nominee", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_nomination"),
        sa.UniqueConstraint("community", "id", name="uq_nomination_community_id"),
        sqlite_autoincrement=True,
    )
    for column in ("at", "nominator", "nominee"):
        op.create_index(f"ix_nomination_{column}", "nomination", ["community", column])


def _honours() -> None:
    op.create_table(
        "honour",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("mentor", Id, nullable=False),
        sa.Column("mentee", Id, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked", Instant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("mentor_says", sa.Text(), nullable=False),
        sa.Column("mentee_says", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_honour_community_community"),
        _inside("honour", "pair", "pair"),
        _inside("honour", "mentor", "member"),
        _inside("honour", "mentee", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_honour"),
        sa.UniqueConstraint("community", "id", name="uq_honour_community_id"),
        sqlite_autoincrement=True,
    )
    for column in ("month", "mentor", "mentee"):
        op.create_index(f"ix_honour_{column}", "honour", ["community", column])


def _passed_before() -> None:
    pair = sa.table("pair", sa.column("community", Id), sa.column("state", sa.Text()))
    finished = sa.func.sum(sa.case((pair.c.state == "finished", 1), else_=0))
    counts = op.get_bind().execute(sa.select(pair.c.community, sa.func.count(), finished).group_by(pair.c.community))
    now = datetime.now(UTC)
    rows = [
        {"community": community, "passed": passed, "number": number, "at": now}
        for community, begun, over in counts
        for passed, count in (("begun", begun), ("finished", over))
        for number in NUMBERS
        if number <= count
    ]
    milestone = sa.table(
        "milestone",
        sa.column("community", Id),
        sa.column("passed", sa.Text()),
        sa.column("number", sa.Integer()),
        sa.column("at", Instant()),
    )
    if rows:
        op.bulk_insert(milestone, rows)


def _inside(of: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{of}_community_{column}_{table}"
    return sa.ForeignKeyConstraint(["community", column], [f"{table}.community", f"{table}.id"], name=name)
