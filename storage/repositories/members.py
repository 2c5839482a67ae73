"""Members, their profiles and topics."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, insert, select, true, update
from sqlalchemy.engine import Connection

from bot.features.members.model import Meets, Member, Topic, topic_key
from bot.hours import read, written
from bot.identity import Person, Place
from bot.work import By
from storage.erasures import Erasures
from storage.repositories.communities import place, place_row
from storage.repositories.erasing import come_back
from storage.repositories.safety import CURRENT
from storage.spelling import beginning, containing, sort_key, topic_spelling
from storage.statements import add, change, just_made
from storage.tables import community as c
from storage.tables import member as m
from storage.tables import member_language as spoken
from storage.tables import topic as t

COLUMNS = (
    *(m.c.id, m.c.community, c.c.platform, m.c.person, m.c.name, m.c.locale, m.c.zone),
    *(m.c.direct, m.c.direct_name, m.c.conduct, m.c.about, m.c.languages, m.c.district, m.c.link),
    *(m.c.paused_until, m.c.has_left, m.c.tongue, m.c.own_zone, m.c.meets, m.c.hours, m.c.nameless),
)
"""What `member_of` reads, of member joined with its community."""

MEMBER = select(*COLUMNS).join(c, c.c.id == m.c.community).where(m.c.community == bindparam("community"))
FIND = MEMBER.where(m.c.person == bindparam("person"), c.c.platform == bindparam("platform"))
FOUND = MEMBER.where(m.c.person.in_(bindparam("people", expanding=True)), c.c.platform == bindparam("platform"))
GET = MEMBER.where(m.c.id == bindparam("id"))
NAMES = (
    MEMBER.where(
        m.c.conduct > 0,
        m.c.has_left.is_(False),
        m.c.name_key.like(bindparam("containing"), escape="\\"),
    )
    .order_by(case((m.c.name_key.like(bindparam("beginning"), escape="\\"), 0), else_=1), m.c.name_key, m.c.id)
    .limit(bindparam("most"))
)
SEVERAL = MEMBER.where(m.c.id.in_(bindparam("ids", expanding=True)))
PLATFORM = (
    select(m.c.id)
    .join(c, c.c.id == m.c.community)
    .where(
        m.c.community == bindparam("community"),
        m.c.person == bindparam("person"),
        c.c.platform == bindparam("platform"),
    )
)
NATIVE = select(c.c.native_id).where(c.c.id == bindparam("community"))
REMEMBER = update(m).where(m.c.community == bindparam("of_community"), m.c.person == bindparam("of_person"))
FORGET_LANGUAGES = delete(spoken).where(
    spoken.c.community == bindparam("community"), spoken.c.member == bindparam("member")
)
SPEAK = insert(spoken)

TOPIC = select(t.c.id, t.c.name).where(t.c.community == bindparam("community"))
TOPIC_BY_KEY = TOPIC.where(t.c.key == bindparam("key"))
TOPIC_BY_ID = TOPIC.where(t.c.id == bindparam("id"))
TOPICS = (
    TOPIC.where(t.c.key.like(bindparam("containing"), escape="\\"))
    .order_by(case((t.c.key.like(bindparam("beginning"), escape="\\"), 0), else_=1), t.c.name_key, t.c.id)
    .limit(bindparam("most"))
)
# From each district straight to the next one in the index, of those who offer alone: it takes as long as there are
# districts, however many members there are.
OFFERING = (m.c.community == bindparam("community")) & (m.c.offers == true())
_first = select(func.min(m.c.district_key).label("key")).where(OFFERING, m.c.district_key > "")
_walk = _first.cte("walk", recursive=True)
_after = (
    select(func.min(m.c.district_key))
    .where(OFFERING, m.c.district_key > _walk.c.key)
    .correlate(_walk)
    .scalar_subquery()
)
_walk = _walk.union_all(select(_after).where(_walk.c.key.is_not(None)))
KEYS = (
    select(_walk.c.key)
    .where(_walk.c.key.is_not(None), _walk.c.key.like(bindparam("containing"), escape="\\"))
    .subquery()
)
SPELLING = (
    select(m.c.district)
    .where(OFFERING, m.c.district_key == KEYS.c.key, m.c.conduct >= CURRENT)
    .order_by(m.c.id)
    .limit(1)
    .correlate(KEYS)
    .scalar_subquery()
)
NAMED = select(KEYS.c.key, SPELLING.label("district")).subquery()
DISTRICTS = select(NAMED.c.district).where(NAMED.c.district.is_not(None)).order_by(NAMED.c.key).limit(bindparam("most"))


def member_of(row: Any) -> Member:
    """The member that `COLUMNS` tell of."""
    id, community, platform, person, name, locale, zone, direct, direct_name, *profile = row
    conduct, about, languages, district, link, paused_until, has_left, tongue, own_zone, meets, hours, nameless = (
        profile
    )
    return Member(
        id=id,
        community=community,
        person=Person(platform, person, name),
        locale=locale,
        zone=zone,
        direct=place(platform, direct, direct_name),
        conduct=conduct,
        about=about,
        languages=tuple(languages.split(",")) if languages else (),
        district=district,
        link=link,
        paused_until=paused_until,
        left=has_left,
        tongue=tongue,
        own_zone=bool(own_zone),
        meets=Meets(meets or Meets.ANY),
        hours=read(hours),
        nameless=bool(nameless),
    )


class SqlMembers:
    def __init__(self, connection: Connection, erasures: Erasures) -> None:
        self._connection = connection
        self._erasures = erasures

    def ensure(self, by: By) -> Member:
        member = self.find(by.community, by.person)
        if member is None:
            self._add(by)
            member = self.find(by.community, by.person)
            if member is None:
                raise LookupError(f"community {by.community} has nobody of {by.person.platform}")
            self._come_back(member)
            return member
        name = by.person.name or member.name
        locale, zone = by.locale or member.locale, member.zone_now(by.zone)
        if (name, locale, zone) == (member.name, member.locale, member.zone):
            return member
        self._change(member, name=name, name_key=sort_key(name), locale=locale, zone=zone)
        return self.get(by.community, member.id) or member

    def find(self, community: int, person: Person) -> Member | None:
        asked = {"community": community, "person": person.id, "platform": person.platform}
        row = self._connection.execute(FIND, asked).first()
        return None if row is None else member_of(row)

    def found(self, community: int, platform: str, people: Collection[str]) -> Mapping[str, Member]:
        asked = {"community": community, "people": sorted(people), "platform": platform}
        members = map(member_of, self._connection.execute(FOUND, asked)) if people else ()
        return {member.person.id: member for member in members}

    def named(self, community: int, typed: str, limit: int = 25) -> Sequence[Member]:
        key = sort_key(typed)
        asked = {"community": community, "containing": containing(key), "beginning": beginning(key), "most": limit}
        return tuple(map(member_of, self._connection.execute(NAMES, asked)))

    def get(self, community: int, id: int) -> Member | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else member_of(row)

    def several(self, community: int, ids: Sequence[int]) -> Mapping[int, Member]:
        asked = {"community": community, "ids": sorted(set(ids))}
        members = map(member_of, self._connection.execute(SEVERAL, asked)) if ids else ()
        return {member.id: member for member in members}

    def save(self, member: Member) -> None:
        before = self.get(member.community, member.id)
        if before is None:
            return
        self._change(
            member,
            name=member.name,
            name_key=sort_key(member.name),
            locale=member.locale,
            zone=member.zone,
            conduct=member.conduct,
            about=member.about,
            languages=",".join(member.languages),
            district=member.district,
            district_key=sort_key(member.district),
            link=member.link,
            paused_until=member.paused_until,
            has_left=member.left,
            tongue=member.tongue,
            own_zone=member.own_zone,
            meets=member.meets.value,
            hours=written(member.hours) or None,
            nameless=member.nameless,
            **place_row("direct", member.direct),
        )
        if set(before.languages) != set(member.languages):
            self._speak(member)

    def accept_conduct(self, member: Member, version: int, now: datetime) -> None:
        self._change(member, conduct=version, conduct_at=now)

    def remember_direct(self, community: int, person: Person, place: Place) -> None:
        asked = {"community": community, "person": person.id, "platform": person.platform}
        if self._connection.execute(PLATFORM, asked).first() is not None:
            who = {"of_community": community, "of_person": person.id}
            self._connection.execute(REMEMBER, who | place_row("direct", place))

    def topic(self, community: int, name: str) -> Topic:
        key = topic_spelling(name)
        found = self._topic(community, key)
        if found is None:
            shown = " ".join(name.split())
            row = {"community": community, "key": key, "name": shown, "name_key": sort_key(shown)}
            add(self._connection, t, row)
        return found or just_made(self._topic(community, key))

    def topics(self, community: int, typed: str = "", limit: int = 25) -> Sequence[Topic]:
        key = topic_key(typed)
        asked = {"community": community, "containing": containing(key), "beginning": beginning(key)}
        return tuple(Topic(*row) for row in self._connection.execute(TOPICS, asked | {"most": limit}))

    def topic_by_id(self, community: int, id: int) -> Topic | None:
        row = self._connection.execute(TOPIC_BY_ID, {"community": community, "id": id}).first()
        return None if row is None else Topic(*row)

    def districts(self, community: int, typed: str = "", limit: int = 25) -> Sequence[str]:
        asked = {"community": community, "containing": containing(sort_key(typed)), "most": limit}
        return tuple(self._connection.execute(DISTRICTS, asked).scalars())

    def _topic(self, community: int, key: str) -> Topic | None:
        row = self._connection.execute(TOPIC_BY_KEY, {"community": community, "key": key}).first()
        return None if row is None else Topic(*row)

    def _add(self, by: By) -> None:
        row = {
            "community": by.community,
            "person": by.person.id,
            "name": by.person.name,
            "name_key": sort_key(by.person.name),
            "locale": by.locale,
            "zone": by.zone,
            "conduct": 0,
            "has_left": False,
            "joined": by.now,
        }
        add(
            self._connection,
            m,
            row | dict.fromkeys(("about", "languages", "district", "district_key", "link"), ""),
        )

    def _come_back(self, member: Member) -> None:
        """Somebody who was erased and begins anew: what keeps people apart still does."""
        native = self._connection.execute(NATIVE, {"community": member.community}).scalar_one()
        key = self._erasures.key(member.person.platform, native, member.person.id)
        if key:
            come_back(self._connection, member.community, member.person.id, key)

    def _change(self, member: Member, **columns: Any) -> None:
        who = {"of_id": member.id, "of_community": member.community}
        self._connection.execute(change(m), who | columns)

    def _speak(self, member: Member) -> None:
        """Languages are kept a second time, one a row, where a search can find them."""
        who = {"community": member.community, "member": member.id}
        self._connection.execute(FORGET_LANGUAGES, who)
        rows = [who | {"language": code} for code in dict.fromkeys(member.languages)]
        if rows:
            self._connection.execute(SPEAK, rows)
