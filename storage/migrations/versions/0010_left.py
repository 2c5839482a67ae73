"""Since when somebody is away, so that it is not kept for ever."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("member", sa.Column("left_at", Instant(), nullable=True))
