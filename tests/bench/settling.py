"""A town of `towns` written into a database, as a community in which all of them look for or offer mentorship."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy.engine import Connection

from bot.features.matching.cohort import Cohort
from bot.features.matching.score import Helper, Seeker
from bot.features.members.model import SPOKEN
from bot.features.topics.catalogue import subjects
from storage import tables
from storage.spelling import sort_key, topic_spelling
from tests.bench.community import HOME, NOW, home_row, member_row, programme_row, store_rows


def settle(connection: Connection, town: Cohort) -> None:
    people: tuple[Seeker | Helper, ...] = (*town.seekers, *town.helpers)
    for table, rows in (
        (tables.community, home_row()),
        (tables.programme, programme_row()),
        (tables.topic, _topics(town)),
        (tables.member, map(_member, people)),
        (tables.member_language, _languages(people)),
        (tables.offer, map(_offer, town.helpers)),
        (tables.offer_topic, _named(town.helpers)),
        (tables.seek, map(_seek, town.seekers)),
        (tables.seek_topic, _named(town.seekers)),
    ):
        store_rows(connection, table, rows)


def _topics(town: Cohort) -> Iterator[dict[str, Any]]:
    for id, code in town.setting.subjects.items():
        name = subjects()[code].name("en")
        yield {"id": id, "community": HOME, "key": topic_spelling(name), "name": name, "name_key": sort_key(name)}


def _spoken(one: Seeker | Helper) -> list[str]:
    return [code for place, code in enumerate(SPOKEN) if one.languages >> place & 1]


def _member(one: Seeker | Helper) -> dict[str, Any]:
    return member_row(one.id, 0) | {
        "about": one.about if isinstance(one, Helper) else "",
        "languages": ",".join(_spoken(one)),
        "district": one.district,
        "district_key": sort_key(one.district),
        "hours": one.hours or None,
        "zone": one.zone,
        "meets": one.meets or None,
        "offers": isinstance(one, Helper),
    }


def _languages(people: tuple[Seeker | Helper, ...]) -> Iterator[dict[str, Any]]:
    return ({"community": HOME, "language": code, "member": one.id} for one in people for code in _spoken(one))


def _terms(one: Seeker | Helper) -> dict[str, Any]:
    kind = one.terms.format
    row = {"community": HOME, "member": one.id, "open": True}
    return row | {"format": kind.value if kind else None, "weeks": one.terms.weeks or None}


def _offer(one: Helper) -> dict[str, Any]:
    return _terms(one) | {"capacity": one.seats}


def _seek(one: Seeker) -> dict[str, Any]:
    return _terms(one) | {"goal": one.goal, "since": NOW - timedelta(days=one.days)}


def _named(people: tuple[Seeker, ...] | tuple[Helper, ...]) -> Iterator[dict[str, Any]]:
    for one in people:
        for position, topic in enumerate(one.topics):
            yield {"community": HOME, "member": one.id, "topic": topic, "position": position}
