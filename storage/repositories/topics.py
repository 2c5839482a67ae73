"""A community's topics and their other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.features.members.model import Topic
from bot.features.topics.model import Alias, Used
from storage.spelling import sort_key, topic_spelling
from storage.statements import add
from storage.tables import offer, offer_topic, seek, seek_topic
from storage.tables import topic as t
from storage.tables import topic_alias as a

HERE: Any = bindparam("community")
ALIASES = select(a.c.name, a.c.topic).where(a.c.community == HERE).order_by(a.c.topic, a.c.key)
ALIAS = select(a.c.topic).where(a.c.community == HERE, a.c.key == bindparam("key"))
DROP_ALIAS = delete(a).where(a.c.community == HERE, a.c.key == bindparam("key"), a.c.topic == bindparam("topic"))
MOVE_ALIASES = update(a).where(a.c.community == bindparam("here"), a.c.topic == bindparam("old"))
TOPICS = select(t.c.id, t.c.name).where(t.c.community == HERE).order_by(t.c.name_key, t.c.id)
TOPIC = select(t.c.id, t.c.name, t.c.key).where(t.c.community == HERE, t.c.id == bindparam("id"))
TAKEN = select(t.c.id).where(t.c.community == HERE, t.c.key == bindparam("key"), t.c.id != bindparam("id"))
RENAME = update(t).where(t.c.community == bindparam("here"), t.c.id == bindparam("of"))
DROP = delete(t).where(t.c.community == HERE, t.c.id == bindparam("id"))


def _count(what: Table, topics: Table) -> Any:
    its = (topics.c.community == what.c.community) & (topics.c.member == what.c.member)
    return (
        select(topics.c.topic, func.count())
        .join(what, its)
        .where(topics.c.community == HERE, what.c.open)
        .group_by(topics.c.topic)
    )


OFFERS, SEEKS = _count(offer, offer_topic), _count(seek, seek_topic)
NAMED_BY = [select(one.c.member).where(one.c.community == HERE, one.c.topic == bindparam("id")).limit(1)
            for one in (offer_topic, seek_topic)]  # fmt: skip


def _both(topics: Table) -> Any:
    """Rows of those who named both: the old one goes."""
    kept = topics.alias()
    same = select(kept.c.member).where(kept.c.community == HERE, kept.c.topic == bindparam("into"))
    return delete(topics).where(
        topics.c.community == HERE, topics.c.topic == bindparam("old"), topics.c.member.in_(same)
    )


class SqlTopics:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def aliases(self, community: int) -> Sequence[Alias]:
        return tuple(Alias(*row) for row in self._connection.execute(ALIASES, {"community": community}))

    def add_alias(self, community: int, topic: int, name: str) -> bool:
        key = topic_spelling(name)
        if self._connection.execute(TAKEN, {"community": community, "key": key, "id": 0}).first():
            return False
        return add(self._connection, a, {"community": community, "key": key, "name": name, "topic": topic})

    def drop_alias(self, community: int, topic: int, name: str) -> bool:
        asked = {"community": community, "key": topic_spelling(name), "topic": topic}
        return bool(self._connection.execute(DROP_ALIAS, asked).rowcount)

    def all(self, community: int) -> Sequence[Used]:
        here = {"community": community}
        names: dict[int, list[str]] = defaultdict(list)
        for alias in self.aliases(community):
            names[alias.topic].append(alias.name)
        offers, seeks = (dict(map(tuple, self._connection.execute(count, here))) for count in (OFFERS, SEEKS))
        return tuple(
            Used(Topic(id, name), tuple(names[id]), offers.get(id, 0), seeks.get(id, 0))
            for id, name in self._connection.execute(TOPICS, here)
        )

    def rename(self, community: int, topic: int, name: str) -> bool:
        key, here = topic_spelling(name), {"community": community}
        row = self._connection.execute(TOPIC, here | {"id": topic}).first()
        owner = self._connection.execute(ALIAS, here | {"key": key}).scalar()
        taken = self._connection.execute(TAKEN, here | {"key": key, "id": topic}).first()
        if row is None or taken or owner not in (None, topic):
            return False
        self._connection.execute(DROP_ALIAS, here | {"key": key, "topic": topic})
        changed = {"key": key, "name": name, "name_key": sort_key(name)}
        self._connection.execute(RENAME, {"here": community, "of": topic} | changed)
        if row.key != key:
            add(self._connection, a, here | {"key": row.key, "name": row.name, "topic": topic})
        return True

    def merge(self, community: int, topic: int, into: int) -> None:
        here = {"community": community}
        row = self._connection.execute(TOPIC, here | {"id": topic}).first()
        if row is None or topic == into:
            return
        for topics in (offer_topic, seek_topic):
            self._connection.execute(_both(topics), here | {"old": topic, "into": into})
            move = update(topics).where(topics.c.community == community, topics.c.topic == topic)
            self._connection.execute(move.values(topic=into))
        self._connection.execute(MOVE_ALIASES, {"here": community, "old": topic, "topic": into})
        self._connection.execute(DROP, here | {"id": topic})
        self._connection.execute(insert(a), here | {"key": row.key, "name": row.name, "topic": into})

    def drop_unused(self, community: int, topic: int) -> bool:
        which = {"community": community, "id": topic}
        named = any(self._connection.execute(by, which).first() for by in NAMED_BY)
        if named or any(alias.topic == topic for alias in self.aliases(community)):
            return False
        return bool(self._connection.execute(DROP, which).rowcount)
