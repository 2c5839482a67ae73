"""Out of a server and into it again, as Discord tells it."""

from __future__ import annotations

from datetime import timedelta

from bot.work import Home
from tests.adapters.discord.scene import Actor, DiscordScene


async def home(scene: DiscordScene) -> Home | None:
    return await scene.store.read(lambda work: work.communities.find(scene.stage.community))


async def test_a_removal_is_soft_and_undone_by_an_invitation(scene: DiscordScene, lena: Actor) -> None:
    await scene.stage.removes_the_bot()
    before = await home(scene)
    assert before
    assert before.removed
    await scene.restart()
    await scene.stage.invites_the_bot()
    after = await home(scene)
    assert after
    assert (after.key, after.removed) == (before.key, None)
    await lena.use("/programme setup")
    lena.sees("#mentoring")


async def test_a_removal_that_nobody_told_of_is_noticed_at_the_next_start(scene: DiscordScene, lena: Actor) -> None:
    membership = scene.stage.guild.members.pop(scene.town.bot.id)
    await scene.restart()
    found = await home(scene)
    assert found
    assert found.removed
    scene.clock.set(scene.clock.now() + timedelta(days=31))
    await scene.bot.tidy()
    assert await home(scene) is None
    scene.stage.guild.members[scene.town.bot.id] = membership


async def test_an_outage_is_no_removal(scene: DiscordScene, lena: Actor) -> None:
    scene.stage.guild.unavailable = True
    await scene.restart()
    found = await home(scene)
    assert found
    assert found.removed is None
