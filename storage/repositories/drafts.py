"""What was typed or picked and does not fit into a component's id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection

from bot import codec
from bot.held import Draft
from bot.identity import Person
from storage.statements import inserted
from storage.tables import community as c
from storage.tables import draft as d

GET = (
    select(d.c.body)
    .join(c, c.c.id == d.c.community)
    .where(
        d.c.community == bindparam("community"),
        d.c.person == bindparam("person"),
        d.c.id == bindparam("id"),
        d.c.expires > bindparam("now"),
        c.c.platform == bindparam("platform"),
    )
)
SAVE = update(d).where(
    d.c.id == bindparam("of_id"),
    d.c.community == bindparam("of_community"),
    d.c.person == bindparam("of_person"),
)
FORGET = delete(d).where(d.c.expires < bindparam("before"))


class SqlDrafts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, community: int, person: Person, body: Mapping[str, object], expires: datetime) -> int:
        row = {"community": community, "person": person.id, "body": codec.dumps(body), "expires": expires}
        return inserted(self._connection, d, row)

    def get(self, community: int, person: Person, id: int, now: datetime) -> Draft | None:
        asked = {"community": community, "person": person.id, "id": id, "now": now}
        body = self._connection.execute(GET, asked | {"platform": person.platform}).scalar()
        return None if body is None else Draft(id, community, person, codec.loads(body))

    def save(self, draft: Draft) -> None:
        which = {"of_id": draft.id, "of_community": draft.community, "of_person": draft.person.id}
        self._connection.execute(SAVE, which | {"body": codec.dumps(draft.body)})

    def forget(self, before: datetime) -> int:
        return self._connection.execute(FORGET, {"before": before}).rowcount
