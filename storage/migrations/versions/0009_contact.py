"""How members want to be reached, the language they picked, and the last week a pair was told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("community", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("direct", sa.Text, nullable=False),
        sa.Column("asked", Instant(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("snoozed_until", Instant(), nullable=True),
        sa.Column("nudge", sa.Text, nullable=False),
        sa.Column("nudged", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_contact_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["member.community", "member.id"], name="fk_contact_community_member_member"
        ),
        sa.PrimaryKeyConstraint("community", "member", name="pk_contact"),
        sqlite_with_rowid=False,
    )
    op.add_column("member", sa.Column("tongue", sa.Text, nullable=True))
    op.add_column("pair", sa.Column("told", sa.Integer(), nullable=True))
    op.execute("UPDATE pair SET told = CASE WHEN week_at = started THEN 0 ELSE week END")
