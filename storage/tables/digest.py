"""Who of the coordination gets the weekly digest."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, UniqueConstraint

from storage.columns import Instant, need, numbered, of_community, partial

digest_reader = numbered(
    "digest_reader",
    of_community(),
    need("person"),
    need("off", Boolean),
    Column("wanted", Instant),
    UniqueConstraint("community", "person"),
    partial("ix_digest_reader_wanted", "wanted", "id", where="wanted IS NOT NULL"),
)
