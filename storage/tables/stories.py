"""Stories of pairs, who agreed to them, and their pictures."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, UniqueConstraint

from storage.columns import Id, Instant, inside, keyed, need, numbered, of_community

story = numbered(
    "story",
    of_community(),
    need("pair", Id),
    need("mentor", Id),
    need("mentee", Id),
    need("author", Id),
    need("state"),
    need("version", Integer),
    need("need"),
    need("did"),
    need("changed"),
    need("alt"),
    need("created", Instant),
    Column("idle", Instant),
    Column("place", Integer),
    need("reason"),
    need("row"),
    Column("posted", Instant),
    Column("ended", Instant),
    UniqueConstraint("community", "id"),
    inside("pair", "pair"),
    inside("mentor", "member"),
    inside("mentee", "member"),
    inside("author", "member"),
    Index("ix_story_pair", "community", "pair"),
    Index("ix_story_state", "community", "state"),
    Index("ix_story_mentor", "community", "mentor"),
    Index("ix_story_mentee", "community", "mentee"),
)

story_consent = keyed(
    "story_consent",
    of_community(),
    need("story", Id),
    need("version", Integer),
    need("member", Id),
    need("at", Instant),
    need("named", Boolean),
    PrimaryKeyConstraint("community", "story", "version", "member"),
    inside("story", "story"),
    inside("member", "member"),
    Index("ix_story_consent_member", "community", "member"),
)

story_ask = keyed(
    "story_ask",
    of_community(),
    need("pair", Id),
    need("member", Id),
    need("at", Instant),
    PrimaryKeyConstraint("community", "pair", "member"),
    inside("pair", "pair"),
    inside("member", "member"),
)

picture = numbered(
    "picture",
    of_community(),
    need("story", Id),
    need("mentor", Id),
    need("mentee", Id),
    need("data", LargeBinary),
    inside("story", "story"),
    inside("mentor", "member"),
    inside("mentee", "member"),
    Index("ix_picture_story", "community", "story"),
)
