"""Suggestions, and who stands behind each."""

from __future__ import annotations

from sqlalchemy import Column, Index, PrimaryKeyConstraint, UniqueConstraint

from storage.columns import Id, Instant, inside, keyed, need, numbered, of_community

suggestion = numbered(
    "suggestion",
    of_community(),
    need("author", Id),
    need("words"),
    need("created", Instant),
    need("standing"),
    need("answer"),
    Column("answered", Instant),
    UniqueConstraint("community", "id"),
    inside("author", "member"),
    Index("ix_suggestion_author", "community", "author", "created"),
)

suggestion_support = keyed(
    "suggestion_support",
    of_community(),
    need("suggestion", Id),
    need("member", Id),
    PrimaryKeyConstraint("community", "suggestion", "member"),
    inside("suggestion", "suggestion"),
    inside("member", "member"),
    Index("ix_suggestion_support_member", "community", "member"),
)
