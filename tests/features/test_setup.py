"""Setting a programme up: defaults in one confirmation, each change, and who may."""

from __future__ import annotations

import pytest

from bot.actions import Who
from bot.features.programme.model import WEEKLY, Programme
from bot.features.programme.texts import welcome
from bot.i18n import t
from bot.identity import Community
from bot.planned import Schedule
from bot.work import Home
from tests.features.conftest import offer
from tests.features.reading import read_in
from tests.features.scene import CHANNEL, Actor, Scene

OPEN = "Our mentorship programme is open."


@pytest.fixture
async def koord(scene: Scene) -> Actor:
    """A coordinator who has not begun yet."""
    return scene.person("lena", "Lena Koord", coordinator=True)


async def stored(scene: Scene) -> tuple[Home, Programme, Schedule | None]:
    def look(work):  # type: ignore[no-untyped-def]
        home = work.communities.find(Community("playground", "corte"))
        return home, work.programmes.of(home.key), work.schedules.of(home.key, WEEKLY)

    home, programme, schedule = await scene.store.read(look)
    return home, programme, schedule


async def test_one_confirmation_is_enough(scene: Scene, koord: Actor) -> None:
    await koord.use("/programme setup")
    koord.sees(
        "Everything is ready.",
        "Language: English",
        "Time zone: Europe/Rome",
        "Programme channel: mentoring",
        "Moderators’ channel: moderators",
        "8 weeks",
        "Weekly message: Wednesday, 18:00",
    )
    await scene.restart()
    await koord.press("Start the programme")
    koord.sees("Your programme is running. I have told everybody in mentoring.", "One mentor and one mentee")
    koord.sees(OPEN, "three mentors who suit you")

    home, programme, schedule = await stored(scene)
    assert (home.locale, home.zone) == ("en", "Europe/Rome")
    assert programme.channel is not None
    assert (programme.channel.id, programme.weeks, programme.opened) == (CHANNEL, 8, scene.clock.now())
    assert schedule is not None
    assert schedule.next_due is not None
    assert schedule.next_due.isoformat() == "2026-03-04T17:00:00+00:00"

    await offer(scene.person("marta", "Marta"), "Pricing")


async def test_the_opening_is_announced_once(scene: Scene, koord: Actor) -> None:
    await koord.use("/programme setup")
    await koord.use("/programme setup")
    both = [said for said in koord.messages() if said.post and said.post.rows]
    _, start = koord.button("Start the programme")
    for said in both:
        await scene.room.press("lena", said.id, start.id)
        await scene.room.again()
        await scene.pass_(minutes=5)
        await scene.restart()
    assert len(both) == 2
    await koord.use("/programme setup")
    marta = scene.person("marta", "Marta")
    assert len([text for text in marta.texts() if OPEN in text]) == 1


async def test_the_announcement_is_the_way_in(scene: Scene, lena: Actor) -> None:
    marta, carla = scene.person("marta", "Marta"), scene.person("carla", "Carla")
    await marta.press("Offer mentorship")
    assert "topics" in marta.form()
    await carla.press("Look for a mentor")
    assert "goal" in carla.form()


async def test_a_second_setup_shows_what_runs(scene: Scene, lena: Actor) -> None:
    await scene.pass_(days=10)
    await lena.use("/programme setup")
    lena.sees("Your programme started: Mon 2 Mar.", "Time zone: Europe/Rome")
    assert lena.labels() == ["Change language and times", "Change channels and course"]


async def test_language_and_times_before_the_start(scene: Scene, koord: Actor) -> None:
    await koord.use("/programme setup")
    await koord.press("Change language and times")
    assert koord.form() == {
        "language": ("en",),
        "zone": ("Europe/Rome",),
        "weekday": ("2",),
        "hour": ("18",),
        "weeks": ("8",),
    }
    await koord.fill(language="it", zone="Europe/Vienna", weekday="0", hour="9", weeks="12")
    koord.sees("Everything is ready.", "Language: Italian", "Europe/Vienna", "12 weeks", "Monday, 9:00")
    assert "Start the programme" in koord.labels()
    _, programme, schedule = await stored(scene)
    assert (programme.opened, schedule) == (None, None)

    await scene.restart()
    await koord.press("Start the programme")
    home, programme, schedule = await stored(scene)
    assert (home.locale, home.zone, programme.weeks) == ("it", "Europe/Vienna", 12)
    assert schedule is not None
    assert schedule.next_due is not None
    assert schedule.next_due.isoformat() == "2026-03-09T08:00:00+00:00"
    post = welcome()
    koord.sees(*(read_in("it", text) for text in post.text))
    assert [read_in("it", one.label) for one in post.controls] == koord.labels()


async def test_a_running_programme_follows_a_change(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(weekday="4", hour="7", zone="America/New_York")
    lena.sees("Your programme started: today.", "Friday, 7:00", "America/New_York")
    _, _, schedule = await stored(scene)
    assert schedule is not None
    assert schedule.next_due is not None
    assert schedule.next_due.isoformat() == "2026-03-06T12:00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Europe/Rom", "Europe/Rome"),
        ("Rome", "Europe/Rome"),
        ("Roma", "Europe/Rome"),
        ("wien", "Europe/Vienna"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Europe Vienna", "Europe/Vienna"),
    ],
)
async def test_a_typo_in_the_zone_gets_a_suggestion(lena: Actor, typed: str, meant: str) -> None:
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(zone=typed, weeks="24")
    assert f"Did you mean {meant}" in lena.errors()["zone"]
    assert lena.form()["zone"] == (typed,)
    assert lena.form()["weeks"] == ("24",)
    await lena.fill(zone=meant)
    lena.sees(f"Time zone: {meant}", "24 weeks")


