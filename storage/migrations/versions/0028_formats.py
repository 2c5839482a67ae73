"""One question or a course of weeks; when somebody has time, how they meet, and a zone of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    for table in ("offer", "seek"):
        op.drop_column(table, "availability")  # nobody could ever fill it in
        op.add_column(table, sa.Column("format", sa.Text(), nullable=True))
        op.add_column(table, sa.Column("weeks", sa.Integer(), nullable=True))
    op.add_column("pair", sa.Column("format", sa.Text(), nullable=True))
    op.add_column("member", sa.Column("own_zone", sa.Boolean(), nullable=True))
    op.add_column("member", sa.Column("meets", sa.Text(), nullable=True))
    op.add_column("member", sa.Column("hours", sa.Text(), nullable=True))
