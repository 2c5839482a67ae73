"""The process is down for a minute, seven hours, three days, three weeks: exactly the late table afterwards."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Bot
from bot.features.programme.model import WEEKLY
from bot.i18n import words
from bot.planned import Weekly
from bot.recurrence import plan
from bot.timetable import pass_time
from bot.ui import Message
from bot.work import Sending, Sort, Target, Work
from storage.keyring import FolderKeyring
from tests.chaos.adapter import PLATFORM
from tests.chaos.clock import BEGIN
from tests.chaos.messages import SQUARE
from tests.chaos.month import PEOPLE, close, everything, settle, tip, who
from tests.chaos.village import InlineStore, Process, TurnedClock, Village

SECOND, HOUR, DAY, WEEK = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
DUE = datetime(2026, 3, 4, 9, tzinfo=BEGIN.tzinfo)
"""A Wednesday at ten in Rome: everything is due within the next half a minute."""
TIMES: Mapping[str, timedelta] = {
    "1 minute": 60 * SECOND,
    "7 hours": 7 * HOUR,
    "3 days": 3 * DAY,
    "3 weeks": 3 * WEEK - HOUR,
}
TABLE: Mapping[str, Mapping[str, str]] = {
    "1 minute": {"post": "came", "weekly": "came", "nudge": "next day", "poll": "closed", "safety": "came"},
    "7 hours": {"post": "missed", "weekly": "late", "nudge": "next day", "poll": "closed", "safety": "came"},
    "3 days": {"post": "missed", "weekly": "left out", "nudge": "left out", "poll": "closed", "safety": "came"},
    "3 weeks": {"post": "missed", "weekly": "left out", "nudge": "left out", "poll": "closed", "safety": "came"},
}
ONE = "elio"
"""Somebody in Rome with one pair, so that the weekly message is one post."""


def _plan(work: Work, home: int) -> None:
    for kind, sort in ((WEEKLY, Sort.WEEKLY), (tip.name, Sort.POST)):
        work.schedules.set(plan(home, kind, Weekly(2, 10, "Europe/Rome"), sort, BEGIN))
    for poll in range(4):
        work.later.cancel(home, f"poll:{poll}")
    work.later.at(home, "poll:0", close(poll=0), DUE + 30 * SECOND)
    for number, sort in enumerate((Sort.NUDGE, Sort.NUDGE, Sort.NUDGE, Sort.SAFETY)):
        for name in PEOPLE:
            said = Message((words(f"{sort} {number}"),))
            at = DUE + number * SECOND
            row = Sending(f"{number}:{name}", home, Target((who(name),)), said, not_before=at, sort=sort)
            work.outbox.put(row, BEGIN)


@dataclass(frozen=True, slots=True)
class Down:
    found: Mapping[str, Mapping[str, str]]
    most: int
    """The most messages of one kind that one person got within an hour after the restart."""

    @property
    def kept(self) -> bool:
        return self.found == TABLE and self.most <= 1

    def line(self) -> str:
        said = {"experiment": "down", "found": self.found, "most_of_a_kind": self.most, "kept": self.kept}
        return json.dumps(said)


async def down(prepared: Path, folder: Path) -> Down:
    found, most = {}, 0
    for name, length in TIMES.items():
        found[name], kinds = await _once(prepared, folder, name, length)
        most = max(most, kinds)
    return Down(found, most)


async def _once(prepared: Path, folder: Path, name: str, length: timedelta) -> tuple[Mapping[str, str], int]:
    file = Path(shutil.copy(prepared, folder / f"down-{name.replace(' ', '-')}.sqlite3"))
    clock, store = TurnedClock(), InlineStore(file)
    village = Village(clock, random.Random(1), faults=0, deaths=0)
    keys = FolderKeyring(folder / "keys")

    def process() -> Bot:
        mine = Process(village, store)
        return Bot(mine, clock, {PLATFORM: mine}, everything(), keys)

    home = store.write(settle)
    store.write(lambda work: _plan(work, home))
    await pass_time(process(), clock, DUE - SECOND - BEGIN)
    began = clock.now()
    clock.set(began + length)
    bot, back = process(), clock.now()
    await pass_time(bot, clock, HOUR / 2)  # by then whoever is awake has what came late
    missed = store.read(lambda work: work.schedules.missed(home, began))
    posts = [post for post in village.posts if post.at >= back]
    outcome = {
        "post": "missed" if any(one.kind == tip.name for one in missed) else _came(posts, SQUARE.id, "tip of"),
        "weekly": _came(posts, f"d-{ONE}", " of 8 with "),
        "nudge": _came(posts, f"d-{ONE}", "nudge"),
        "poll": "closed" if sum(post.text == "closed 0" for post in posts) == 1 else "not closed",
        "safety": _came(posts, f"d-{ONE}", "safety"),
    }
    so_far = len(village.posts)
    await pass_time(bot, clock, DAY)
    if any("nudge" in post.text and post.place == f"d-{ONE}" for post in village.posts[so_far:]):
        outcome["nudge"] = "next day"  # the weekly message had this one
    store.close()
    mine = [post for post in posts if post.place == f"d-{ONE}"]
    return outcome, max(sum(word in post.text for post in mine) for word in ("nudge", " of 8 with ", "safety"))


def _came(posts: list[Any], place: str, part: str) -> str:
    found = [post.text for post in posts if post.place == place and part in post.text]
    if not found:
        return "left out"
    return "late" if "a bit late, sorry" in found[0] else "came"
