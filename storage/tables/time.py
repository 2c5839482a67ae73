"""What comes when: schedules, what already happened by them, and single steps at an instant."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Text, UniqueConstraint

from storage.columns import Id, Instant, Key, inside, keyed, need, numbered, of_community

schedule = numbered(
    "schedule",
    of_community(),
    need("kind"),
    need("key", Key),
    need("sort"),
    need("every"),
    need("number", Integer),
    need("hour", Integer),
    need("minute", Integer),
    need("zone"),
    Column("first_day", Text),
    Column("next_due", Instant),
    # When to look at it: as it is due, later after something went wrong, never while the bot is away.
    Column("look_at", Instant),
    need("paused", Boolean),
    Column("skip_day", Text),
    Column("last_day", Text),
    UniqueConstraint("community", "id"),
    UniqueConstraint("community", "kind", "key"),
    Index("ix_schedule_look", "look_at"),
)

occurrence = keyed(
    "occurrence",
    of_community(),
    need("schedule", Id),
    need("day"),
    need("fate"),
    need("at", Instant),
    PrimaryKeyConstraint("schedule", "day"),
    inside("schedule", "schedule"),
    Index("ix_occurrence_fate", "community", "fate", "at"),
)

later = keyed(
    "later",
    of_community(),
    need("key", Key),
    need("call"),
    need("due", Instant),
    need("look_at", Instant),
    PrimaryKeyConstraint("community", "key"),
    Index("ix_later_look", "look_at"),
)
