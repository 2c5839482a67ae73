"""What everybody agrees to, and who is kept apart: by person, so that it holds for somebody who comes back."""

from __future__ import annotations

from sqlalchemy import Index, Integer, PrimaryKeyConstraint

from storage.columns import Instant, keyed, need, of_community

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
