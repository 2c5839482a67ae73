"""Pictures of stories, each in one place."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select
from sqlalchemy.engine import Connection

from storage.erasures import Erasures
from storage.statements import inserted
from storage.tables import picture as p
from storage.tables import story as s

HERE = p.c.community == bindparam("community")
ITS = (HERE, p.c.story == bindparam("story"))
GET = select(p.c.data).where(HERE, p.c.id == bindparam("id"))
OF = select(p.c.id).where(*ITS)
REMOVE = delete(p).where(*ITS)
WHOSE = select(s.c.mentor, s.c.mentee).where(s.c.community == bindparam("community"), s.c.id == bindparam("story"))


class SqlPictures:
    def __init__(self, connection: Connection, erasures: Erasures) -> None:
        self._connection = connection
        self._erasures = erasures

    def add(self, community: int, story: int, data: bytes) -> int:
        self.remove(community, story)
        which = {"community": community, "story": story}
        mentor, mentee = self._connection.execute(WHOSE, which).one()
        return inserted(self._connection, p, which | {"mentor": mentor, "mentee": mentee, "data": data})

    def get(self, community: int, id: int) -> bytes | None:
        found: bytes | None = self._connection.execute(GET, {"community": community, "id": id}).scalar()
        return found

    def of(self, community: int, story: int) -> int | None:
        found: int | None = self._connection.execute(OF, {"community": community, "story": story}).scalar()
        return found

    def remove(self, community: int, story: int) -> bool:
        """The store cleans its journal after this, so that no file of it holds the picture any more."""
        gone = self._connection.execute(REMOVE, {"community": community, "story": story}).rowcount == 1
        self._erasures.fresh = self._erasures.fresh or gone
        return gone
