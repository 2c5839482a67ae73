"""Meetings of pairs, and the times that were proposed for them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, UniqueConstraint

from storage.columns import Id, Instant, inside, keyed, need, numbered, of_community

meeting = numbered(
    "meeting",
    of_community(),
    need("pair", Id),
    need("proposer", Id),
    need("minutes", Integer),
    need("place"),
    need("created", Instant),
    need("state"),
    Column("at", Instant),
    need("sequence", Integer),
    UniqueConstraint("community", "id"),
    inside("pair", "pair"),
    inside("proposer", "member"),
    Index("ix_meeting_pair", "community", "pair"),
)

meeting_time = keyed(
    "meeting_time",
    of_community(),
    need("meeting", Id),
    need("position", Integer),
    need("at", Instant),
    PrimaryKeyConstraint("community", "meeting", "position"),
    inside("meeting", "meeting"),
)
