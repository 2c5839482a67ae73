"""What could not come by direct message is found at the person's next act."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    where = sa.text("state = 'untold'")
    columns = ["community", "recipient", "id"]
    op.create_index("ix_outbox_untold", "outbox", columns, sqlite_where=where, postgresql_where=where)
