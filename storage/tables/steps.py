"""What a pair will do next."""

from __future__ import annotations

from sqlalchemy import Column, Index

from storage.columns import Id, Instant, inside, need, numbered, of_community

next_step = numbered(
    "next_step",
    of_community(),
    need("pair", Id),
    need("author", Id),
    need("words"),
    need("made", Instant),
    Column("member", Id),
    Column("due", Instant),
    Column("done", Instant),
    inside("pair", "pair"),
    inside("author", "member"),
    inside("member", "member"),
    Index("ix_next_step_pair", "community", "pair"),
)
