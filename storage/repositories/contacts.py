"""How members want to be reached."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.features.members.contact import Contact, Direct
from storage.statements import put
from storage.tables import contact as t

OF = select(t).where(t.c.community == bindparam("community"), t.c.member == bindparam("member"))


class SqlContacts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, community: int, member: int) -> Contact:
        row = self._connection.execute(OF, {"community": community, "member": member}).mappings().first()
        return Contact(**{**row, "direct": Direct(row["direct"])}) if row else Contact(community, member)

    def save(self, contact: Contact) -> None:
        put(self._connection, t, asdict(contact) | {"direct": contact.direct.value})
