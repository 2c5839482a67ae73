"""A community's own courses, a row for each version."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from storage.columns import Instant, Key, need, numbered, of_community

course = numbered(
    "course",
    of_community(),
    need("name", Key),
    need("source"),
    need("made", Instant),
    UniqueConstraint("community", "id"),
    Index("ix_course_name", "community", "name", "id"),
)
