"""Other words for a community's topics."""

from __future__ import annotations

from sqlalchemy import PrimaryKeyConstraint

from storage.columns import Id, Key, inside, keyed, need, of_community

topic_alias = keyed(
    "topic_alias",
    of_community(),
    need("key", Key),
    need("name"),
    need("topic", Id),
    PrimaryKeyConstraint("community", "key"),
    inside("topic", "topic"),
)
