"""What everybody agrees to, and who is kept apart: by person, so that it holds for somebody who comes back."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Text, UniqueConstraint

from storage.columns import Id, Instant, inside, keyed, need, numbered, of_community, partial

conduct = keyed(
    "conduct",
    of_community(),
    need("version", Integer),
    need("texts"),
    need("editor"),
    need("at", Instant),
    PrimaryKeyConstraint("community", "version"),
)

exclusion = keyed(
    "exclusion",
    of_community(),
    need("person"),
    need("other"),
    need("why"),
    need("since", Instant),
    PrimaryKeyConstraint("community", "person", "other", "why"),
    Index("ix_exclusion_other", "community", "other", "person"),
)

lift = keyed(
    "lift",
    of_community(),
    need("one"),
    need("other"),
    need("coordinator"),
    need("reason"),
    need("at", Instant),
    PrimaryKeyConstraint("community", "one", "other"),
)

safety_contact = keyed(
    "safety_contact",
    of_community(),
    need("person"),
    need("name"),
    need("since", Instant),
    PrimaryKeyConstraint("community", "person"),
)

report = numbered(
    "report",
    of_community(),
    need("reporter"),
    Column("reported", Text),
    need("name"),
    Column("pair", Id),
    need("category"),
    need("words"),
    need("filed", Instant),
    need("paused", Boolean),
    need("state"),
    Column("handler", Text),
    Column("closed", Instant),
    Column("outcome", Text),
    UniqueConstraint("community", "id"),
    inside("pair", "pair"),
    partial("ix_report_open", "community", "id", where="state <> 'closed'"),
)

report_note = numbered(
    "report_note",
    of_community(),
    need("report", Id),
    need("author"),
    need("at", Instant),
    need("words"),
    inside("report", "report"),
    Index("ix_report_note_report", "community", "report"),
)
