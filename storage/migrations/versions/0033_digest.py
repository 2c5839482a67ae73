"""Who of the coordination gets the weekly digest; and what could not be delivered is found by its community."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "digest_reader",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("wanted", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_digest_reader_community_community"),
        sa.PrimaryKeyConstraint("id", name="pk_digest_reader"),
        sa.UniqueConstraint("community", "person", name="uq_digest_reader_community_person"),
        sqlite_autoincrement=True,
    )
    wanted = sa.text("wanted IS NOT NULL")
    columns = ["wanted", "id"]
    op.create_index("ix_digest_reader_wanted", "digest_reader", columns, sqlite_where=wanted, postgresql_where=wanted)
    trouble = sa.text("state IN ('untold', 'dead', 'uncertain')")
    columns = ["community", "created"]
    op.create_index("ix_outbox_trouble", "outbox", columns, sqlite_where=trouble, postgresql_where=trouble)
