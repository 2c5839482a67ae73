"""Communities and their programmes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from bot.features.programme.model import Programme
from bot.identity import Community, Person, Place
from bot.work import Home
from storage.statements import add, just_made, put
from storage.tables import community as c
from storage.tables import member as m
from storage.tables import programme as p

HOME = select(c.c.id, c.c.platform, c.c.native_id, c.c.name, c.c.locale, c.c.zone)
FIND = HOME.where(c.c.platform == bindparam("platform"), c.c.native_id == bindparam("native_id"))
GET = HOME.where(c.c.id == bindparam("key"))
OF_PERSON = (
    HOME.join(m, m.c.community == c.c.id)
    .where(m.c.person == bindparam("person"), c.c.platform == bindparam("platform"))
    .order_by(c.c.id)
)
SAVE = update(c).where(c.c.id == bindparam("key"))
PROGRAMME = (
    select(
        *(p.c.channel, p.c.channel_name, p.c.moderators, p.c.moderators_name),
        *(p.c.weeks, p.c.weekday, p.c.hour, p.c.template, p.c.opened, c.c.platform),
    )
    .join(c, c.c.id == p.c.community)
    .where(p.c.community == bindparam("community"))
)


def place(platform: str, id: str | None, name: str | None) -> Place | None:
    """A place as stored: its platform is its community's."""
    return None if id is None else Place(platform, id, name or "")


def place_row(column: str, place: Place | None) -> dict[str, str | None]:
    """The two columns of a place."""
    return {
        column: None if place is None else place.id,
        f"{column}_name": None if place is None else place.name,
    }


def _home(row: Any) -> Home:
    key, platform, native_id, name, locale, zone = row
    return Home(key, Community(platform, native_id, name), name, locale, zone)


class SqlCommunities:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, community: Community) -> Home | None:
        found = {"platform": community.platform, "native_id": community.id}
        row = self._connection.execute(FIND, found).first()
        return None if row is None else _home(row)

    def get(self, key: int) -> Home | None:
        row = self._connection.execute(GET, {"key": key}).first()
        return None if row is None else _home(row)

    def ensure(self, community: Community, locale: str, zone: str, now: datetime) -> Home:
        """The community, made at first sight; its name follows the platform's."""
        home = self.find(community)
        if home is not None and community.name in ("", home.name):
            return home
        if home is not None:
            self._connection.execute(SAVE, {"key": home.key, "name": community.name})
        else:
            row = {"platform": community.platform, "native_id": community.id, "name": community.name}
            add(self._connection, c, row | {"locale": locale, "zone": zone, "created": now})
        return just_made(self.find(community))

    def save(self, home: Home) -> None:
        row = {"key": home.key, "name": home.name, "locale": home.locale, "zone": home.zone}
        self._connection.execute(SAVE, row)

    def of_person(self, person: Person) -> Sequence[Home]:
        asked = {"person": person.id, "platform": person.platform}
        return tuple(_home(row) for row in self._connection.execute(OF_PERSON, asked))


class SqlProgrammes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, community: int) -> Programme:
        row = self._connection.execute(PROGRAMME, {"community": community}).first()
        if row is None:
            return Programme(community)
        return Programme(
            community=community,
            channel=place(row.platform, row.channel, row.channel_name),
            moderators=place(row.platform, row.moderators, row.moderators_name),
            weeks=row.weeks,
            weekday=row.weekday,
            hour=row.hour,
            template=row.template,
            opened=row.opened,
        )

    def save(self, programme: Programme) -> None:
        row = {
            "community": programme.community,
            "weeks": programme.weeks,
            "weekday": programme.weekday,
            "hour": programme.hour,
            "template": programme.template,
            "opened": programme.opened,
        }
        places = place_row("channel", programme.channel) | place_row("moderators", programme.moderators)
        put(self._connection, p, row | places)
