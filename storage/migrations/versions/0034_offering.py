"""The districts of those who offer are found without looking at everybody else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("member", sa.Column("offers", sa.Boolean(), nullable=True))
    member = sa.table("member", sa.column("community"), sa.column("id"), sa.column("offers", sa.Boolean()))
    offer = sa.table("offer", sa.column("community"), sa.column("member"), sa.column("open", sa.Boolean()))
    theirs = (offer.c.community == member.c.community) & (offer.c.member == member.c.id)
    op.execute(member.update().values(offers=sa.true()).where(sa.exists().where(theirs, offer.c.open == sa.true())))
    op.create_index("ix_member_offers", "member", ["community", "offers", "district_key", "id"])
