"""What members offer and seek, and what they ask each other."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Id, Instant, Key, inside, keyed, need, numbered, of_community

topic = numbered(
    "topic",
    of_community(),
    need("key", Key),
    need("name"),
    need("name_key", Key),
    UniqueConstraint("community", "id"),
    UniqueConstraint("community", "key"),
)

offer = keyed(
    "offer",
    of_community(),
    need("member", Id),
    need("capacity", Integer),
    Column("format", Text),
    Column("weeks", Integer),
    need("open", Boolean),
    Column("held", Boolean),
    Column("load_asked", Instant),
    PrimaryKeyConstraint("community", "member"),
    inside("member", "member"),
)

seek = keyed(
    "seek",
    of_community(),
    need("member", Id),
    need("goal"),
    need("since", Instant),
    Column("format", Text),
    Column("weeks", Integer),
    need("open", Boolean),
    PrimaryKeyConstraint("community", "member"),
    inside("member", "member"),
)


def _topics_of(name: str) -> Table:
    return keyed(
        f"{name}_topic",
        of_community(),
        need("member", Id),
        need("topic", Id),
        need("position", Integer),
        PrimaryKeyConstraint("community", "member", "topic"),
        ForeignKeyConstraint(["community", "member"], [f"{name}.community", f"{name}.member"]),
        inside("topic", "topic"),
        Index(f"ix_{name}_topic_topic", "community", "topic", "member"),
    )


offer_topic = _topics_of("offer")
seek_topic = _topics_of("seek")

request = numbered(
    "request",
    of_community(),
    need("mentee", Id),
    need("mentor", Id),
    need("words"),
    need("state"),
    need("sent", Instant),
    need("reason"),
    Column("answered", Instant),
    Column("asked_back", Instant),
    inside("mentee", "member"),
    inside("mentor", "member"),
    Index("uq_request_community_id", "community", "id", unique=True),
    Index("ix_request_mentee", "community", "mentee", "state"),
    Index("ix_request_mentor", "community", "mentor", "state"),
)

request_line = keyed(
    "request_line",
    of_community(),
    need("request", Id),
    need("position", Integer),
    need("member", Id),
    need("words"),
    need("at", Instant),
    PrimaryKeyConstraint("community", "request", "position"),
    inside("request", "request"),
    inside("member", "member"),
)
