"""Communities and their programmes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection

from bot.features.programme.model import Programme
from bot.identity import Community, Person, Place
from bot.work import Home
from storage.columns import metadata
from storage.statements import add, just_made, put
from storage.tables import community as c
from storage.tables import later, schedule
from storage.tables import member as m
from storage.tables import programme as p

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When what stands still is looked at."""
HOME = select(c.c.id, c.c.platform, c.c.native_id, c.c.name, c.c.locale, c.c.zone, c.c.removed_at, c.c.paused)
FIND = HOME.where(c.c.platform == bindparam("platform"), c.c.native_id == bindparam("native_id"))
GET = HOME.where(c.c.id == bindparam("key"))
SEVERAL = HOME.where(c.c.id.in_(bindparam("keys", expanding=True)))
OF_PERSON = (
    HOME.join(m, m.c.community == c.c.id)
    .where(m.c.person == bindparam("person"), c.c.platform == bindparam("platform"))
    .order_by(c.c.id)
)
OF_PLATFORM = HOME.where(c.c.platform == bindparam("platform")).order_by(c.c.id)
LEFT = HOME.where(c.c.removed_at <= bindparam("before")).order_by(c.c.id)
SAVE = update(c).where(c.c.id == bindparam("key"))
LEAVE = SAVE.where(c.c.removed_at.is_(None)).values(removed_at=bindparam("now", type_=c.c.removed_at.type))
BACK = SAVE.where(c.c.removed_at.is_not(None)).values(removed_at=None)
STILL = (
    update(schedule).where(schedule.c.community == bindparam("of")).values(look_at=NEVER),
    update(later).where(later.c.community == bindparam("of")).values(look_at=NEVER),
)
ON = (
    update(schedule).where(schedule.c.community == bindparam("of")).values(look_at=schedule.c.next_due),
    update(later).where(later.c.community == bindparam("of")).values(look_at=later.c.due),
)
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
    key, platform, native_id, name, locale, zone, removed, paused = row
    return Home(key, Community(platform, native_id, name), name, locale, zone, removed, paused)


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

    def several(self, keys: Collection[int]) -> Mapping[int, Home]:
        homes = map(_home, self._connection.execute(SEVERAL, {"keys": sorted(keys)})) if keys else ()
        return {home.key: home for home in homes}

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

    def pause(self, key: int, at: datetime | None) -> None:
        self._connection.execute(SAVE, {"key": key, "paused": at})

    def of_person(self, person: Person) -> Sequence[Home]:
        asked = {"person": person.id, "platform": person.platform}
        return tuple(_home(row) for row in self._connection.execute(OF_PERSON, asked))

    def of_platform(self, platform: str) -> Sequence[Home]:
        return tuple(_home(row) for row in self._connection.execute(OF_PLATFORM, {"platform": platform}))

    def leave(self, key: int, now: datetime) -> None:
        if self._connection.execute(LEAVE, {"key": key, "now": now}).rowcount:
            self._all(STILL, key)

    def back(self, key: int) -> None:
        if self._connection.execute(BACK, {"key": key}).rowcount:
            self._all(ON, key)

    def left(self, before: datetime) -> Sequence[Home]:
        return tuple(_home(row) for row in self._connection.execute(LEFT, {"before": before}))

    def erase(self, key: int) -> None:
        """Every table of a community has its key; what refers to a row goes before it."""
        for one in reversed(metadata.sorted_tables):
            if "community" in one.c:
                self._connection.execute(delete(one).where(one.c.community == key))
        self._connection.execute(delete(c).where(c.c.id == key))

    def _all(self, statements: Sequence[Any], key: int) -> None:
        for one in statements:
            self._connection.execute(one, {"of": key})


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
