"""What waits to be sent, what was seen, and what comes when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _outbox()
    _inbox()
    _schedule()
    _occurrence()
    _draft()


def partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("once", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("expires", Instant(), nullable=True),
        sa.Column("collapse", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("followup", sa.Text, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("first_attempt", Instant(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("lease_owner", sa.Text, nullable=True),
        sa.Column("refs", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("finished", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_outbox_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("community", "once", name="uq_outbox_community_once"),
        sqlite_autoincrement=True,
    )
    partial("ix_outbox_collapse", "outbox", ["community", "collapse"], where="state = 'pending' AND collapse <> ''")
    partial("ix_outbox_due", "outbox", ["due", "id"], where="state = 'pending'")
    partial("ix_outbox_expires", "outbox", ["expires"], where="state = 'pending' AND expires IS NOT NULL")
    partial("ix_outbox_recipient", "outbox", ["community", "recipient", "id"], where="state = 'pending'")
    partial("ix_outbox_lease", "outbox", ["lease_until", "id"], where="state = 'sending'")
    partial("ix_outbox_sending", "outbox", ["community", "recipient"], where="state = 'sending'")


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("seen", Instant(), nullable=False),
        sa.Column("applied", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("platform", "event", name="pk_inbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_applied", "inbox", ["applied", "seen"])


def _schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("next_due", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_schedule_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_schedule"),
        sa.UniqueConstraint("community", "id", name="uq_schedule_community_id"),
        sa.UniqueConstraint("community", "kind", name="uq_schedule_community_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schedule_due", "schedule", ["next_due"])


def _occurrence() -> None:
    op.create_table(
        "occurrence",
        sa.Column("community", Id, nullable=False),
        sa.Column("schedule", Id, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "schedule"],
            ["schedule.community", "schedule.id"],
            name="fk_occurrence_community_schedule_schedule",
        ),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_occurrence_community_community"),
        sa.PrimaryKeyConstraint("schedule", "key", name="pk_occurrence"),
        sqlite_with_rowid=False,
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("expires", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_draft_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_draft_expires", "draft", ["expires"])
