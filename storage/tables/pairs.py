"""Pairs, what they agree on, and what they say about their weeks."""

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

from storage.columns import Id, Instant, inside, keyed, need, numbered, of_community, partial

pair = numbered(
    "pair",
    of_community(),
    need("mentor", Id),
    need("mentee", Id),
    need("template"),
    need("weeks", Integer),
    need("goal"),
    need("started", Instant),
    need("week", Integer),
    need("week_at", Instant),
    need("state"),
    Column("last_asked", Instant),
    Column("ended", Instant),
    need("reason"),
    Column("space", Text),
    Column("space_name", Text),
    Column("told", Integer),
    Column("sign", Instant),
    Column("held", Instant),
    Column("rests", Instant),
    Column("format", Text),
    # Since when the mentee had looked for somebody.
    Column("sought", Instant),
    UniqueConstraint("community", "id"),
    inside("mentor", "member"),
    inside("mentee", "member"),
    Index("ix_pair_mentor", "community", "mentor", "state"),
    Index("ix_pair_mentee", "community", "mentee", "state"),
    partial("ix_pair_active", "community", "id", where="state = 'active'"),
)

expectation = keyed(
    "expectation",
    of_community(),
    need("pair", Id),
    need("goal"),
    need("rhythm"),
    need("meanwhile"),
    need("proposer", Id),
    need("version", Integer),
    need("mentor_agreed", Boolean),
    need("mentee_agreed", Boolean),
    need("form"),
    PrimaryKeyConstraint("community", "pair", "version"),
    inside("pair", "pair"),
    inside("proposer", "member"),
)

checkin = keyed(
    "checkin",
    of_community(),
    need("pair", Id),
    need("week", Integer),
    need("member", Id),
    need("at", Instant),
    Column("met", Boolean),
    Column("rating", Integer),
    need("next_step"),
    need("note"),
    PrimaryKeyConstraint("community", "pair", "week", "member"),
    inside("pair", "pair"),
    inside("member", "member"),
)

feedback = keyed(
    "feedback",
    of_community(),
    need("pair", Id),
    need("member", Id),
    need("at", Instant),
    need("rating", Integer),
    need("words"),
    PrimaryKeyConstraint("community", "pair", "member"),
    inside("pair", "pair"),
    inside("member", "member"),
)

risk = numbered(
    "risk",
    of_community(),
    need("pair", Id),
    need("why"),
    need("at", Instant),
    Column("closed", Instant),
    inside("pair", "pair"),
    Index("ix_risk_pair", "community", "pair"),
    partial("ix_risk_open", "community", "id", where="closed IS NULL"),
)

followup = keyed(
    "followup",
    of_community(),
    need("pair", Id),
    need("member", Id),
    need("at", Instant),
    need("outcome"),
    PrimaryKeyConstraint("community", "pair", "member"),
    inside("pair", "pair"),
    inside("member", "member"),
)
