"""How members want to be reached."""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Text

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
    Column("wrote", Text),
    Column("written", Instant),
    PrimaryKeyConstraint("community", "member"),
    inside("member", "member"),
)
