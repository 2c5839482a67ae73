"""A year with people who behave like people, and what must hold for each of them all the same."""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery.guard import UNPROMPTED, WAITED
from bot.delivery.keys import key_of
from bot.features.mentoring.model import RELEASE
from bot.features.pairs.care import AGAIN
from bot.features.pairs.model import NOTICE, quiet_after
from bot.late import PERSONAL
from bot.work import Sort
from tests.chaos.folk import Folk, Human, born
from tests.chaos.month import dice
from tests.features.scene import Scene, open_scene

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOOKED = timedelta(hours=13)
"""Half a day lies between two looks."""
OLDEST = """
SELECT request.id, max(request.sent, coalesce(request.asked_back, 0),
       coalesce((SELECT max(line.at) FROM request_line line WHERE line.request = request.id), 0))
FROM request WHERE request.state = 'open'
"""
FULL = """
SELECT pair.mentor, count(*), offer.capacity FROM pair JOIN offer ON offer.member = pair.mentor
WHERE pair.state = 'active' GROUP BY pair.mentor HAVING count(*) > offer.capacity
"""
DORMANT = """
SELECT pair.id, max(pair.started, coalesce(pair.sign, 0)),
       (SELECT rhythm FROM expectation e WHERE e.pair = pair.id AND e.mentor_agreed AND e.mentee_agreed
        ORDER BY e.version DESC LIMIT 1)
FROM pair JOIN member a ON a.id = pair.mentor JOIN member b ON b.id = pair.mentee
WHERE pair.state = 'active' AND pair.held IS NULL AND a.paused_until IS NULL AND b.paused_until IS NULL
"""


@dataclass(frozen=True, slots=True)
class Year:
    """``figures``: what a coordination would want to know. ``violations`` name who, when and what."""

    people: int
    days: int
    seed: int
    figures: Mapping[str, Any]
    counted: Mapping[str, int]
    violations: tuple[str, ...]
    seconds: float

    @property
    def kept(self) -> bool:
        return bool(self.figures["pairs"]) and not self.violations

    def line(self) -> str:
        return json.dumps({"experiment": "year", **asdict(self), "seconds": round(self.seconds, 1)})


class Watch:
    """Looks at the database and at every direct message, half a day after half a day."""

    def __init__(self, scene: Scene, people: list[Human]) -> None:
        self.scene = scene
        self.people = people
        self.sorts: dict[str, Sort] = {}
        self.unprompted: dict[str, list[tuple[datetime, Sort, str]]] = defaultdict(list)
        self.violations: list[str] = []
        self._rows = 0
        self._number = 0

    def look(self) -> None:
        now = self.scene.clock.now()
        for id, once, sort in self._ask("SELECT id, once, sort FROM outbox WHERE id > ? ORDER BY id", self._rows):
            self._rows, self.sorts[key_of(1, once, 0)] = id, Sort(sort)
        self._read()
        for id, since in self._ask(OLDEST + " GROUP BY request.id"):
            if now - _at(since) > RELEASE + LOOKED:
                self.violations.append(f"{now}: request {id} waits since {_at(since)}")
        for mentor, count, capacity in self._ask(FULL):
            self.violations.append(f"{now}: mentor {mentor} has {count} pairs and {capacity} places")
        for id, sign, rhythm in self._ask(DORMANT):
            patience = quiet_after(rhythm or "weekly") + NOTICE + WAITED + PERSONAL + AGAIN + LOOKED
            if now - _at(sign) > patience:
                self.violations.append(f"{now}: pair {id} is dormant since {_at(sign)}")

    def _ask(self, query: str, *given: int) -> list[Any]:
        return self.scene.rows(query, *given)

    def _read(self) -> None:
        newest = self._number
        for one in self.people:
            if not one.zones:
                continue
            room = self.scene.room
            for said in reversed(room.sees(one.id, room.direct_of(one.id).id)):
                if said.number <= self._number:
                    break
                newest = max(newest, said.number)
                sort = self.sorts.get(said.once)
                if sort in UNPROMPTED:
                    self.unprompted[one.id].append((said.at, sort, said.once))
        self._number = newest

    def judge(self) -> Iterator[str]:
        """The weekly budget, and never two on one day of one's own."""
        for one in self.people:
            found = sorted(self.unprompted[one.id])
            for (earlier, _, _), (later, _, _) in pairwise(found):
                if _day(one, earlier) == _day(one, later):
                    yield f"{one.id} got two unprompted messages on one day: {earlier} and {later}"
            for sort, least in ((Sort.WEEKLY, 4 * DAY), (Sort.NUDGE, WEEK)):
                times = [at for at, what, _ in found if what is sort]
                for earlier, later in pairwise(times):
                    if later - earlier < least:
                        yield f"{one.id} got two of {sort}: {earlier} and {later}"


