"""Rounds of matching: what they weigh, whom they propose, and who was left."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Text, UniqueConstraint

from storage.columns import Id, Instant, inside, keyed, need, numbered, of_community, table

weighing = table(
    "weighing",
    Column("community", Id, ForeignKey("community.id"), primary_key=True, autoincrement=False),
    need("learn", Integer),
    need("near", Integer),
    need("wait", Integer),
    Column("mode", Text),
)

match_round = numbered(
    "match_round",
    of_community(),
    need("state"),
    need("begun", Instant),
    need("fairness"),
    UniqueConstraint("community", "id"),
    Index("ix_match_round_state", "community", "state"),
)

match_pair = keyed(
    "match_pair",
    of_community(),
    need("round", Id),
    need("mentor", Id),
    need("mentee", Id),
    need("score", Integer),
    need("state"),
    Column("mentor_said", Boolean),
    Column("mentee_said", Boolean),
    PrimaryKeyConstraint("community", "round", "mentor", "mentee"),
    inside("round", "match_round"),
    inside("mentor", "member"),
    inside("mentee", "member"),
    Index("ix_match_pair_mentor", "community", "mentor", "state"),
    Index("ix_match_pair_mentee", "community", "mentee", "state"),
    Index("ix_match_pair_score", "community", "round", "state", "score"),
)

match_left = keyed(
    "match_left",
    of_community(),
    need("round", Id),
    need("mentee", Id),
    need("why"),
    need("topic", Integer),
    need("needed", Integer),
    need("seats", Integer),
    PrimaryKeyConstraint("community", "round", "mentee"),
    inside("round", "match_round"),
    inside("mentee", "member"),
)
