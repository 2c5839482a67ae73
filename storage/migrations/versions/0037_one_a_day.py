"""When somebody last got a message that they had not asked for, whatever its sort."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("contact", sa.Column("wrote", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("written", Instant(), nullable=True))
