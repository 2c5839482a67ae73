"""The audit log: a chain for each community, its last link, and who acted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("community", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", Id, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_audit_community_community"),
        sa.PrimaryKeyConstraint("community", "number", name="pk_audit"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_head",
        sa.Column("community", Id, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_audit_head_community_community"),
        sa.PrimaryKeyConstraint("community", name="pk_audit_head"),
    )
    op.create_table(
        "audit_actor",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_audit_actor_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_actor"),
        sa.UniqueConstraint("community", "person", name="uq_audit_actor_community_person"),
        sqlite_autoincrement=True,
    )
