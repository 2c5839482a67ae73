"""Questions before an answer, and a mentor who is asked whether it is too much."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Instant

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("offer", sa.Column("held", sa.Boolean(), nullable=True))
    op.add_column("offer", sa.Column("load_asked", Instant(), nullable=True))
    op.add_column("request", sa.Column("asked_back", Instant(), nullable=True))
    op.create_index("uq_request_community_id", "request", ["community", "id"], unique=True)
    op.create_table(
        "request_line",
        sa.Column("community", Id, nullable=False),
        sa.Column("request", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_request_line_community_community"),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["member.community", "member.id"], name="fk_request_line_community_member_member"
        ),
        sa.ForeignKeyConstraint(
            ["community", "request"],
            ["request.community", "request.id"],
            name="fk_request_line_community_request_request",
        ),
        sa.PrimaryKeyConstraint("community", "request", "position", name="pk_request_line"),
        sqlite_with_rowid=False,
    )
