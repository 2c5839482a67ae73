"""A community of any size in a database: written straight into the tables, as years of use would leave it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert, text
from sqlalchemy.engine import Connection

from bot import codec
from bot.features.members.model import CONDUCT
from bot.identity import Person
from bot.work import State, Target
from storage import tables
from storage.spelling import sort_key, topic_spelling

PLATFORM = "bench"
HOME = 1
NATIVE = "910000000000000000"
NOW = datetime.now(UTC)
CHUNK = 5_000

FIRST = ("Ada", "Anna", "Bea", "Carla", "Dora", "Elif", "Emma", "Fatma", "Gaia", "Ines", "Lena", "Marta", "Zoe")
LAST = ("Bianchi", "Conti", "Ferrari", "Fischer", "Gallo", "Huber", "Klein", "Koch", "Lang", "Ricci", "Weber")
SUBJECTS = ("WordPress", "Pricing", "Shop", "Taxes", "Newsletters", "Logo", "Photos", "Contracts", "Ads", "Writing")
PLACES = ("Centro", "Navigli", "Isola", "Lambrate", "Brera", "Mitte", "Altona", "Crocetta", "Trastevere", "Prati")
LANGUAGES = (("it",), ("it", "en"), ("en",), ("de", "en"), ("de",))
ABOUT = "I run a small business on my own and learn something new every week. " * 2


@dataclass(frozen=True, slots=True)
class Paired:
    """Somebody in an active pair, at the week that will be asked about."""

    person: Person
    pair: int
    week: int
    member: int
    locale: str


@dataclass(frozen=True, slots=True)
class Pair:
    id: int
    mentor: int
    mentee: int
    week: int
    active: bool


def person_id(member: int) -> str:
    """Looks like a platform's: 18 digits in no order that the table's own ids have."""
    return str(100_000_000_000_000_000 + member * 7_919_317_331_113 % 800_000_000_000_000_000)


def person(member: int) -> Person:
    return Person(PLATFORM, person_id(member), name_of(member))


def name_of(member: int) -> str:
    return f"{FIRST[member % len(FIRST)]} {LAST[member * 7 % len(LAST)]}"


def locale_of(member: int) -> str:
    return ("it", "de", "en")[member % 3]


def pairs_of(members: int) -> list[Pair]:
    """A fifth of the members are in active pairs, and half as many pairs have ended."""
    chance = random.Random(members)
    active = members // 10
    offering, seeking = range(1, members // 2 + 1), range(members // 2 + 1, members + 1)
    mentors, mentees = chance.sample(offering, active), chance.sample(seeking, active)
    pairs = [Pair(0, *both, chance.randint(1, 8), True) for both in zip(mentors, mentees, strict=True)]
    pairs += [Pair(0, chance.choice(offering), chance.choice(seeking), 8, False) for _ in range(active // 2)]
    chance.shuffle(pairs)
    return [Pair(id, one.mentor, one.mentee, one.week, one.active) for id, one in enumerate(pairs, 1)]


def people_in_pairs(members: int) -> list[Paired]:
    """Both sides of every active pair, in an order that jumps through the whole community."""
    both = [(one, side) for one in pairs_of(members) if one.active for side in (one.mentor, one.mentee)]
    random.Random(1).shuffle(both)
    return [Paired(person(side), one.id, one.week, side, locale_of(side)) for one, side in both]


def people_who_seek(members: int) -> list[Person]:
    """Some of those who look for a mentor."""
    found = [id for id in range(members // 2 + 1, members, 2) if id % 10]
    return [person(id) for id in random.Random(2).sample(found, 200)]


def fill(connection: Connection, members: int) -> None:
    """Everything a community of this size has: profiles, offers, wishes, requests, pairs and their weeks."""
    pairs = pairs_of(members)
    for table, rows in (
        (tables.community, home_row()),
        (tables.programme, programme_row()),
        (tables.topic, _topics(members)),
        (tables.member, (member_row(id, members) for id in range(1, members + 1))),
        (tables.member_language, _languages(members)),
        (tables.offer, map(_offer, range(1, members // 2, 2))),
        (tables.offer_topic, _spread(range(1, members // 2, 2), 3, members)),
        (tables.seek, map(_seek, range(members // 2 + 1, members, 2))),
        (tables.seek_topic, _spread(range(members // 2 + 1, members, 2), 2, members)),
        (tables.request, _requests(members)),
        (tables.pair, map(_pair, pairs)),
        (tables.expectation, (_expectation(one) for one in pairs if one.id % 2)),
        (tables.checkin, (row for one in pairs for row in _checkins(one))),
        (tables.outbox, (row for one in pairs for row in _sent(one))),
        (tables.inbox, map(_applied, range(members))),
    ):
        store_rows(connection, table, rows)
    if connection.dialect.name == "postgresql":
        _count_on(connection)


def store_rows(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(insert(table), chunk)


def _count_on(connection: Connection) -> None:
    """The rows came with their ids; the next one is to get the next number."""
    for table in ("community", "topic", "member", "request", "pair", "outbox"):
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))


def home_row() -> Iterator[dict[str, Any]]:
    row = {"id": HOME, "platform": PLATFORM, "native_id": NATIVE, "name": "Corte", "locale": "it"}
    yield row | {"zone": "Europe/Rome", "created": NOW}


def programme_row() -> Iterator[dict[str, Any]]:
    row = {"community": HOME, "weeks": 8, "weekday": 2, "hour": 18, "template": "first-steps", "opened": NOW}
    yield row | dict.fromkeys(("channel", "channel_name", "moderators", "moderators_name"))


def _topic_count(members: int) -> int:
    """People find new words more slowly than a community finds new people."""
    return max(24, int(members**0.5))


def _topics(members: int) -> Iterator[dict[str, Any]]:
    for id in range(1, _topic_count(members) + 1):
        name = f"{SUBJECTS[id % len(SUBJECTS)]} {id}"
        row = {"id": id, "community": HOME, "key": topic_spelling(name), "name": name}
        yield row | {"name_key": sort_key(name)}


def member_row(id: int, members: int) -> dict[str, Any]:
    name, district = name_of(id), PLACES[id % len(PLACES)]
    return {
        "id": id,
        "community": HOME,
        "person": person_id(id),
        "name": name,
        "name_key": sort_key(name),
        "locale": locale_of(id),
        "zone": "Europe/Berlin" if id % 4 == 1 else None,
        "direct": f"7{person_id(id)}" if id % 3 else None,
        "direct_name": "" if id % 3 else None,
        "conduct": CONDUCT,
        "conduct_at": NOW,
        "about": ABOUT,
        "languages": ",".join(LANGUAGES[id % len(LANGUAGES)]),
        "district": district,
        "district_key": sort_key(district),
        "link": "",
        "paused_until": None,
        "has_left": False,
        "hours": "Mon 18:00-22:00, Thu 18:00-22:00" if id % 4 == 1 else None,
        "offers": id in range(1, members // 2, 2) and id % 10 != 0,
        "joined": NOW - timedelta(days=id % 700),
    }


def _languages(members: int) -> Iterator[dict[str, Any]]:
    for id in range(1, members + 1):
        for code in LANGUAGES[id % len(LANGUAGES)]:
            yield {"community": HOME, "language": code, "member": id}


def _offer(member: int) -> dict[str, Any]:
    row = {"community": HOME, "member": member, "capacity": 1 + member % 3, "open": member % 10 != 0}
    return row | {"format": None, "weeks": None}


def _seek(member: int) -> dict[str, Any]:
    row = {"community": HOME, "member": member, "goal": "500 readers by summer", "since": NOW}
    return row | {"format": None, "weeks": None, "open": member % 10 != 0}


def _spread(members: range, most: int, all_members: int) -> Iterator[dict[str, Any]]:
    count = _topic_count(all_members)
    for member in members:
        for place in range(1 + member % most):
            topic = 1 + (member * 31 + place * 7) % count
            yield {"community": HOME, "member": member, "topic": topic, "position": place}


def _requests(members: int) -> Iterator[dict[str, Any]]:
    half = members // 2
    for id in range(1, members // 10):
        is_open = id % 2 == 0
        yield {
            "id": id,
            "community": HOME,
            "mentee": half + 1 + id * 13 % half,
            "mentor": 1 + id * 29 % half,
            "words": ABOUT,
            "state": "open" if is_open else "declined",
            "sent": NOW - timedelta(days=id % 30),
            "reason": "",
            "answered": None if is_open else NOW,
        }


def _pair(pair: Pair) -> dict[str, Any]:
    started = NOW - timedelta(weeks=pair.week if pair.active else 20)
    return {
        "id": pair.id,
        "community": HOME,
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "template": "first-steps",
        "weeks": 8,
        "goal": "500 readers by summer",
        "started": started,
        "week": pair.week,
        "week_at": started + timedelta(weeks=pair.week - 1),
        "state": "active" if pair.active else "finished",
        "last_asked": None,
        "ended": None if pair.active else NOW,
        "reason": "",
        "space": f"8{person_id(pair.id)}",
        "space_name": "",
    }


def _expectation(pair: Pair) -> dict[str, Any]:
    row = {"community": HOME, "pair": pair.id, "goal": "500 readers", "rhythm": "weekly", "meanwhile": "", "form": ""}
    return row | {"proposer": pair.mentor, "version": 1, "mentor_agreed": True, "mentee_agreed": True}


def _checkins(pair: Pair) -> Iterator[dict[str, Any]]:
    """Both sides have answered every week that is over."""
    for week in range(1, pair.week):
        for side in (pair.mentor, pair.mentee):
            row = {"community": HOME, "pair": pair.id, "week": week, "member": side, "at": NOW, "met": True}
            yield row | {"rating": 4, "next_step": "Write the next issue", "note": ""}


def _sent(pair: Pair) -> Iterator[dict[str, Any]]:
    """The weekly messages that were delivered."""
    for side in (pair.mentor, pair.mentee):
        target = Target(people=(person(side),))
        row = dict.fromkeys(("not_before", "expires", "followup", "lease_until", "lease_owner", "message"))
        yield row | {
            "community": HOME,
            "once": f"week:{pair.id}:{side}",
            "kind": "send",
            "target": codec.dumps(target),
            "recipient": f"people {person_id(side)}",
            "title": "",
            "collapse": "",
            "after": "",
            "state": State.SENT.value,
            "due": NOW,
            "attempt": 1,
            "first_attempt": NOW,
            "refs": "[]",
            "why": "",
            "created": NOW,
            "finished": NOW,
        }


def _applied(number: int) -> dict[str, Any]:
    """Events of the last days, which nobody repeats any more."""
    return {"platform": PLATFORM, "event": f"earlier-{number}", "body": "", "seen": NOW, "applied": NOW}
