"""What a programme brings about, and since when each pair's mentee had looked for somebody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant, Key

revision = "0038"
down_revision = "0037"

KEYED: dict[str, tuple[tuple[sa.Column[object], ...], tuple[str, ...], tuple[str, ...]]] = {
    "activity": (
        (sa.Column("member", Id, nullable=False), sa.Column("day", Instant, nullable=False)),
        ("member", "day"),
        ("member",),
    ),
    "uncounted": ((sa.Column("member", Id, nullable=False),), ("member",), ("member",)),
    "connection": (
        (
            sa.Column("week", Instant, nullable=False),
            sa.Column("pairs", sa.Integer, nullable=False),
            sa.Column("connected", sa.Integer, nullable=False),
        ),
        ("week",),
        (),
    ),
    "tally": (
        (
            sa.Column("what", Key, nullable=False),
            sa.Column("number", sa.Integer, nullable=False),
            sa.Column("at", Instant, nullable=False),
            sa.Column("answers", sa.Integer, nullable=False),
            sa.Column("total", sa.Integer, nullable=False),
        ),
        ("what", "number"),
        (),
    ),
    "tallied": (
        (
            sa.Column("what", Key, nullable=False),
            sa.Column("pair", Id, nullable=False),
            sa.Column("side", Key, nullable=False),
        ),
        ("what", "pair", "side"),
        ("pair",),
    ),
    "impact_post": (
        (
            sa.Column("month", Key, nullable=False),
            sa.Column("state", sa.Text, nullable=False),
            sa.Column("words", sa.Text, nullable=False),
            sa.Column("figures", sa.Text, nullable=False),
            sa.Column("made", Instant, nullable=False),
        ),
        ("month",),
        (),
    ),
}
"""Name → columns, the key besides the community, and what refers to a table of its name."""


def upgrade() -> None:
    op.create_table(
        "impact",
        sa.Column("community", Id, nullable=False, autoincrement=False),
        sa.Column("counting", Instant),
        sa.Column("goal", sa.Text),
        sa.Column("goal_number", sa.Integer),
        sa.Column("goal_day", sa.Text),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_impact_community_community"),
        sa.PrimaryKeyConstraint("community", name="pk_impact"),
    )
    op.create_table(
        "lesson",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_lesson_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_lesson"),
        sqlite_autoincrement=True,
    )
    for name, (columns, key, references) in KEYED.items():
        op.create_table(
            name,
            sa.Column("community", Id, nullable=False),
            *columns,
            sa.ForeignKeyConstraint(["community"], ["community.id"], name=f"fk_{name}_community_community"),
            *(_inside(name, other) for other in references),
            sa.PrimaryKeyConstraint("community", *key, name=f"pk_{name}"),
            sqlite_with_rowid=False,
        )
    op.add_column("pair", sa.Column("sought", Instant))


def _inside(name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community", other], [f"{other}.community", f"{other}.id"], name=f"fk_{name}_community_{other}_{other}"
    )
