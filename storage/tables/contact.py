"""How members want to be reached."""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint

from storage.columns import Id, Instant, inside, keyed, need, of_community

contact = keyed(
    "contact",
    of_community(),
    need("member", Id),
    need("direct"),
    Column("asked", Instant),
    need("quiet_from", Integer),
    need("quiet_to", Integer),
    Column("snoozed_until", Instant),
    need("nudge"),
    Column("nudged", Instant),
    PrimaryKeyConstraint("community", "member"),
    inside("member", "member"),
)
