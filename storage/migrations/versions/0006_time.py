"""Schedules of any rhythm and number, what became of their occurrences, and single steps at an instant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant, Key

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("CREATE TABLE kept_schedule AS SELECT * FROM schedule")
    op.execute("CREATE TABLE kept_occurrence AS SELECT * FROM occurrence")
    op.drop_table("occurrence")
    op.drop_table("schedule")
    _schedule()
    _occurrence()
    _later()
    _copy()
    op.drop_table("kept_occurrence")
    op.drop_table("kept_schedule")


def _copy() -> None:
    op.execute(
        "INSERT INTO schedule (id, community, kind, key, sort, every, number, hour, minute, zone, next_due,"
        " look_at, paused) SELECT id, community, kind, '', 'weekly', 'week', weekday, hour, 0, zone, next_due,"
        " next_due, (1 = 0) FROM kept_schedule"
    )
    op.execute(
        "INSERT INTO occurrence (community, schedule, day, fate, at)"
        " SELECT community, schedule, key, 'done', at FROM kept_occurrence"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('schedule', 'id'), (SELECT max(id) FROM schedule))"
            " WHERE EXISTS (SELECT 1 FROM schedule)"
        )


def _schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("every", sa.Text, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("first_day", sa.Text, nullable=True),
        sa.Column("next_due", Instant(), nullable=True),
        sa.Column("look_at", Instant(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("skip_day", sa.Text, nullable=True),
        sa.Column("last_day", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_schedule_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
        sa.UniqueConstraint("community", "id", name="uq_schedule_community_id"),
        sa.UniqueConstraint("community", "kind", "key", name="uq_schedule_community_kind_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schedule_look", "schedule", ["look_at"])


def _occurrence() -> None:
    op.create_table(
        "occurrence",
        sa.Column("community", Id, nullable=False),
        sa.Column("schedule", Id, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("fate", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "schedule"],
            ["schedule.community", "schedule.id"],
            name="fk_occurrence_community_schedule_schedule",
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_occurrence_community_community"),
        sa.PrimaryKeyConstraint("schedule", "day", name="pk_occurrence"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_occurrence_fate", "occurrence", ["community", "fate", "at"])


def _later() -> None:
    op.create_table(
        "later",
        sa.Column("community", Id, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("call", sa.Text, nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("look_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_later_community_community"),
        sa.PrimaryKeyConstraint("community", "key", name="pk_later"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_later_look", "later", ["look_at"])
