"""Who may do what, through Discord's own client."""

from __future__ import annotations

from typing import cast

from tests.adapters.discord.scene import Actor, DiscordScene
from tests.features import scene as room
from tests.features.roles import roles


async def test_roles_as_they_are_met_on_discord(scene: DiscordScene, lena: Actor) -> None:
    nora, marta = scene.person("Nora", coordinator=True), scene.person("Marta")
    sara = scene.person("Sara")
    await roles(lambda one: one.last(), [cast(room.Actor, one) for one in (lena, nora, marta, sara)], sara.person.id)
