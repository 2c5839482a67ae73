"""Weekly posts and the coordination's week of the features' tests, word for word, in Discord's own client."""

from __future__ import annotations

from typing import cast

from tests.adapters.discord.scene import Actor, DiscordScene
from tests.features import scene as room
from tests.features.test_posts import season


async def test_a_season(scene: DiscordScene, lena: Actor) -> None:
    """Commands, a modal with a file, buttons, posts in the channel, direct messages, and two restarts."""
    dora = scene.person("Dora")
    attach = scene.stage.people.attach
    await season(
        cast(room.Scene, scene),
        cast(room.Actor, lena),
        cast(room.Actor, dora),
        lambda data: attach(data, "posts.md"),
    )


async def test_a_wrong_file_is_told_by_its_lines_and_the_form_can_be_tried_again(
    scene: DiscordScene, lena: Actor
) -> None:
    await lena.use("/programme posts")
    await lena.press("Read and change the texts")
    await lena.press("Load a file")
    await lena.fill(file=scene.stage.people.attach(b"# A\nkind: poem\n\nText", "posts.md"))
    lena.sees("This cannot be read yet. Nothing has changed.", "Line 2: The kind is how, tip or article.")
    await scene.restart()
    await lena.press("Try again")
    await lena.fill(file=(), typed="# A\nkind: tip\n\nText")
    lena.sees("1 text is new.")
