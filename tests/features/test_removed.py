"""The bot is removed and invited again: nothing happens meanwhile, nothing is lost, and after a month all is gone."""

from __future__ import annotations

from datetime import timedelta

from bot.events import BotAdded, BotPresent, BotRemoved
from bot.identity import Community
from bot.work import Home
from tests.features.pairing import become_pair
from tests.features.scene import Actor, Scene


async def removed(scene: Scene) -> None:
    await scene.play.bot.notice(BotRemoved("r", scene.room.community))


async def passes(scene: Scene, days: int) -> None:
    """Time without anybody acting."""
    await scene.pass_(days=days)
    await scene.play.tidy()


def count(*actors: Actor) -> list[int]:
    return [len(one.dm.texts()) for one in actors]


async def known(scene: Scene, community: Community) -> bool:
    return await scene.store.read(lambda work: work.communities.find(community) is not None)


async def test_a_new_invitation_undoes_a_removal(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=1)
    before = count(marta, carla)
    await removed(scene)
    await passes(scene, 15)
    await scene.restart()
    await passes(scene, 10)
    assert count(marta, carla) == before, "nothing is said where the bot is not"
    await scene.play.bot.notice(BotAdded("a", scene.room.community))
    await scene.pass_(weeks=1)
    assert all(now > then for now, then in zip(count(marta, carla), before, strict=True))
    carla.dm.sees("with Marta")


async def test_after_thirty_days_everything_is_gone(scene: Scene, marta: Actor, carla: Actor) -> None:
    other = Community(scene.room.platform, "ponte", "Ponte")
    now = scene.clock.now()
    await scene.store.write(lambda work: work.communities.ensure(other, "en", "UTC", now))
    await become_pair(scene, marta, carla)
    await removed(scene)
    await passes(scene, 29)
    assert await known(scene, scene.room.community)
    await passes(scene, 2)
    assert (await known(scene, scene.room.community), await known(scene, other)) == (False, True)
    await carla.use("/mentor offer")
    assert "programme" in carla.last(), carla.last()


async def test_what_was_missed_while_the_bot_was_down_is_made_up_for(scene: Scene, marta: Actor) -> None:
    bot, here = scene.play.bot, scene.room.community
    await bot.notice(BotPresent("p1", scene.room.platform, ()))
    assert (await home(scene)).removed == scene.clock.now()
    scene.clock.set(scene.clock.now() + timedelta(days=1))
    await bot.notice(BotPresent("p2", scene.room.platform, (here,)))
    assert (await home(scene)).removed is None


async def test_whoever_speaks_from_there_shows_that_the_bot_is_there(scene: Scene, marta: Actor) -> None:
    await removed(scene)
    await marta.use("/mentor status")
    assert (await home(scene)).removed is None


async def home(scene: Scene) -> Home:
    found = await scene.store.read(lambda work: work.communities.find(scene.room.community))
    assert found
    return found
