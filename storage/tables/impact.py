"""What a programme brings about: its goal, days on which people were active, tallies that name nobody, posts."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, Text

from storage.columns import Id, Instant, Key, inside, keyed, need, numbered, of_community, table

impact = table(
    "impact",
    Column("community", Id, ForeignKey("community.id"), primary_key=True, autoincrement=False),
    # Since when activity is counted; nothing while it is not.
    Column("counting", Instant),
    Column("goal", Text),
    Column("goal_number", Integer),
    Column("goal_day", Text),
)

activity = keyed(
    "activity",
    of_community(),
    need("member", Id),
    # The beginning of the community's local day: the day, and no time of it.
    need("day", Instant),
    PrimaryKeyConstraint("community", "member", "day"),
    inside("member", "member"),
)

uncounted = keyed(
    "uncounted",
    of_community(),
    need("member", Id),
    PrimaryKeyConstraint("community", "member"),
    inside("member", "member"),
)

connection = keyed(
    "connection",
    of_community(),
    need("week", Instant),
    need("pairs", Integer),
    need("connected", Integer),
    PrimaryKeyConstraint("community", "week"),
)

tally = keyed(
    "tally",
    of_community(),
    need("what", Key),
    need("number", Integer),
    need("at", Instant),
    need("answers", Integer),
    need("total", Integer),
    PrimaryKeyConstraint("community", "what", "number"),
)

# Which answers are in some tally, so that none is in two; not in which, and no answer.
tallied = keyed(
    "tallied",
    of_community(),
    need("what", Key),
    need("pair", Id),
    need("side", Key),
    PrimaryKeyConstraint("community", "what", "pair", "side"),
    inside("pair", "pair"),
)

lesson = numbered("lesson", of_community(), need("at", Instant), need("words"))

impact_post = keyed(
    "impact_post",
    of_community(),
    need("month", Key),
    need("state"),
    need("words"),
    need("figures"),
    need("made", Instant),
    PrimaryKeyConstraint("community", "month"),
)
