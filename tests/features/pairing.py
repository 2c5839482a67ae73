"""Pairs for a scene, through the conversation or straight from the store; and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from bot.features.members.model import CONDUCT, Member
from bot.features.pairs.begin import begin
from bot.features.pairs.model import Pair
from bot.post import PostMenu
from bot.work import By, State, Work
from tests.features.conftest import seek
from tests.features.scene import Actor, Scene

Result = TypeVar("Result")


async def become_pair(scene: Scene, mentor: Actor, mentee: Actor, topic: str = "newsletters") -> int:
    """Seek, ask and accept, as people do it; the pair's id."""
    await seek(mentee, topic)
    await mentee.press(f"Ask {name(scene, mentor)}")
    await mentee.fill(need="A plan for the first months")
    await mentor.dm.press(f"Say yes to {name(scene, mentee)}")
    return (await pairs_of(scene, mentor))[-1].id


async def put_together(scene: Scene, mentor: Actor, mentee: Actor) -> int:
    """The pair without the conversation that leads to it; its introductions are delivered."""

    def decide(work: Work) -> int:
        who = by(scene, work, mentor)
        one, other = (_agreed(work, by(scene, work, actor)) for actor in (mentor, mentee))
        return begin(work, who, one, other, goal="").id

    pair = await scene.store.write(decide)
    await scene.quiet()
    return pair


def _agreed(work: Work, who: By) -> Member:
    work.members.accept_conduct(work.members.ensure(who), CONDUCT, who.now)
    return work.members.ensure(who)


def name(scene: Scene, actor: Actor) -> str:
    return actor.name


def by(scene: Scene, work: Work, actor: Actor) -> By:
    home = work.communities.find(scene.community)
    assert home is not None
    return By(home.key, actor.person, scene.clock.now(), locale=actor.locale, zone=actor.zone)


async def stored(scene: Scene, actor: Actor, look: Callable[[Work, Member], Result]) -> Result:
    """What is kept about this person."""

    def decide(work: Work) -> Result:
        who = by(scene, work, actor)
        member = work.members.find(who.community, who.person)
        assert member is not None, f"{actor.id} has no profile"
        return look(work, member)

    return await scene.store.read(decide)


async def pairs_of(scene: Scene, actor: Actor, *, ended: bool = False) -> list[Pair]:
    return list(await stored(scene, actor, lambda work, me: work.pairs.of_member(me.community, me.id, ended=ended)))


async def delivered(scene: Scene, state: State) -> int:
    """How many rows of the outbox are in this state."""
    return (await scene.store.read(lambda work: work.outbox.counts()))[state]


def everything_seen(scene: Scene, actor: Actor, *, but: str = "") -> list[str]:
    """All texts, labels and filled fields that this person can see, anywhere (``but`` in one place)."""
    found: list[str] = []
    for seen in scene.room.places_of(actor.id):
        if seen.place.id == but:
            continue
        found += actor.at(seen.place.id).texts()
        for said in scene.room.sees(actor.id, seen.place.id):
            for row in said.post.rows if said.post else ():
                found += [row.label] if isinstance(row, PostMenu) else [button.label for button in row]
    asking = scene.room.form_of(actor.id)
    found += [text for field in asking.form.fields for text in field.value] if asking else []
    return found


async def in_touch(scene: Scene) -> None:
    """Every pair gives a sign of life, so that none is taken for quiet."""

    def sign(work: Work) -> None:
        home = work.communities.find(scene.room.community)
        assert home is not None
        for pair in work.pairs.due(home.key, scene.clock.now() + timedelta(days=1), 0, 100):
            work.pairs.sign(pair, scene.clock.now())

    await scene.store.write(sign)


async def weeks_in_touch(scene: Scene, weeks: int) -> None:
    for _ in range(weeks):
        await scene.pass_(weeks=1)
        await in_touch(scene)
