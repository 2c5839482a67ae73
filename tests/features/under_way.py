"""What else is under way in a busy community, and can be pressed: meetings, a round, introductions."""

from __future__ import annotations

from collections.abc import Mapping

from bot.features.matching import links as matching
from bot.features.meetings import links as meetings
from bot.features.programme import links as programme
from bot.features.programme.shelf import shipped
from bot.features.programme.written import written
from tests.features.conftest import offer, seek
from tests.features.pressing import DRAFT, Press, fills, press, shows
from tests.features.scene import CHANNEL, Actor, Scene
from tests.features.wire import claim, send

TIMES = {"time1": "tomorrow 18:00", "time2": "tomorrow 19:00", "where": "", "minutes": "45"}


def actor(scene: Scene, id: str) -> Actor:
    return Actor(scene, id, CHANNEL)


async def turns(scene: Scene) -> None:
    """Nora and Paul get to know each other; it needs a day, so it comes before all that counts days."""
    lena = actor(scene, "lena")
    for id in ("nora", "paul"):
        await actor(scene, id).use("/introductions")
        await actor(scene, id).press("Take part")
    await lena.use("/introductions")
    await lena.press("Choose how often")
    await lena.fill(weeks="1", kind="peers.across")
    await scene.pass_(days=1)


async def begin(scene: Scene) -> None:
    await _appointments(scene)
    await _introduction(scene)
    await _round(scene)
    await _hours(scene)
    await _file(scene)


async def _hours(scene: Scene) -> None:
    """What Marta has typed about her time waits for her yes."""
    typed = {"days": ("1",), "parts": (), "words": ("Fri after 18",), "zone": ("Europe/Rome",)}
    await send(scene, actor(scene, "marta"), "profile.timed|1|", typed)


async def _file(scene: Scene) -> None:
    """A course that Lena has brought as a file waits for her yes."""
    lena = actor(scene, "lena")
    source = written(shipped()["career"]).replace('name = "career"', 'name = "brought"')
    await claim(scene, lena, programme.upload())
    await lena.fill(file=scene.room.attach(lena.id, source.encode()))


async def _appointments(scene: Scene) -> None:
    """1: Paul has proposed two times to Dora; 2: Marta and Carla have agreed on one."""
    times = {name: (typed,) for name, typed in TIMES.items()}
    await send(scene, actor(scene, "paul"), "meetings.planned|1|3|", times)
    await send(scene, actor(scene, "marta"), "meetings.planned|1|2|", times)
    await claim(scene, actor(scene, "carla"), meetings.pick(2, 0, 0))


async def _introduction(scene: Scene) -> None:
    """Gast thinks that Marta and Nora should know each other; and Nora's idea is like one that is there."""
    await actor(scene, "gast").use("/introduce one: Marta other: Nora why: You both teach")
    await actor(scene, "nora").use("/suggest")
    await actor(scene, "nora").fill(words="We could lend books to each other")


async def _round(scene: Scene) -> None:
    """Three pairs are proposed, and both of the first, Rita and Ugo, have been asked."""
    lena = actor(scene, "lena")
    for id in ("rita", "sven", "toni"):
        await offer(scene.person(id, id.title()), "Sailing")
    for id in ("ugo", "vera", "will"):
        await seek(scene.person(id, id.title()), "Sailing")
    await lena.use("/programme match")
    await lena.press("Propose a round")
    await claim(scene, lena, matching.approve(1, 11, 14))


UNDER_WAY: Mapping[str, Press] = {
    "matching.again": press("lena", 1),
    "matching.answer": press("ugo", 1, 11, 14, True),
    "matching.approve": press("lena", 1, 12, 15),
    "matching.approve_all": press("lena", 1),
    "matching.close": press("lena", 1),
    "matching.forbid": press("lena", 1, 12, 15),
    "matching.left": shows("lena", 1, 0),
    "matching.lock": press("lena", 1, 12, 15),
    "matching.look": shows("lena", 1, picked=("12:15",)),
    "matching.page": shows("lena", 1, 0),
    "matching.propose": Press("lena", first=matching.close(1)),
    "matching.rhythm": shows("lena"),
    "matching.rhythmed": fills("lena", mode="rounds", days="14"),
    "matching.show": shows("lena"),
    "matching.swap": press("lena", 1, 12, 15, picked=("13:16",)),
    "matching.unlock": Press("lena", (1, 13, 16), first=matching.lock(1, 13, 16)),
    "matching.weigh": shows("lena"),
    "matching.weighed": fills("lena", learn="4", near="1", wait="0"),
    "meetings.cancel": press("paul", 1),
    "meetings.met": press("carla", 2, True),
    "meetings.move": shows("dora", 1),
    "meetings.moved": fills("dora", 1, **{**TIMES, "time1": "tomorrow 20:00"}),
    "meetings.pick": press("dora", 1, 0, 0),
    "meetings.plan": shows("dora", 3),
    "meetings.planned": fills("dora", 3, **{**TIMES, "time1": "tomorrow 20:00"}),
    "meetings.show": shows("dora", 1),
    "members.waiting": shows("marta"),
    "needs.call": Press("lena", shows=None),  # two wait, and a call would point to them
    "needs.called": Press("lena", (1,), shows=None),
    "needs.open": shows("lena"),
    "needs.show": shows("lena", "topic", 0),
    "needs.within": shows("lena", "topic", picked=("1",)),
    "pairs.not_yet": press("dora", 3),
    "peers.answer": press("nora", 1, True),
    "peers.join": press("marta", True),
    "peers.met": press("nora", 15, True),
    "peers.rhythm": shows("lena"),
    "peers.rhythmed": fills("lena", weeks="4", kind="peers.interests"),
    "profile.keep_hours": press("marta", DRAFT),
    "suggestions.answer": shows("lena", 1),
    "suggestions.answered": fills("lena", 1, standing="planned", answer="From May on."),
    "suggestions.hide": press("lena", 1, True),
    "suggestions.page": shows("marta", 0),
    "suggestions.pick": shows("marta", picked=("1",)),
    "suggestions.same": press("nora", picked=("1",)),
    "suggestions.send": press("nora", DRAFT),
    "suggestions.show": shows("marta", 1),
    "suggestions.support": press("nora", 1, True),
    "suggestions.tell": press("lena", 2),
    "suggestions.withdraw": press("carla", 1),
    "suggestions.write": shows("marta"),
    "suggestions.written": fills("marta", words="Cake on Fridays"),
}