async def test_a_zone_that_is_like_none(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    for typed in ("../../etc/passwd", "税金", "/etc/localtime", "Europe/\x00Rome ?", "x" * 60):
        await lena.fill(zone=typed)
        assert lena.errors()["zone"].startswith("I do not know this time zone."), typed
        assert lena.form()["zone"] == (typed,)
    home, _, _ = await stored(scene)
    assert home.zone == "Europe/Rome"


async def test_a_zone_in_other_letters_is_understood(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(zone=" europe/vienna ")
    home, _, _ = await stored(scene)
    assert home.zone == "Europe/Vienna"


async def test_channels_and_course(scene: Scene, lena: Actor) -> None:
    scene.room.add_channel("plaza", "plaza")
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    assert lena.form()["channel"] == (CHANNEL,)
    await lena.fill(channel="plaza", moderators=(), template="skill")
    lena.sees("Programme channel: plaza", "Moderators’ channel: none yet")
    _, programme, _ = await stored(scene)
    assert (programme.moderators, programme.template) == (None, "skill")
    lena.at("plaza").sees_not(OPEN)


async def test_without_a_channel_the_announcement_waits_for_one(scene: Scene, koord: Actor) -> None:
    for place in (CHANNEL, "moderators"):
        scene.room.conversations[place].kind = "space"
        scene.room.conversations[place].members = ("lena",)
    await koord.use("/programme setup")
    koord.sees("Programme channel: none yet")
    await koord.press("Start the programme")
    koord.sees("Pick a programme channel, so that everybody hears about it.")
    scene.room.add_channel("plaza", "plaza")
    await koord.press("Change channels and course")
    await koord.fill(channel="plaza")
    scene.person("marta", "Marta").at("plaza").sees(OPEN)


async def test_a_channel_that_went_away_is_said(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    scene.room.conversations.pop("moderators")
    await lena.fill(template="skill")
    assert lena.errors() == {"moderators": "I cannot post there. Please pick another channel."}
    assert lena.form()["template"] == ("skill",)


async def test_only_the_coordination_may(scene: Scene, koord: Actor) -> None:
    marta = scene.person("marta", "Marta")
    await marta.use("/programme setup")
    assert marta.last() == "Only the coordination can do this. If it should be you, ask an administrator here."
    koord.sees_not("Only the coordination")


async def test_before_the_start_everything_says_so(scene: Scene, koord: Actor) -> None:
    marta = scene.person("marta", "Marta")
    for command in ("offer", "seek", "find"):
        await marta.use(f"/mentor {command}")
        assert marta.last() == "The programme has not started yet. The coordination starts it with /programme setup."
    await koord.use("/mentor offer")
    assert koord.last() == "The programme has not started yet. Type /programme setup: it takes a minute."


async def test_help_lists_what_one_may_use(scene: Scene, lena: Actor) -> None:
    marta = scene.person("marta", "Marta")
    await marta.use("/help")
    said = marta.sees("This is what you can type:")
    assert "/programme setup" not in said
    commands = [one for one in scene.play.bot.registry.commands.values() if one.name != "help"]
    open_to_all = {f"/{one.name}" for one in commands if one.who not in (Who.COORDINATOR, Who.SAFETY)}
    groups = [paragraph.split("\n") for paragraph in said.split("\n\n")[1:]]
    assert [group[0] for group in groups] == ["Mentorship", "In the community", "Your safety and your data"]
    listed = [line.split(":")[0] for group in groups for line in group[1:]]
    assert set(listed) == open_to_all
    assert len(listed) == len(open_to_all)
    assert listed[:4] == ["/mentor seek", "/mentor offer", "/mentor find", "/mentor status"]
    await lena.use("/help")
    lena.sees("For the coordination", "/programme setup: Set the mentorship programme up, or change it", "/mentor seek")


@pytest.mark.parametrize("language", ["de", "it"])
async def test_help_in_ones_own_language(scene: Scene, lena: Actor, language: str) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await gast.use("/help")
    gast.sees(
        read_in(language, t("I run the mentorship programme here. This is what you can type:")),
        read_in(language, t("Look for a mentor: topics, and your goal")),
    )


async def test_help_in_a_direct_conversation_needs_a_community(scene: Scene, lena: Actor) -> None:
    gast = scene.person("gast", "Gast")
    await gast.dm.use("/help")
    assert "Please type this in your community" in gast.dm.last()
    await offer(gast, "Pricing")
    await gast.dm.use("/help")
    gast.dm.sees("/mentor seek")


async def test_two_who_change_settings_at_once_lose_nothing(scene: Scene, lena: Actor) -> None:
    """Both have a form open; each changes other settings."""
    otto = scene.person("otto", "Otto", coordinator=True)
    for actor in (lena, otto):
        await actor.use("/programme setup")
    await lena.press("Change language and times")
    await otto.press("Change channels and course")
    await lena.fill(weeks="12")
    await otto.fill(template="skill")
    await lena.use("/programme setup")
    lena.sees("12 weeks", "Learn a skill")
