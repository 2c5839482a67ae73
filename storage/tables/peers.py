"""Introductions of two members by a third."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, UniqueConstraint

from storage.columns import Id, Instant, inside, keyed, need, numbered, of_community, partial

peer_introduction = numbered(
    "peer_introduction",
    of_community(),
    need("giver", Id),
    need("one", Id),
    need("other", Id),
    need("words"),
    need("at", Instant),
    Column("one_said", Boolean),
    Column("other_said", Boolean),
    inside("giver", "member"),
    inside("one", "member"),
    inside("other", "member"),
    Index("ix_peer_introduction_giver", "community", "giver", "at"),
    Index("ix_peer_introduction_one", "community", "one", "other"),
    Index("ix_peer_introduction_other", "community", "other", "one"),
)

peer = keyed(
    "peer",
    of_community(),
    need("member", Id),
    need("since", Instant),
    PrimaryKeyConstraint("community", "member"),
    inside("member", "member"),
)

peer_group = numbered(
    "peer_group",
    of_community(),
    need("at", Instant),
    need("told", Boolean),
    UniqueConstraint("community", "id"),
    partial("ix_peer_group_untold", "community", "id", where="told = false"),
)

peer_place = keyed(
    "peer_place",
    of_community(),
    need("team", Id),
    need("member", Id),
    need("position", Integer),
    Column("met", Boolean),
    PrimaryKeyConstraint("community", "team", "member"),
    inside("team", "peer_group"),
    inside("member", "member"),
    Index("ix_peer_place_member", "community", "member"),
)
