"""Everything that can be pressed, pressed twice: the second press of a double click changes nothing that is stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.actions import Who, encode
from bot.features.everything import registry
from bot.ui import Action
from storage.columns import Instant, metadata
from tests.features.busy import again, prepare
from tests.features.pressing import DRAFT, Press, fills, looks, press, shows
from tests.features.scene import Scene, open_scene
from tests.features.under_way import UNDER_WAY, actor
from tests.features.wire import claim, send

Stored = dict[str, list[tuple[Any, ...]]]
REGISTRY = registry()
SOME: Mapping[type, Any] = {int: 1, str: "topic", bool: True}
BY_ITSELF = {"activity", "draft", "inbox", "lane", "sqlite_sequence"}
"""What comes with every event, whatever it does."""
LOOKS = {"audit", "audit_head"}
KEPT = [table for table in metadata.sorted_tables if table.name not in BY_ITSELF]
TABLES = {table.name: ", ".join(f'"{column.name}"' for column in table.columns) for table in KEPT}
TIMELESS = {
    table.name: [at for at, column in enumerate(table.columns) if not isinstance(column.type, Instant)]
    for table in KEPT
}
"""Which columns hold no instant."""
SOMETHING_ELSE = {
    "app.run": "runs a command that was kept; the buttons and forms of that command are here",
    "form.again": "opens a form that was kept",
    "form.next": "opens the next step of a form that was kept",
}


CODE = {"en": "Be kind.", "de": "", "it": ""}
POLL = {
    "question": "When?",
    "options": "Now\nLater",
    "several": "no",
    "secrecy": "hidden",
    "electorate": "all",
    "days": "7",
    "place": "",
}
TIMES = {"language": "it", "zone": "Europe/Vienna", "weekday": "3", "hour": "17", "weeks": "12"}
JANUARY = "2026-01-01"
NEXT = "2026-06-10"
"""The next Wednesday there."""
PRESSES: Mapping[str, Press] = {
    "audit.earlier": shows("lena", 2),
    "impact.aimed": fills("lena", figure="pairs", number="20", within="6"),
    "impact.count": press("lena", False),
    "impact.counting": shows("lena"),
    "impact.drop": press("lena", 1),
    "impact.goal": shows("lena"),
    "impact.learned": fills("lena", words="Something else."),
    "impact.lesson": shows("lena"),
    "impact.me": press("carla", False),
    "impact.monthly": press("lena", True),
    "impact.period": shows("lena", picked=("last",)),
    "impact.post": press("lena", JANUARY),
    "impact.preview": shows("lena", JANUARY),
    "impact.skip": press("lena", JANUARY),
    "impact.worded": fills("lena", JANUARY, words="Thank you!"),
    "impact.words": shows("lena", JANUARY),
    "members.change": shows("marta"),
    "members.direct": press("marta", picked=("needed",)),
    "members.more": shows("marta"),
    "members.pause": shows("marta"),
    "members.paused": press("marta", 4),
    "members.pause_until": shows("marta"),
    "members.paused_until": fills("marta", day="2026-07-20"),
    "members.profile": fills("marta", about="I knit.", languages=("it",)),
    "members.resumed": press("ines"),
    "members.settings": shows("marta"),
    "members.settled": fills("marta", language="it", zone="Europe/Rome", quiet_from="23", quiet_to="6", direct="none"),
    "members.snooze": press("marta", 7),
    "members.snooze_until": shows("marta"),
    "members.snoozed": fills("marta", day="2026-07-20"),
    "members.stop": press("marta"),
    "members.wake": press("ines"),
    "mentoring.about": shows("nora", 1),
    "mentoring.accept": press("nora", 1),
    "mentoring.ask": shows("gast", 1),
    "mentoring.asked": fills("gast", 1, need="A plan"),
    "mentoring.best": shows("gast"),
    "mentoring.card": shows("marta"),
    "mentoring.decline": shows("nora", 1),
    "mentoring.declined": press("nora", 1, picked=("time",)),
    "mentoring.find": shows("gast", 0, 0),
    "mentoring.go_on": press("paul"),
    "mentoring.look": shows("marta", picked=("pair 2",)),
    "mentoring.meant": press("gast", 5, picked=("taxes",)),
    "mentoring.more": shows("marta"),
    "mentoring.narrow": shows("gast", 0, "topic"),
    "mentoring.offer": shows("marta"),
    "mentoring.offered": fills("zoe", topics="Knots", capacity="1", languages=("en",), conduct="yes"),
    "mentoring.question": shows("nora", 1),
    "mentoring.questioned": fills("nora", 1, words="Since when?"),
    "mentoring.replied": fills("fred", 2, words="Since May."),
    "mentoring.reply": shows("fred", 2),
    "mentoring.seek": shows("zoe"),
    "mentoring.sought": fills("zoe", topics="Knots", goal="A boat", languages=("en",), conduct="yes"),
    "mentoring.status": shows("marta"),
    "mentoring.stop_offer": press("nora"),
    "mentoring.stop_seek": press("gast"),
    "mentoring.withdraw": press("emil", 1),
    "pairs.agree": press("marta", 2, 1),
    "pairs.came": press("dora", 1, picked=("much",)),
    "pairs.check": shows("carla", 2, 7),
    "pairs.expect": shows("carla", 2),
    "pairs.expected": fills("dora", 3, goal="More", rhythm="weekly", form="video"),
    "pairs.extend": press("marta", 2),
    "pairs.feedback": press("dora", 1, picked=("2",)),
    "pairs.finish": shows("marta", 2),
    "pairs.finished": press("marta", 2),
    "pairs.go_on": press("dora", 3),
    "pairs.look": looks("lena", 1),
    "pairs.look_at": looks("lena", picked=("1",)),
    "pairs.looked_after": press("lena", 1),
    "pairs.met": press("marta", 2, 7, True),
    "pairs.more": shows("marta", 2),
    "pairs.note": shows("carla", 2, 7),
    "pairs.notes": shows("carla", 2),
    "pairs.noted": fills("carla", 2, 7, step="Write", note="Good"),
    "pairs.overview": shows("lena"),
    "pairs.rate": press("carla", 2, 7, picked=("4",)),
    "pairs.send_both": press("lena", 1),
    "pairs.show": shows("carla", 2),
    "pairs.steps": shows("carla", 2),
    "pairs.stop": shows("carla", 2),
    "pairs.stopped": press("carla", 2, picked=("time",)),
    "pairs.tick": press("marta", picked=("1",)),
    "pairs.untick": press("carla", 2),
    "pairs.worded": fills("dora", 1, words="It was good."),
    "pairs.words": shows("dora", 1),
    "pairs.write_both": shows("lena", 1),
    "pairs.written_both": fills("lena", 1, words="How are you two?"),
    "polls.again": press("lena", 1),
    "polls.back": press("carla", 1),
    "polls.create": shows("lena"),
    "polls.discard": press("lena", 3),
    "polls.end": press("lena", 1),
    "polls.every": press("lena", 1, picked=("2",)),
    "polls.export": shows("lena", 1),
    "polls.pick": shows("lena", picked=("1",)),
    "polls.post": press("lena", 3),
    "polls.show": shows("lena", 1),
    "polls.vote": press("dora", 1, 1),
    "polls.votes": press("dora", 2, picked=("0", "1")),
    "polls.written": fills("lena", **POLL),
    "digest.show": shows("lena"),
    "digest.switch": press("lena", True),
    "posts.begin": shows("lena"),
    "posts.change": shows("lena", 1),
    "posts.changed": fills("lena", 1, source="how", weekday="3", hour="8"),
    "posts.edit": shows("lena", 1),
    "posts.edited": fills("lena", 1, kind="tip", title="Mine", words="In my words."),
    "posts.end": press("lena", 1),
    "posts.keep": Press("lena", (1, "2026-01-01"), shows=True),
    "posts.load": shows("lena"),
    "posts.loaded": fills("lena", typed="# Mine\n\nIn my words.", way="replace"),
    "posts.save": shows("lena"),
    "posts.made": fills("lena", source="how", weekday="3", hour="8"),
    "posts.new": shows("lena"),
    "posts.pause": press("lena", 1),
    "posts.pick": shows("lena", picked=("1",)),
    "posts.piece": shows("lena", 1),
    "posts.pieces": shows("lena"),
    "posts.preview": shows("lena", 1),
    "posts.read": shows("lena", picked=("1",)),
    "posts.remove": press("lena", 1),
    "posts.restore": press("lena"),
    "posts.resume": press("lena", 2),
    "posts.series": shows("lena", 1),
    "posts.show": shows("lena"),
    "posts.skip": press("lena", 1, NEXT),
    "posts.write": shows("lena"),
    "posts.written": fills("lena", kind="tip", title="Mine", words="In my words."),
    "privacy.erase": shows("carla"),
    "privacy.erased": press("carla"),
    "privacy.export": press("carla"),
    "privacy.keep": shows("carla"),
    "privacy.show": shows("carla"),
    "programme.check": shows("lena"),
    "pairs.room": Press("marta", shows=None),
    "programme.copy": shows("lena", "career"),
    "programme.copied": fills("lena", "career", en="Our own", de="Unser eigener", it="Il nostro"),
    "programme.course": shows("lena", "career"),
    "programme.courses": shows("lena"),
    "programme.file": shows("lena", "career"),
    "programme.heading": shows("lena", "our-course", "en"),
    "programme.headed": fills(
        "lena", "our-course", "en", title="Ours", goal="To grow", starters="One?\nTwo?\nThree?\nFour?"
    ),
    "programme.pick_course": shows("lena", picked=("career",)),
    "programme.pick_week": shows("lena", "our-course", picked=("1",)),
    "programme.upload": shows("lena"),
    "programme.uploaded": Press("lena", answers={"file": ("nothing",)}, shows=None),
    "programme.keep_course": press("lena", DRAFT),
    "programme.remove": shows("lena", "our-course"),
    "programme.removed": press("lena", "our-course"),
    "programme.use": press("lena", "career"),
    "programme.week": shows("lena", "our-course", 1, "en"),
    "programme.week_written": fills("lena", "our-course", 1, "en", why="It helps", mentor="Listen", mentee="Tell"),
    "programme.weeks": shows("lena", "career", 0),
    "programme.placed": fills("lena", channel="moderators", moderators="mentoring", template="first-steps"),
    "programme.places": shows("lena"),
    "programme.start": Press("lena", fresh=True),
    "programme.timed": fills("lena", **TIMES),
    "programme.times": shows("lena"),
    "recognition.answer": press("carla", 1, "named"),
    "recognition.choose": shows("lena", 2, 3),
    "recognition.chosen": Press("lena", (2, 3), answers={"words": ("They did well.",)}, shows=None),  # one is chosen
    "recognition.desk": shows("lena"),
    "recognition.milestones": press("lena", False),
    "recognition.nominate": shows("carla", 2),
    "recognition.nominated": fills("carla", person="nora", words="They did well"),
    "recognition.pick": shows("lena", picked=("2",)),
    "recognition.take_honour_down": Press("carla", (1,), shows=None),  # it waits for the answers of the two
    "recognition.more": shows("marta", 1),
    "recognition.named": press("marta", False),
    "recognition.naming": shows("marta"),
    "recognition.show": press("marta", 2),
    "recognition.take_down": press("dora", 1),
    "recognition.thank": shows("carla", 2),
    "recognition.thanked": fills("carla", 2, words="For the evening", open="no"),
    "safety.agree": press("zoe", 1),
    "safety.allowed": fills("lena", one="hans", other="paul", reason="They talked."),
    "safety.block": shows("emil", "request", 1),
    "safety.blocked": press("emil", "request", 1),
    "safety.close": looks("sara", 2),
    "safety.closed": press("sara", 2, picked=("settled",)),
    "safety.conduct": shows("lena"),
    "safety.conducted": fills("lena", **CODE),
    "safety.name": shows("lena"),
    "safety.named": fills("lena", person="nora"),
    "safety.not_again": press("carla", "pair", 2),
    "safety.note": shows("sara", 2),
    "safety.noted": fills("sara", 2, words="Talked to both."),
    "safety.read": looks("sara", 1),
    "safety.report": shows("carla", "pair", 2),
    "safety.reported": fills("carla", "pair", 2, category="harassment", words="He said that", pause="yes"),
    "safety.take": press("sara", 1),
    "safety.take_off": press("lena", "sara"),
    "safety.unblock": press("paul", "hans"),
    "profile.edit": shows("marta"),
    "profile.hours": shows("marta", 0),
    "profile.no_hours": shows("marta"),
    "profile.piece": shows("marta", "about"),
    "profile.pieced": fills("marta", "seats", capacity="1"),
    "profile.show": shows("marta"),
    "profile.timed": replace(fills("marta", days=("1",), words="Fri after 18", zone="Europe/Rome"), shows=True),
    "profile.withdraw": shows("marta"),
    "stories.agree": press("carla", 1, 1, True),
    "stories.approve": press("lena", 2, 1),
    "stories.decline": press("lena", 2, 1, picked=("short",)),
    "stories.edit": shows("lena", 2),
    "stories.edited": fills("lena", 2, need="A better plan", did="Calls", changed="Much"),
    "stories.mine": shows("carla"),
    "stories.mine_picked": shows("carla", picked=("1",)),
    "stories.move": press("lena", 4, 4, True),
    "stories.pick": shows("lena", picked=("2",)),
    "stories.picture": press("lena", 3),
    "stories.queue": shows("lena"),
    "stories.rather_not": shows("carla", 1),
    "stories.show": shows("lena", 2),
    "stories.slot": shows("lena"),
    "stories.take_down": press("lena", 5),
    "stories.tell": shows("carla", 2),
    "stories.told": fills("carla", 2, need="Another plan", did="Calls", changed="Much"),
    "stories.withdraw": press("carla", 1),
    "topics.alias": shows("lena", 1),
    "topics.aliased": fills("lena", 1, names="Manege"),
    "topics.merge": shows("lena", 1),
    "topics.merged": fills("lena", 1, into="Pricing"),
    "topics.overview": shows("lena", 0),
    "topics.rename": shows("lena", 1),
    "topics.renamed": fills("lena", 1, name="Letters"),
    "topics.show": shows("lena", picked=("1",)),
    **UNDER_WAY,
}


def test_only_what_there_is() -> None:
    assert {*PRESSES, *SOMETHING_ELSE} == set(REGISTRY.actions)


async def test_twice_is_once(tmp_path: Path) -> None:
    """What changes something does so to a copy of the same community; what only shows something leaves it as it is."""
    prepared = tmp_path / "prepared"
    prepared.mkdir()
    at = await prepare(prepared)
    presses = {name: PRESSES.get(name) or just_so(name) for name in REGISTRY.actions if name not in SOMETHING_ELSE}
    showing = {name: one for name, one in presses.items() if one.shows and not one.first}
    wrongs: list[str] = []
    async with again(prepared, tmp_path / "shown", at) as scene:
        for name, one in showing.items():
            wrongs += await pressed_twice(scene, name, one)
    for name, one in presses.items():
        if name not in showing and not one.fresh:
            async with again(prepared, tmp_path / name, at) as scene:
                wrongs += await pressed_twice(scene, name, one)
    assert not wrongs, "\n".join(wrongs)


async def test_a_programme_starts_once(tmp_path: Path) -> None:
    scene = await open_scene(tmp_path)
    await scene.person("lena", "Lena", coordinator=True).use("/programme setup")
    try:
        assert await pressed_twice(scene, "programme.start", PRESSES["programme.start"]) == []
    finally:
        await scene.close()


def just_so(name: str) -> Press:
    """What the community has nothing ready for is pressed as it comes, and refused or not."""
    handler = REGISTRY.actions[name]
    who = {Who.COORDINATOR: "lena", Who.SAFETY: "sara"}.get(handler.who, "carla")
    return Press(who, tuple(SOME[kind] for kind in handler.kinds.values()), shows=None)


async def pressed_twice(scene: Scene, name: str, one: Press) -> list[str]:
    """What is wrong about it."""
    if one.first:
        await claim(scene, actor(scene, one.who), one.first)
    before = stored(scene, one)
    await do(scene, name, one)
    after, told = stored(scene, one), actor(scene, one.who).texts()[-1]
    scene.clock.set(scene.clock.now() + timedelta(seconds=2))
    await do(scene, name, one)
    first, second = timeless(after), timeless(stored(scene, one))
    wrongs = []
    if one.shows is not None and (before == after) is not one.shows:
        what = "something" if one.shows else "nothing"
        wrongs.append(f"{name} stored {what}: {differing(before, after)} {told!r}")
    if first != second:
        wrongs.append(f"{name}, pressed again, changed {differing(first, second)}")
    return wrongs


async def do(scene: Scene, name: str, one: Press) -> None:
    handler = REGISTRY.actions[name]
    args = [draft_of(scene, one.who) if arg is DRAFT else arg for arg in one.args]
    action = encode(Action(name, dict(zip(handler.kinds, args, strict=True))), 1)
    if handler.form:
        await send(scene, actor(scene, one.who), action, one.answers)
    else:
        await claim(scene, actor(scene, one.who), action, *one.picked)


def draft_of(scene: Scene, who: str) -> int:
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        id: int = database.execute("SELECT max(id) FROM draft WHERE person = ?", (who,)).fetchone()[0]
    return id


def stored(scene: Scene, one: Press) -> Stored:
    """Everything in the database."""
    left = LOOKS if one.looks else ()
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        return {
            name: sorted(database.execute(f'SELECT {columns} FROM "{name}"'), key=repr)
            for name, columns in TABLES.items()
            if name not in left
        }


def timeless(found: Stored) -> Stored:
    """The same without instants."""
    return {
        name: sorted((tuple(row[at] for at in TIMELESS[name]) for row in rows), key=repr)
        for name, rows in found.items()
    }


def differing(one: Stored, other: Stored) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, rows in one.items():
        gone = [f"- {row}" for row in rows if row not in other[name]]
        come = [f"+ {row}" for row in other[name] if row not in rows]
        if rows != other[name]:
            found[name] = [*gone, *come]
    return found
