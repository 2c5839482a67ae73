"""The needs map, impact and activity through Discord's own client: pictures with their words, days without words."""

from __future__ import annotations

from adapters.discord.adapter import Discord
from bot.events import PersonActive
from tests.adapters.discord.scene import Actor, DiscordScene
from tests.adapters.discord.stage import DiscordStage
from tests.standins.discord.gateway import GUILDS
from tests.standins.discord.server import TOKEN
from tests.standins.discord.shapes import told_message
from tests.standins.discord.town import Town

GUILD_MESSAGES = 1 << 9


async def offer(actor: Actor) -> None:
    await actor.use("/mentor offer")
    await actor.fill(topics="Newsletters, Pricing", capacity="1", languages=("en",), conduct="yes")


async def seek(actor: Actor) -> None:
    await actor.use("/mentor seek")
    await actor.fill(topics="Newsletters", goal="Readers", languages=("en",), conduct="yes")


async def test_needs_and_impact_as_pictures_and_words(scene: DiscordScene, lena: Actor) -> None:
    await offer(scene.person("Marta"))
    for name in ("Carla", "Dora"):
        await seek(scene.person(name))
    await lena.use("/programme needs")
    lena.sees("What is needed, by topic", "1. Newsletters: 2 wait, 1 seat is free, 1 is missing")
    (picture,) = lena.messages()[-1].attachments
    assert picture["filename"] == "needs.png"
    assert picture["description"].startswith("What is needed, by topic; 1. Newsletters: 2 wait")
    await scene.restart()
    await lena.press("By language")
    lena.sees("1. English: 2 wait, 1 seat is free, 1 is missing")
    assert lena.messages()[-1].attachments[0]["description"].startswith("What is needed, by language")
    await lena.pick("Look at one language", "1. English")
    lena.sees("What is needed, by topic: English")
    await lena.use("/programme impact")
    lena.sees("People: 3 · ", "Waiting: 2 · ", "Free seats: 1 · ")
    assert lena.messages()[-1].attachments[0]["description"].startswith("Month by month; ")
    await lena.press("Count activity")
    lena.sees("Messages do not count", "I note the day alone")


async def told_of_a_message(activity: bool) -> list[PersonActive]:
    """What the bot hears when Bruno writes something, which Discord tells of without the words."""
    town = Town()
    stage = DiscordStage(town)
    await stage.start(connect=False)
    try:
        stage.server.gateway.allowed = GUILDS | (GUILD_MESSAGES if activity else 0)
        stage.adapter = Discord(TOKEN, pause=0, settle=0.05, activity=activity)
        await stage.run(stage.script)
        assert stage.adapter.capabilities.activity is activity
        intents = [session.intents for session in stage.server.gateway.sessions.values()]
        assert [bool(one & GUILD_MESSAGES) for one in intents] == [activity]
        if activity:
            written = told_message(town, town.post(stage.square, stage.bruno.id, ""))
            await stage.server.gateway.tell("MESSAGE_CREATE", written | {"guild_id": stage.guild.id}, stage.guild.id)
            await stage.heard.dealt_with(f"PersonActive:{stage.bruno.id}")
        return [one for one in stage.script.notices if isinstance(one, PersonActive)]
    finally:
        await stage.stop()


async def test_that_somebody_wrote_is_told_where_the_operator_wants_it() -> None:
    (told,) = await told_of_a_message(activity=True)
    assert (told.person.name, told.community.platform) == ("", "discord")


async def test_nothing_is_told_of_messages_otherwise() -> None:
    assert await told_of_a_message(activity=False) == []
