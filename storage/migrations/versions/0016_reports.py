"""Reports, the notes on them, who reads them, and pairs on hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    _contact()
    _report()
    _note()
    op.add_column("pair", sa.Column("held", Instant(), nullable=True))


def _contact() -> None:
    op.create_table(
        "safety_contact",
        sa.Column("community", Id, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_safety_contact_community_community"),
        sa.PrimaryKeyConstraint("community", "person", name="pk_safety_contact"),
        sqlite_with_rowid=False,
    )


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("reporter", sa.Text, nullable=False),
        sa.Column("reported", sa.Text, nullable=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("pair", Id, nullable=True),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("filed", Instant(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("handler", sa.Text, nullable=True),
        sa.Column("closed", Instant(), nullable=True),
        sa.Column("outcome", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_report_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "pair"], ["pair.community", "pair.id"], name="fk_report_community_pair_pair"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("community", "id", name="uq_report_community_id"),
        sqlite_autoincrement=True,
    )
    still = sa.text("state <> 'closed'")
    op.create_index("ix_report_open", "report", ["community", "id"], sqlite_where=still, postgresql_where=still)


def _note() -> None:
    op.create_table(
        "report_note",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("report", Id, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_report_note_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "report"], ["report.community", "report.id"], name="fk_report_note_community_report_report"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_note"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_note_report", "report_note", ["community", "report"])
