"""Communities, their programmes, and the people in them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from storage.columns import Id, Instant, Key, inside, keyed, need, numbered, of_community, table

community = numbered(
    "community",
    need("platform"),
    need("native_id"),
    need("name"),
    need("locale"),
    need("zone"),
    need("created", Instant),
    # Since when the bot is not there any more.
    Column("removed_at", Instant),
    Index("ix_community_removed", "removed_at"),
    Column("paused", Instant),
    UniqueConstraint("platform", "native_id"),
)

programme = table(
    "programme",
    Column("community", Id, ForeignKey("community.id"), primary_key=True, autoincrement=False),
    Column("channel", Text),
    Column("channel_name", Text),
    Column("moderators", Text),
    Column("moderators_name", Text),
    need("weeks", Integer),
    need("weekday", Integer),
    need("hour", Integer),
    need("template"),
    Column("opened", Instant),
)

member = numbered(
    "member",
    of_community(),
    need("person"),
    need("name"),
    need("name_key", Key),
    Column("locale", Text),
    Column("zone", Text),
    # They chose the zone themselves: what the platform says does not change it.
    Column("own_zone", Boolean),
    Column("tongue", Text),
    Column("direct", Text),
    Column("direct_name", Text),
    need("conduct", Integer),
    Column("conduct_at", Instant),
    need("about"),
    need("languages"),
    need("district"),
    need("district_key", Key),
    need("link"),
    Column("meets", Text),
    Column("hours", Text),
    # There is an open offer: the districts of those who offer are found without looking at everybody else.
    Column("offers", Boolean),
    # Posts say "a mentor" or "a mentee" instead of the name.
    Column("nameless", Boolean),
    Column("paused_until", Instant),
    need("has_left", Boolean),
    Column("left_at", Instant),
    need("joined", Instant),
    UniqueConstraint("community", "id"),
    # The person first, so that it also answers "in which communities is this person".
    UniqueConstraint("person", "community"),
    Index("ix_member_name", "community", "name_key", "id"),
    Index("ix_member_district", "community", "district_key", "id"),
    Index("ix_member_offers", "community", "offers", "district_key", "id"),
)

member_language = keyed(
    "member_language",
    of_community(),
    need("language"),
    need("member", Id),
    PrimaryKeyConstraint("community", "language", "member"),
    inside("member", "member"),
    Index("ix_member_language_member", "community", "member"),
)
