"""Weekly posts while clocks change and the process is down: at the local hour, once, and never too late."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.posts.model import TURN, Why
from bot.work import Work
from tests.features.scene import Actor, Scene
from tests.features.test_posts import posted

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
ROME = ZoneInfo("Europe/Rome")
SPRING, AUTUMN = datetime(2026, 3, 23, 9, tzinfo=UTC), datetime(2026, 10, 19, 9, tzinfo=UTC)
"""Mondays; on the Sundays after them the clocks in Rome are changed."""


async def series(lena: Actor, weekday: int, hour: int) -> None:
    await lena.use("/programme posts")
    await lena.press("Choose what and when")
    await lena.fill(weekday=str(weekday), hour=str(hour))


def times(who: Actor) -> list[datetime]:
    """When each weekly post came."""
    return [said.at for said in who.messages() if said.once and posted_one(said.words)]


def posted_one(words: str) -> bool:
    return "Look for a mentor" not in words and not words.startswith("Our mentorship programme is open.")


async def left_out(scene: Scene) -> list[date]:
    def look(work: Work) -> list[date]:
        return [one.day for one in work.schedules.missed(1, datetime(2020, 1, 1, tzinfo=UTC)) if one.kind == TURN]

    return await scene.store.read(look)


async def back_after(scene: Scene, down: timedelta) -> None:
    """The process ends now, and starts again that much later."""
    at = scene.clock.now() + down
    await scene.play.stop()
    scene.clock.set(at)
    await scene.play.start()
    await scene.restart()
    await scene.pass_(minutes=1)


@pytest.mark.parametrize(
    ("begin", "weekday", "hour", "came"),
    [
        (SPRING, 2, 10, ["25 09:00", "01 08:00", "08 08:00"]),
        (SPRING, 6, 2, ["29 01:00", "05 00:00", "12 00:00"]),
        (AUTUMN, 2, 10, ["21 08:00", "28 09:00", "04 09:00"]),
        (AUTUMN, 6, 2, ["25 00:00", "01 01:00", "08 01:00"]),
    ],
)
async def test_the_hour_stays_when_the_clocks_change(
    scene: Scene, lena: Actor, begin: datetime, weekday: int, hour: int, came: list[str]
) -> None:
    """Sunday at two is skipped in spring, and comes twice in autumn: then it is the first."""
    scene.clock.set(begin)
    dora = scene.person("dora", "Dora")
    await series(lena, weekday, hour)
    await scene.pass_(weeks=1)
    await scene.restart()
    await scene.pass_(weeks=2)
    assert [f"{at:%d %H:%M}" for at in times(dora)] == came
    assert len(set(posted(dora))) == 3


@pytest.mark.parametrize("begin", [SPRING, AUTUMN])
@pytest.mark.parametrize(
    ("down", "late", "missed"),
    [
        (timedelta(minutes=1), timedelta(minutes=1), 0),
        (5 * HOUR, 5 * HOUR, 0),
        (7 * HOUR, None, 1),
        (3 * DAY, None, 1),
        (3 * WEEK - 2 * HOUR, None, 3),
    ],
)
async def test_down_when_it_was_due(
    scene: Scene, lena: Actor, begin: datetime, down: timedelta, late: timedelta | None, missed: int
) -> None:
    scene.clock.set(begin)
    dora = scene.person("dora", "Dora")
    await series(lena, 2, 10)
    due = datetime(begin.year, begin.month, begin.day + 2, 10, tzinfo=ROME).astimezone(UTC)
    scene.clock.set(due - timedelta(seconds=1))
    await back_after(scene, down + timedelta(seconds=1))
    assert times(dora) == ([due + late] if late else [])
    days = [date(begin.year, begin.month, begin.day + 2) + number * WEEK for number in range(missed)]
    assert await left_out(scene) == days
    await scene.pass_(weeks=2, hours=3)
    said = posted(dora)
    assert said[:2] == ["How mentorship works here", "You know more than you think"], "what was left out kept its turn"
    assert len(said) == len(set(said)) == len(times(dora)) == (2 if missed == 1 else 3)
    assert {f"{at.astimezone(ROME):%a %H:%M}" for at in times(dora)[bool(late) :]} == {"Wed 10:00"}


@pytest.mark.parametrize("seed", range(2))
async def test_down_at_any_moment_for_any_time(scene: Scene, lena: Actor, seed: int) -> None:
    """Three series over half a year in which the process dies again and again."""
    chance = random.Random(seed)
    scene.clock.set(SPRING - WEEK)
    dora = scene.person("dora", "Dora")
    planned = [(6, 2), (2, 10), (2, 10)]
    for weekday, hour in planned:
        await lena.use("/programme posts")
        await lena.press("Choose what and when" if weekday == 6 else "Start another series")
        await lena.fill(weekday=str(weekday), hour=str(hour))
        await scene.pass_(minutes=5)
    begin, end = scene.clock.now(), scene.clock.now() + 26 * WEEK
    while scene.clock.now() < end:
        await scene.pass_(hours=chance.choice([3, 30, 200, 500]))
        await back_after(scene, chance.choice([timedelta(minutes=1), HOUR, 5 * HOUR, 7 * HOUR, 3 * DAY, 3 * WEEK]))
    meant = Counter[tuple[int, date]]()
    for number, (weekday, hour) in enumerate(planned, 1):
        day = begin.astimezone(ROME).date()
        while datetime(day.year, day.month, day.day, hour, tzinfo=ROME).astimezone(UTC) <= scene.clock.now():
            if day.weekday() == weekday and datetime(day.year, day.month, day.day, hour, tzinfo=ROME) > begin:
                meant[number, day] += 1
            day += DAY

    def became(work: Work) -> tuple[Counter[tuple[int, date]], list[tuple[date, datetime]]]:
        turns = work.posts.turns(1, begin)
        late = [(int(one.key), one.day) for one in work.schedules.missed(1, begin) if one.kind == TURN]
        done = [(one.series, one.day) for one in turns]
        return Counter([*late, *done]), [(one.day, one.at) for one in turns if one.why is Why.NONE]

    all_of_them, said = await scene.store.read(became)
    assert all_of_them == meant, "each occurrence is said or told, once"
    assert len(said) == len(times(dora)) > 15
    assert all(at.astimezone(ROME).date() == day for day, at in said)
    together = Counter(times(dora))
    assert any(number == 2 for number in together.values()), "both of one hour came"
    titles = posted(dora)
    assert all(len(set(titles[at : at + 15])) == len(titles[at : at + 15]) for at in range(len(titles) - 15))
