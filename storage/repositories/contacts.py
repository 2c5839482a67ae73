"""How members want to be reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.features.members.contact import Contact, Direct
from storage.statements import put
from storage.tables import contact as t

SEVERAL = select(t).where(t.c.community == bindparam("community"), t.c.member.in_(bindparam("members", expanding=True)))
OF = select(t).where(t.c.community == bindparam("community"), t.c.member == bindparam("member"))

LATELY = ("nudge", "nudged", "wrote", "written")


class SqlContacts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, community: int, member: int) -> Contact:
        row = self._connection.execute(OF, {"community": community, "member": member}).first()
        return _contact(row) if row else Contact(community, member)

    def several(self, community: int, members: Collection[int]) -> Mapping[int, Contact]:
        asked = {"community": community, "members": sorted(members)}
        chosen = map(_contact, self._connection.execute(SEVERAL, asked)) if members else ()
        return {member: Contact(community, member) for member in members} | {one.member: one for one in chosen}

    def save(self, contact: Contact) -> None:
        put(self._connection, t, _row(contact))

    def came(self, contact: Contact) -> None:
        put(self._connection, t, _row(contact), only=LATELY)


def _row(contact: Contact) -> dict[str, Any]:
    return asdict(contact) | {"direct": contact.direct.value}


def _contact(row: Any) -> Contact:
    return Contact(**{**row._mapping, "direct": Direct(row.direct)})
