"""What people and pairs are thanked for, and what the community has passed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, UniqueConstraint

from storage.columns import Id, Instant, inside, keyed, need, numbered, of_community, table

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

nomination = numbered(
    "nomination",
    of_community(),
    need("nominator", Id),
    need("nominee", Id),
    need("words"),
    need("at", Instant),
    UniqueConstraint("community", "id"),
    inside("nominator", "member"),
    inside("nominee", "member"),
    Index("ix_nomination_at", "community", "at"),
    Index("ix_nomination_nominator", "community", "nominator"),
    Index("ix_nomination_nominee", "community", "nominee"),
)

honour = numbered(
    "honour",
    of_community(),
    need("month"),
    need("pair", Id),
    need("mentor", Id),
    need("mentee", Id),
    need("words"),
    need("asked", Instant),
    need("state"),
    need("mentor_says"),
    need("mentee_says"),
    need("post"),
    need("edits", Integer),
    Column("ended", Instant),
    UniqueConstraint("community", "id"),
    inside("pair", "pair"),
    inside("mentor", "member"),
    inside("mentee", "member"),
    Index("ix_honour_month", "community", "month"),
    Index("ix_honour_mentor", "community", "mentor"),
    Index("ix_honour_mentee", "community", "mentee"),
)

milestone = keyed(
    "milestone",
    of_community(),
    need("passed"),
    need("number", Integer),
    need("at", Instant),
    PrimaryKeyConstraint("community", "passed", "number"),
)

milestone_choice = table(
    "milestone_choice",
    Column("community", Id, ForeignKey("community.id"), primary_key=True, autoincrement=False),
    need("posted", Boolean),
)
