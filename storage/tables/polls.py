"""Polls and what was answered; a ballot has no time and no order of its own."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from storage.columns import Id, Instant, Key, inside, keyed, need, numbered, of_community, partial

poll = numbered(
    "poll",
    of_community(),
    need("uid", Key),
    need("question"),
    need("several", Boolean),
    need("secrecy"),
    need("electorate"),
    need("length", Integer),
    Column("place", Text),
    Column("place_name", Text),
    need("state"),
    need("created", Instant),
    Column("opened", Instant),
    Column("closes", Instant),
    Column("respondents", Integer),
    Column("repeats", Id),
    need("every", Integer),
    need("reminding", Boolean),
    UniqueConstraint("community", "id"),
    inside("repeats", "poll"),
    Index("ix_poll_uid", "uid", unique=True),
    partial("ix_poll_state", "state", "id", where="state <> 'closed'"),
)

poll_option = keyed(
    "poll_option",
    of_community(),
    need("poll", Id),
    need("position", Integer),
    need("label"),
    Column("count", Integer),
    PrimaryKeyConstraint("community", "poll", "position"),
    inside("poll", "poll"),
)

ballot = keyed(
    "ballot",
    of_community(),
    need("poll", Id),
    need("voter", Key),
    need("chosen"),
    Column("member", Id),
    PrimaryKeyConstraint("community", "poll", "voter"),
    inside("poll", "poll"),
    inside("member", "member"),
)
