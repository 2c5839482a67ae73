"""One person among many cannot be written to: everybody else is, and this one is told another way."""

from __future__ import annotations

import time
from pathlib import Path

from adapters.playground.things import Said, Somebody
from bot.i18n import words
from bot.identity import Person
from bot.markup import plain
from bot.ui import Message
from bot.work import Sending, State, Target, Work
from tests.chaos.limits import Limits
from tests.features.scene import Actor, open_scene

CHANNEL = "mentoring"


async def closed(folder: Path, people: int) -> Limits:
    """The whole bot, in the room."""
    began, scene = time.monotonic(), await open_scene(folder)
    scene.rows_by_hand = True
    names = [f"p{number}" for number in range(people)]
    for name in names:
        scene.room.add(Somebody(name, name.title()))
    one = names[people // 2]
    scene.room.somebody(one).dms_open = False

    def decide(work: Work) -> None:
        home = work.communities.ensure(scene.room.community, "en", "Europe/Rome", scene.clock.now())
        for name in names:
            target = Target((Person(scene.room.platform, name),))
            said = Message((words(f"A word for {name}."),))
            work.outbox.put(Sending(f"word:{name}", home.key, target, said), scene.clock.now())

    await scene.store.write(decide)
    await scene.quiet()
    reached = sum(_told(scene.room.sees(name, f"d-{name}"), name) == 1 for name in names if name != one)
    await scene.restart()
    await Actor(scene, one, CHANNEL).use("/mentor help")
    another = [said for said in scene.room.sees(one, CHANNEL) if said.only_for == one]
    public = sum(_told(scene.room.sees(name, CHANNEL), one) for name in names if name != one)
    counts = await scene.store.read(lambda work: work.outbox.counts())
    await scene.close()
    found: dict[str, object] = {"people": people, "delivered": reached, "told_another_way": _told(another, one)}
    found |= {"seen_by_others": public, "sent": counts[State.SENT], "told": counts[State.TOLD]}
    kept = reached == counts[State.SENT] == people - 1 and _told(another, one) == counts[State.TOLD] == 1 and not public
    return Limits("closed", found, kept, time.monotonic() - began)


def _told(messages: list[Said], name: str) -> int:
    return sum(f"A word for {name}." in plain(said.post.text) for said in messages if said.post)
