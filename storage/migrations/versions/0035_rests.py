"""Until when a mentor's seat rests after a pair."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("pair", sa.Column("rests", Instant(), nullable=True))
