"""Thanks between partners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection

from bot.features.recognition.model import Kudos
from storage.statements import change, inserted, just_made
from storage.tables import kudos as k

HERE = select(k).where(k.c.community == bindparam("community"))
GET = HERE.where(k.c.id == bindparam("id"))
SINCE = HERE.where(
    k.c.pair == bindparam("pair"), k.c.giver == bindparam("giver"), k.c.given >= bindparam("since")
).order_by(k.c.id.desc())
OF = HERE.where(or_(k.c.giver == bindparam("member"), k.c.taker == bindparam("member"))).order_by(k.c.id)


class SqlKudos:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, kudos: Kudos) -> Kudos:
        fixed = {
            "community": kudos.community,
            "pair": kudos.pair,
            "giver": kudos.giver,
            "taker": kudos.taker,
            "words": kudos.words,
            "given": kudos.given,
        }
        id = inserted(self._connection, k, fixed | _changing(kudos))
        return just_made(self.get(kudos.community, id))

    def get(self, community: int, id: int) -> Kudos | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else _kudos(row)

    def save(self, kudos: Kudos) -> None:
        who = {"of_id": kudos.id, "of_community": kudos.community}
        self._connection.execute(change(k), who | _changing(kudos))

    def lately(self, community: int, pair: int, giver: int, since: datetime) -> Sequence[Kudos]:
        asked = {"community": community, "pair": pair, "giver": giver, "since": since}
        return tuple(map(_kudos, self._connection.execute(SINCE, asked)))

    def of_member(self, community: int, member: int) -> Sequence[Kudos]:
        asked = {"community": community, "member": member}
        return tuple(map(_kudos, self._connection.execute(OF, asked)))


def _changing(kudos: Kudos) -> dict[str, Any]:
    return {
        "open": kudos.open,
        "shown": kudos.shown,
        "post": kudos.post,
        "edits": kudos.edits,
        "idle": None if kudos.shown else kudos.given,
    }


def _kudos(row: Any) -> Kudos:
    return Kudos(
        id=row.id,
        community=row.community,
        pair=row.pair,
        giver=row.giver,
        taker=row.taker,
        words=row.words,
        given=row.given,
        open=row.open,
        shown=row.shown,
        post=row.post,
        edits=row.edits,
    )
