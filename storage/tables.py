"""The tables: every row belongs to a community, and every reference stays inside it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Id, Instant, Key, inside, keyed, need, numbered, of_community, partial, table

community = numbered(
    "community",
    need("platform"),
    need("native_id"),
    need("name"),
    need("locale"),
    need("zone"),
    need("created", Instant),
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
    Column("direct", Text),
    Column("direct_name", Text),
    need("conduct", Integer),
    Column("conduct_at", Instant),
    need("about"),
    need("languages"),
    need("district"),
    need("district_key", Key),
    need("link"),
    Column("paused_until", Instant),
    need("has_left", Boolean),
    need("joined", Instant),
    UniqueConstraint("community", "id"),
    # The person first, so that it also answers "in which communities is this person".
    UniqueConstraint("person", "community"),
    Index("ix_member_name", "community", "name_key", "id"),
    Index("ix_member_district", "community", "district_key", "id"),
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
    need("availability"),
    need("open", Boolean),
    PrimaryKeyConstraint("community", "member"),
    inside("member", "member"),
)

seek = keyed(
    "seek",
    of_community(),
    need("member", Id),
    need("goal"),
    need("since", Instant),
    need("availability"),
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
    inside("mentee", "member"),
    inside("mentor", "member"),
    Index("ix_request_mentee", "community", "mentee", "state"),
    Index("ix_request_mentor", "community", "mentor", "state"),
)

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
    PrimaryKeyConstraint("community", "pair"),
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

outbox = numbered(
    "outbox",
    of_community(),
    need("once"),
    need("kind"),
    need("target"),
    need("recipient"),
    Column("message", Text),
    need("title"),
    Column("not_before", Instant),
    Column("expires", Instant),
    need("collapse"),
    need("after"),
    Column("followup", Text),
    need("state"),
    need("due", Instant),
    need("attempt", Integer),
    Column("first_attempt", Instant),
    Column("lease_until", Instant),
    Column("lease_owner", Text),
    need("refs"),
    need("why"),
    need("created", Instant),
    Column("finished", Instant),
    UniqueConstraint("community", "once"),
    # What waits is a sliver of what was ever sent, so every look at it goes through a partial index.
    partial("ix_outbox_due", "due", "id", where="state = 'pending'"),
    partial("ix_outbox_recipient", "community", "recipient", "id", where="state = 'pending'"),
    partial("ix_outbox_sending", "community", "recipient", where="state = 'sending'"),
    partial("ix_outbox_lease", "lease_until", "id", where="state = 'sending'"),
    partial("ix_outbox_expires", "expires", where="state = 'pending' AND expires IS NOT NULL"),
    partial("ix_outbox_collapse", "community", "collapse", where="state = 'pending' AND collapse <> ''"),
)

inbox = keyed(
    "inbox",
    need("platform"),
    need("event"),
    need("body"),
    need("seen", Instant),
    Column("applied", Instant),
    PrimaryKeyConstraint("platform", "event"),
    Index("ix_inbox_applied", "applied", "seen"),
)

schedule = numbered(
    "schedule",
    of_community(),
    need("kind"),
    need("zone"),
    need("hour", Integer),
    need("weekday", Integer),
    need("next_due", Instant),
    UniqueConstraint("community", "id"),
    UniqueConstraint("community", "kind"),
    Index("ix_schedule_due", "next_due"),
)

occurrence = keyed(
    "occurrence",
    of_community(),
    need("schedule", Id),
    need("key"),
    need("at", Instant),
    PrimaryKeyConstraint("schedule", "key"),
    inside("schedule", "schedule"),
)

draft = numbered(
    "draft",
    of_community(),
    need("person"),
    need("body"),
    need("expires", Instant),
    Index("ix_draft_expires", "expires"),
)
