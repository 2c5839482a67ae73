"""Who is kept apart from whom. Kept by person, so that it holds for somebody who comes back."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint

from storage.columns import Instant, keyed, need, of_community

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
