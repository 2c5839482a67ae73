"""Years of a programme, written straight into the tables: people, requests, pairs and what was said of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.engine import Connection

from storage import tables
from storage.spelling import sort_key, topic_spelling

NOW = datetime(2026, 3, 16, 9, 30, 0, 250_000, UTC)
HOME, OTHER = 1, 2
YEARS = timedelta(days=900)
CHUNK = 5_000
DISTRICTS = ("", "Isola", "Vanchiglia", "Prati", "Größe")
SPOKEN = ("it", "de", "en")
STATES = ("open", "accepted", "accepted", "declined", "withdrawn", "freed", "released")
REASONS = ("time", "goal", "contact", "fit", "other", "", "left")

Row = dict[str, Any]


class Years:
    """The rows of one community; everything is decided by the seed."""

    def __init__(self, community: int, members: int, pairs: int, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self.community, self.members, self.pairs = community, members, pairs
        self.base = (community - 1) * 10_000_000
        self.ids = range(self.base + 1, self.base + members + 1)
        people = self.chance.sample(self.ids, 2 * pairs)
        self.both = list(zip(people[::2], people[1::2], strict=True))

    def ago(self, most: timedelta = YEARS) -> datetime:
        return NOW - self.chance.random() * most

    def member(self, id: int) -> Row:
        chance = self.chance
        district = chance.choice(DISTRICTS)
        row = {"id": id, "community": self.community, "person": f"p{id}", "name": f"N {id}", "name_key": f"n {id:09}"}
        row |= {"conduct": int(chance.random() > 0.1), "about": "", "languages": "it", "link": ""}
        row |= {"district": district, "district_key": sort_key(district), "has_left": chance.random() < 0.05}
        paused = NOW + timedelta(days=chance.randint(-30, 30)) if chance.random() < 0.1 else None
        return row | {"joined": self.ago(), "paused_until": paused}

    def languages(self) -> Iterator[Row]:
        for id in self.ids:
            for language in self.chance.sample(SPOKEN, self.chance.randint(1, 2)):
                yield {"community": self.community, "language": language, "member": id}

    def offer(self, id: int) -> Row:
        row = {"community": self.community, "member": id, "capacity": self.chance.randint(1, 5), "availability": ""}
        return row | {"open": self.chance.random() > 0.2, "held": self.chance.choice((None, False, False, True))}

    def seek(self, id: int) -> Row:
        row = {"community": self.community, "member": id, "goal": "", "since": self.ago(), "availability": ""}
        return row | {"open": self.chance.random() > 0.4}

    def named(self, ids: Iterable[int], topics: int) -> Iterator[Row]:
        for id in ids:
            for place, topic in enumerate(self.chance.sample(range(1, topics + 1), self.chance.randint(1, 3))):
                yield {"community": self.community, "member": id, "topic": self.base + topic, "position": place}

    def request(self, id: int) -> Row:
        mentee, mentor = self.chance.sample(self.ids, 2)
        row = {"id": self.base + id, "community": self.community, "mentee": mentee, "mentor": mentor, "words": ""}
        return row | {"state": self.chance.choice(STATES), "sent": self.ago(), "reason": ""}

    def pair(self, id: int, mentor: int, mentee: int) -> Row:
        chance, started = self.chance, self.ago()
        state = chance.choice(("active", "finished", "finished", "stopped"))
        row: Row = {"id": self.base + id, "community": self.community, "mentor": mentor, "mentee": mentee}
        row |= {"template": "first-steps", "weeks": 8, "goal": "", "started": started, "week": 3, "week_at": started}
        row |= {"state": state, "reason": chance.choice(REASONS) if state == "stopped" else ""}
        row |= {"ended": None if state == "active" else started + chance.random() * (NOW - started)}
        return row | {"sought": None if chance.random() < 0.2 else started - chance.random() * timedelta(days=40)}

    def said(self, pairs: list[Row]) -> Iterator[Row]:
        """Each side may say how it was, once the pair has ended."""
        for pair in pairs:
            for side in ("mentor", "mentee") if pair["ended"] else ():
                if self.chance.random() < 0.7:
                    at = pair["ended"] + self.chance.random() * timedelta(days=3)
                    row = {"community": self.community, "pair": pair["id"], "member": pair[side], "at": at}
                    yield row | {"rating": self.chance.randint(1, 5), "words": ""}

    def checkins(self, pairs: list[Row]) -> Iterator[Row]:
        for pair in pairs:
            for side in ("mentor", "mentee"):
                for week in range(1, 4):
                    if self.chance.random() < 0.5:
                        row = {"community": self.community, "pair": pair["id"], "week": week, "member": pair[side]}
                        met = self.chance.choice((None, False, True))
                        yield row | {"at": self.ago(timedelta(days=40)), "met": met, "next_step": "", "note": ""}

    def meetings(self, pairs: list[Row]) -> Iterator[Row]:
        for at, pair in enumerate(pairs[::3], 1):
            row = {"id": self.base + at, "community": self.community, "pair": pair["id"], "proposer": pair["mentor"]}
            row |= {
                "minutes": 60,
                "place": "",
                "created": NOW,
                "state": self.chance.choice(("met", "agreed", "missed")),
            }
            yield row | {"at": self.ago(timedelta(days=40)), "sequence": 0}

    def days(self) -> Iterator[Row]:
        """Midnights in Rome: an hour before those in Greenwich, in winter."""
        midnight = NOW.replace(hour=23, minute=0, second=0, microsecond=0) - timedelta(days=1)
        for id in (one for both in self.both for one in both):
            for back in self.chance.sample(range(35), self.chance.randint(0, 2)):
                yield {"community": self.community, "member": id, "day": midnight - timedelta(days=back)}


def fill(connection: Connection, community: int, members: int, pairs: int, topics: int = 60) -> None:
    """A community with so many people and pairs, and half as many requests as people."""
    years = Years(community, members, pairs)
    mentors, mentees = years.ids[::4], years.ids[1::3]
    ended = [years.pair(at, *both) for at, both in enumerate(years.both, 1)]
    home = {"id": community, "platform": "room", "native_id": f"c{community}", "name": "Corte", "locale": "it"}
    names = [f"Topic {at}" for at in range(1, topics + 1)]
    for table, rows in (
        (tables.community, [home | {"zone": "Europe/Rome", "created": NOW - YEARS}]),
        (tables.topic, [_topic(years, at, name) for at, name in enumerate(names, 1)]),
        (tables.member, map(years.member, years.ids)),
        (tables.member_language, years.languages()),
        (tables.offer, map(years.offer, mentors)),
        (tables.offer_topic, years.named(mentors, topics)),
        (tables.seek, map(years.seek, mentees)),
        (tables.seek_topic, years.named(mentees, topics)),
        (tables.request, map(years.request, range(1, members // 2))),
        (tables.pair, ended),
        (tables.feedback, years.said(ended)),
        (tables.checkin, years.checkins(ended)),
        (tables.meeting, years.meetings(ended)),
        (tables.activity, years.days()),
    ):
        _store(connection, table, iter(rows))


def _topic(years: Years, at: int, name: str) -> Row:
    row = {"id": years.base + at, "community": years.community, "name": name}
    return row | {"key": topic_spelling(name), "name_key": sort_key(name)}


def _store(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(insert(table), chunk)
