"""Every button and every form with the other community's ids: told what one is told of ids that nothing has."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from functools import partial

import pytest

from bot.features.meetings.model import Meeting
from bot.features.pairs.model import Why
from bot.features.pairs.next_steps import NextStep
from bot.features.posts import rhythm
from bot.features.posts.model import Series
from bot.features.posts.pieces import stock
from bot.features.recognition.honours import Honour, Nomination
from bot.features.recognition.model import Kudos
from bot.features.safety import links
from bot.features.stories.model import Story, StoryState, Told
from bot.features.suggestions.model import Suggestion
from bot.planned import Weekly
from bot.ui import Action
from bot.work import Work
from storage.columns import metadata
from tests.features.scene import Actor, Scene
from tests.features.test_communities import actor, towns
from tests.features.test_policy import REGISTRY, SOME, stored
from tests.features.wire import claim, send

__all__ = ["towns"]

NOWHERE = 987_654
TABLES = {
    "mentor": "member",
    "request": "request",
    "topic": "topic",
    "pair": "pair",
    "risk": "risk",
    "poll": "poll",
    "suggestion": "suggestion",
    "story": "story",
    "kudos": "kudos",
    "nomination": "nomination",
    "honour": "honour",
    "report": "report",
    "draft": "draft",
    "search": "draft",
    "id": "pair",
    "round": "match_round",
    "mentee": "member",
    "introduction": "peer_introduction",
    "team": "peer_group",
    "meeting": "meeting",
    "lesson": "lesson",
    "series": "series",
    "piece": "piece",
    "todo": "next_step",
}
"""The arguments that are ids of things, and whose."""
NO_IDS = {
    "named",
    "earlier",
    "place",
    "page",
    "month",
    "number",
    "piece",
    "sequence",
    "weeks",
    "days",
    "day",
    "on",
    "week",
    "yes",
    "version",
    "before",
    "option",
    "step",
    "by",
    "thing",
    "name",
    "language",
    "person",
    "says",
}
WORDS = (
    "did",
    "changed",
    "words",
    "need",
    "name",
    "names",
    "into",
    "note",
    "question",
    "link",
    "step",
    "about",
    "tried",
    "doing",
    "goal",
    "answer",
)
ANSWERS: Mapping[str, tuple[str, ...]] = dict.fromkeys(WORDS, ("Words",)) | {
    "kind": ("tip",),
    "title": ("Title",),
    "source": ("all",),
    "weekday": ("1",),
    "hour": ("8",),
    "category": ("other",),
    "pause": ("yes",),
    "reason": ("other",),
    "standing": ("planned",),
    "open": ("no",),
    "rhythm": ("weekly",),
    "form": ("video",),
    "options": ("One\nTwo",),
    "time1": ("4.3.2026 18:00",),
    "minutes": ("60",),
}
OWN = {"mentoring.find", "mentoring.narrow"}
"""Where a search is not found a new one of one's own begins."""
THINGS = [name for name, handler in REGISTRY.actions.items() if set(handler.kinds) & set(TABLES)]


def ids(scene: Scene, community: int) -> Mapping[str, int]:
    """One of each kind of thing of this community."""
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        found = {
            table: database.execute(f"SELECT max(id) FROM {table} WHERE community = ?", (community,)).fetchone()[0]
            for table in set(TABLES.values())
        }
    return {name: found[table] for name, table in TABLES.items()}


def rows_of(scene: Scene, community: int) -> list[list[tuple[object, ...]]]:
    """Everything that this community has."""
    tables = [one.name for one in metadata.sorted_tables if "community" in one.columns]
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        return [database.execute(f"SELECT * FROM {one} WHERE community = ?", (community,)).fetchall() for one in tables]


