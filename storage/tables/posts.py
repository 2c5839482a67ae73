"""Weekly posts: series, what they say in turn, and what became of each turn."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Text, UniqueConstraint

from storage.columns import Id, Instant, Key, inside, keyed, need, numbered, of_community

series = numbered(
    "series",
    of_community(),
    need("source"),
    Column("place", Text),
    Column("place_name", Text),
    need("created", Instant),
    Column("ended", Instant),
    UniqueConstraint("community", "id"),
)

piece = numbered(
    "piece",
    of_community(),
    need("kind"),
    need("title"),
    need("words"),
    need("link"),
    need("starter"),
    need("position", Integer),
    need("removed", Boolean),
    UniqueConstraint("community", "id"),
    Index("ix_piece_position", "community", "position"),
)

post_turn = keyed(
    "post_turn",
    of_community(),
    need("series", Id),
    need("day"),
    need("key", Key),
    need("at", Instant),
    need("why"),
    PrimaryKeyConstraint("community", "series", "day"),
    inside("series", "series"),
    Index("ix_post_turn_key", "community", "key", "at"),
    Index("ix_post_turn_at", "community", "at"),
)
