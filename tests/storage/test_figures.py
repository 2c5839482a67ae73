"""Every figure a second way: plain SQL on a generated community, equal to the last digit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import create_engine

from bot.features.impact.figures import BY_NAME, FIGURES
from bot.features.impact.model import (
    REASONS,
    Connected,
    Count,
    Mean,
    Measured,
    Middle,
    Period,
    Share,
    Span,
    span_of,
)
from bot.work import Work
from storage.database import migrate, open_store
from tests.years import HOME, NOW, OTHER, fill

ZONE = "Europe/Rome"
LAST_WEEK = datetime(2026, 3, 8, 23, 0, tzinfo=UTC)
THIS_WEEK = LAST_WEEK + timedelta(days=7)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

SECOND: Mapping[str, str] = {
    "people": "SELECT count(*) FROM member WHERE community = 1 AND conduct > 0 AND has_left = 0",
    "newcomers": """
        SELECT count(*) FROM member
        WHERE community = 1 AND conduct > 0 AND has_left = 0 AND joined >= :since AND joined < :until""",
    "mentors": """
        SELECT count(*) FROM member WHERE community = 1 AND conduct > 0 AND has_left = 0
        AND id IN (SELECT member FROM offer WHERE community = 1 AND open = 1)""",
    "waiting": """
        SELECT count(*) FROM seek WHERE community = 1 AND open = 1
        AND member NOT IN (SELECT id FROM member WHERE has_left = 1)""",
    "seats": """
        WITH taken AS (
          SELECT mentor, count(*) AS pairs FROM pair WHERE community = 1 AND state = 'active' GROUP BY mentor)
        SELECT coalesce(sum(capacity - coalesce(pairs, 0)), 0) FROM offer LEFT JOIN taken ON mentor = member
        WHERE community = 1 AND open = 1 AND coalesce(held, 0) = 0 AND capacity > coalesce(pairs, 0)
        AND member IN (
          SELECT id FROM member WHERE conduct > 0 AND has_left = 0 AND coalesce(paused_until, 0) <= :now)""",
    "requests": "SELECT count(*) FROM request WHERE community = 1 AND sent >= :since AND sent < :until",
    "pairs": "SELECT count(*) FROM pair WHERE community = 1 AND started >= :since AND started < :until",
    "running": "SELECT count(*) FROM pair WHERE community = 1 AND state = 'active'",
    "finished": """
        SELECT count(*) FROM pair
        WHERE community = 1 AND state = 'finished' AND ended >= :since AND ended < :until""",
    "stopped": """
        SELECT count(*) FROM pair
        WHERE community = 1 AND state = 'stopped' AND ended >= :since AND ended < :until""",
    "answered": """
        SELECT sum(state IN ('accepted', 'declined')), count(*) FROM request
        WHERE community = 1 AND state IN ('accepted', 'declined', 'released') AND sent >= :since AND sent < :until""",
    "wait": """
        WITH waited AS (
          SELECT started - sought AS long, row_number() OVER (ORDER BY started - sought) AS place, count(*) OVER () AS n
          FROM pair WHERE community = 1 AND sought IS NOT NULL AND started >= :since AND started < :until)
        SELECT avg(CASE WHEN place IN ((n + 1) / 2, (n + 2) / 2) THEN long END), count(*) FROM waited""",
    "satisfaction": """
        WITH answers AS (
          SELECT rating, at, (row_number() OVER (ORDER BY at, pair, member) - 1) / 5 AS five, count(*) OVER () AS n
          FROM feedback WHERE community = 1),
        fives AS (SELECT sum(rating) AS total, max(at) AS last, count(*) AS size FROM answers GROUP BY five)
        SELECT coalesce(sum(total), 0), coalesce(sum(size), 0) FROM fives
        WHERE size = 5 AND last >= :since AND last < :until""",
    "connections": """
        WITH lately AS (SELECT :looks_back AS begin, :week_over AS over),
        there AS (SELECT DISTINCT member FROM activity, lately WHERE community = 1 AND day >= begin AND day < over),
        weekly AS (SELECT pair, member, met FROM checkin, lately WHERE community = 1 AND at >= begin AND at < over),
        touch AS (
          SELECT pair FROM meeting, lately WHERE community = 1 AND state = 'met' AND at >= begin AND at < over
          UNION SELECT pair FROM weekly WHERE met = 1
          UNION SELECT pair FROM weekly GROUP BY pair HAVING count(DISTINCT member) = 2),
        those AS (
          SELECT id, mentor, mentee FROM pair
          WHERE community = 1 AND started < :week_over AND (ended IS NULL OR ended >= :week))
        SELECT sum(mentor IN (SELECT member FROM there) AND mentee IN (SELECT member FROM there)
                   AND id IN (SELECT pair FROM touch)), count(*) FROM those""",
}
ENDINGS = """
    WITH answers AS (
      SELECT reason, ended, (row_number() OVER (PARTITION BY reason ORDER BY ended, id) - 1) / 5 AS five
      FROM pair WHERE community = 1 AND state = 'stopped'),
    fives AS (SELECT reason, max(ended) AS last, count(*) AS size FROM answers GROUP BY reason, five)
    SELECT reason, sum(size) FROM fives WHERE size = 5 AND last >= :since AND last < :until GROUP BY reason"""


def micro(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def values(span: Span) -> dict[str, int]:
    return {
        "since": micro(span.since or EPOCH),
        "until": micro(span.until),
        "now": micro(NOW),
        "week": micro(LAST_WEEK),
        "week_over": micro(THIS_WEEK),
        "looks_back": micro(THIS_WEEK - timedelta(days=14)),
    }


def plain(value: Measured) -> tuple[Any, ...]:
    match value:
        case Count(n):
            return (n,)
        case Share(part, of) | Connected(part, of):
            return (part, of)
        case Mean(total, of):
            return (total, of)
        case Middle(middle, of):
            return (None if middle is None else middle / timedelta(microseconds=1), of)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """10,000 members and 2,000 pairs, and a smaller community beside them."""
    path = str(tmp_path_factory.mktemp("figures") / "town.sqlite3")
    asyncio.run(_fill(path))
    return path


async def _fill(path: str) -> None:
    url = f"sqlite:///{path}"
    await migrate(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        fill(connection, HOME, 10_000, 2_000)
        fill(connection, OTHER, 300, 90)
    engine.dispose()
    store = await open_store(url)
    for community in (HOME, OTHER):
        await store.write(partial(_count, community))
    await store.close()


def _count(community: int, work: Work) -> None:
    work.impact.tally(community)
    work.impact.connect(community, LAST_WEEK, THIS_WEEK)


@pytest.mark.parametrize("period", list(Period))
async def test_every_figure_a_second_way(filled: str, period: Period) -> None:
    span = span_of(period, NOW, ZONE)
    store = await open_store(f"sqlite:///{filled}")
    found = await store.read(lambda work: work.impact.measure(HOME, span, NOW))
    await store.close()
    assert found.keys() == BY_NAME.keys() == SECOND.keys()
    asked = values(span)
    with closing(sqlite3.connect(filled)) as database:
        again = {name: database.execute(query, asked).fetchone() for name, query in SECOND.items()}
    if period is Period.LAST_MONTH:
        again["connections"] = (0, 0)  # its week is in March
    half, of = again["wait"]
    again["wait"] = (round(half), of)  # microseconds
    assert {name: plain(value) for name, value in found.items()} == again
    quiet = {"connections"} if period is Period.LAST_MONTH else set()
    assert all(again[name][-1] for name in again.keys() - quiet), "nothing is compared with nothing"


@pytest.mark.parametrize("period", list(Period))
async def test_reasons_of_endings_a_second_way(filled: str, period: Period) -> None:
    """In the generated community nobody is in two pairs, so five endings are five different people."""
    span = span_of(period, NOW, ZONE)
    store = await open_store(f"sqlite:///{filled}")
    found = await store.read(lambda work: work.impact.endings(HOME, span))
    await store.close()
    with closing(sqlite3.connect(filled)) as database:
        again = dict(database.execute(ENDINGS, values(span)).fetchall())
    assert found == {reason: n for reason, n in again.items() if reason in REASONS}
    assert period is not Period.ALL or set(found) == set(REASONS)


async def test_what_is_counted_twice_stays_as_it_is(filled: str) -> None:
    store = await open_store(f"sqlite:///{filled}")
    span = Span(NOW)
    before = await store.read(lambda work: work.impact.measure(HOME, span, NOW))
    assert await store.write(lambda work: work.impact.tally(HOME)) == 0
    assert await store.read(lambda work: work.impact.measure(HOME, span, NOW)) == before
    await store.close()


def test_each_figure_says_what_it_means() -> None:
    assert len(BY_NAME) == len(FIGURES)
    assert all(one.label.key and one.meaning.key.endswith((".", ". ")) for one in FIGURES)
