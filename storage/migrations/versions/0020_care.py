"""Signs of life of a pair, what makes it need a look, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("pair", sa.Column("sign", Instant(), nullable=True))
    op.create_table(
        "risk",
        sa.Column("id", Id, nullable=False),
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("closed", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_risk_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "pair"], ["pair.community", "pair.id"], name="fk_risk_community_pair_pair"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_risk"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_risk_pair", "risk", ["community", "pair"])
    unseen = sa.text("closed IS NULL")
    op.create_index("ix_risk_open", "risk", ["community", "id"], sqlite_where=unseen, postgresql_where=unseen)
    op.create_table(
        "followup",
        sa.Column("community", Id, nullable=False),
        sa.Column("pair", Id, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_followup_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["member.community", "member.id"], name="fk_followup_community_member_member"
        ),
        sa.ForeignKeyConstraint(
            ["community", "pair"], ["pair.community", "pair.id"], name="fk_followup_community_pair_pair"
        ),
        sa.PrimaryKeyConstraint("community", "pair", "member", name="pk_followup"),
        sqlite_with_rowid=False,
    )
