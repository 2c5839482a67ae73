"""What people thank each other for."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, UniqueConstraint

from storage.columns import Id, Instant, inside, need, numbered, of_community

kudos = numbered(
    "kudos",
    of_community(),
    need("pair", Id),
    need("giver", Id),
    need("taker", Id),
    need("words"),
    need("given", Instant),
    need("open", Boolean),
    # Since when it stands in the channel, and the key of its post in the outbox.
    Column("shown", Instant),
    need("post"),
    need("edits", Integer),
    # From when on its period counts: not while it stands in the channel.
    Column("idle", Instant),
    UniqueConstraint("community", "id"),
    inside("pair", "pair"),
    inside("giver", "member"),
    inside("taker", "member"),
    Index("ix_kudos_pair", "community", "pair"),
    Index("ix_kudos_giver", "community", "giver"),
    Index("ix_kudos_taker", "community", "taker"),
)