def all_else(work: Work, community: int, pair: int, now: datetime) -> None:
    found = work.pairs.get(community, pair)
    assert found
    work.pairs.add_risk(found, next(iter(Why)), now)
    work.rounds.begin(community, now)
    work.introductions.add(community, found.mentor, found.mentor, found.mentee, "Hello", now)
    work.meetings.add(Meeting(0, community, pair, found.mentor, 60, "", now, (now,)))
    work.steps.add(NextStep(0, community, pair, found.mentor, "Write", now, done=now))
    work.impact.add_lesson(community, "Ask in week 1", now)
    work.circles.add(community, [(found.mentor, found.mentee)], now)
    work.suggestions.add(Suggestion(0, community, found.mentor, "More light", now))
    told = Told("Words", "Words", "Words")
    story = Story(0, community, pair, found.mentor, found.mentee, found.mentor, told, StoryState.WAITING, created=now)
    work.stories.add(story)
    work.kudos.add(Kudos(0, community, pair, found.mentor, found.mentee, "Thanks", now, open=True))
    work.nominations.add(Nomination(0, community, found.mentor, found.mentee, "They did well", now))
    work.honours.add(Honour(0, community, "2026-02", pair, found.mentor, found.mentee, "They did well", now))
    made = work.posts.add_series(Series(0, community, "all", None, now))
    rhythm.begin(work, made, Weekly(2, 10, "UTC"), now)
    stock(work, community)


@pytest.fixture
async def equal(towns: Mapping[str, Scene]) -> tuple[Scene, Scene]:
    """Both communities with one of everything; the second is the one in which people try the first one's ids."""
    for town in towns.values():
        lena, marta, carla = (actor(town, name) for name in ("lena", "marta", "carla"))
        home = 1 if town is towns["corte"] else 2
        await carla.use("/mentor find topic: pricing")
        await marta.dm.press("Say yes to Carla")
        pair = ids(town, home)["pair"]
        words = {"category": ("other",), "words": ("Words",), "pause": ("no",)}
        await send(town, carla.dm, Action("safety.reported", {"thing": links.PAIR, "id": pair}), words, community=home)
        await lena.use("/poll create")
        await lena.fill(question="Which day?", options="Monday\nTuesday")
        await town.store.write(partial(all_else, community=home, pair=pair, now=town.clock.now()))
        assert None not in ids(town, home).values(), ids(town, home)
    return towns["corte"], towns["ponte"]


async def told(town: Scene, who: Actor, name: str, known: Mapping[str, int]) -> str:
    """What is said, and what stands in a form, if one opens."""
    handler = REGISTRY.actions[name]
    town.room.close_form(who.id)
    values = {one: known.get(one, "pair" if one == "thing" else SOME[kind]) for one, kind in handler.kinds.items()}
    before, action = len(who.texts()), Action(name, values)
    if handler.form:
        await send(town, who, action, ANSWERS, community=2)
    else:
        await claim(town, who, action, "warned", community=2)
    opened = town.room.form_of(who.id)
    return " ".join(who.texts()[before:]) + (f" [{opened.form.title}] {opened.text}" if opened else "")


def test_every_argument_is_known() -> None:
    """A new one is an id, and stands in TABLES, or is none."""
    names = {one for handler in REGISTRY.actions.values() for one in handler.kinds}
    assert names == set(TABLES) | NO_IDS


@pytest.mark.parametrize("name", ["lena", "marta"])
async def test_the_others_ids_are_as_good_as_none(equal: tuple[Scene, Scene], name: str) -> None:
    corte, ponte = equal
    theirs, none = ids(corte, 1), dict.fromkeys(TABLES, NOWHERE)
    who = actor(ponte, name).dm
    for action in THINGS:
        before, all_before = rows_of(corte, 1), stored(corte)
        foreign = await told(ponte, who, action, theirs)
        changed = stored(corte) != all_before
        assert rows_of(corte, 1) == before, action
        again = stored(corte)
        absent = await told(ponte, who, action, none)
        assert foreign == absent, action
        assert changed == (stored(corte) != again), action
        assert foreign, action
        if action not in OWN:
            assert not changed, action
    assert len(THINGS) > 50