def _at(stored: int) -> datetime:
    return EPOCH + timedelta(microseconds=stored)


def _day(one: Human, at: datetime) -> Any:
    zone = [zone for since, zone in one.zones if since <= at][-1:] or [one.zone]
    return at.astimezone(ZoneInfo(zone[0])).date()


async def year(folder: Path, people: int = 500, days: int = 364, seed: int = 1) -> Year:
    began, chance = time.monotonic(), random.Random(seed)
    with dice(seed):
        scene = await open_scene(folder)
        scene.rows_by_hand = True  # what nobody may get is looked at here
        try:
            return await _lived(scene, chance, people, days, seed, began)
        finally:
            await scene.close()


async def _lived(scene: Scene, chance: random.Random, people: int, days: int, seed: int, began: float) -> Year:
    lena = scene.person("lena", "Lena", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    folk = Folk(scene, chance, [born(chance, number, days) for number in range(people)])
    watch = Watch(scene, folk.people)
    for half in range(2 * days):
        await scene.pass_(hours=12)
        watch.look()
        await folk.live(half // 2)
        if half % 14 == 0:
            await scene.play.tidy()
    watch.look()
    violations = (*watch.violations, *watch.judge(), *_unexplained(scene))
    return Year(people, days, seed, _figures(scene), dict(folk.counted), violations, time.monotonic() - began)


def _unexplained(scene: Scene) -> Iterator[str]:
    for id, state in scene.rows("SELECT id, state FROM pair WHERE state = 'stopped' AND reason = ''"):
        yield f"pair {id} is {state}, and nobody knows why"
    for id, state in scene.rows("SELECT id, state FROM pair WHERE state NOT IN ('active', 'finished', 'stopped')"):
        yield f"pair {id} is {state}"


def _figures(scene: Scene) -> dict[str, Any]:
    states = dict(scene.rows("SELECT state, count(*) FROM pair GROUP BY state"))
    requests = dict(scene.rows("SELECT state, count(*) FROM request GROUP BY state"))
    waits = [
        (_at(started) - _at(since)) / DAY
        for started, since in scene.rows(
            "SELECT min(pair.started), seek.since FROM pair JOIN seek ON seek.member = pair.mentee GROUP BY pair.mentee"
        )
    ]
    answers = [
        (_at(answered) - _at(sent)) / DAY
        for answered, sent in scene.rows(
            "SELECT answered, sent FROM request WHERE answered IS NOT NULL AND state IN ('accepted', 'declined')"
        )
    ]
    weeks = scene.rows("SELECT sum(told) * 2 FROM pair")[0][0] or 0
    checked = scene.rows("SELECT count(*) FROM checkin")[0][0]
    ended = states.get("finished", 0) + states.get("stopped", 0)
    return {
        "pairs": sum(states.values()),
        "pair states": states,
        "reasons": dict(scene.rows("SELECT reason, count(*) FROM pair WHERE state = 'stopped' GROUP BY reason")),
        "requests": requests,
        "days to match, median": round(median(waits), 1) if waits else None,
        "answered by the mentor": round(len(answers) / max(1, sum(requests.values())), 3),
        "days to the answer, median": round(median(answers), 2) if answers else None,
        "check-ins answered": round(checked / max(1, weeks), 3),
        "completed, of those ended": round(states.get("finished", 0) / max(1, ended), 3),
        "messages": scene.rows("SELECT count(*) FROM outbox WHERE state = 'sent'")[0][0],
    }
