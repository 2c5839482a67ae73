"""A profile is changed piece by piece, with hours in people's words, and is seen exactly as others see it."""

from __future__ import annotations

import pytest

from bot.features.members.model import Meets, Member
from bot.features.mentoring import links as mentoring
from bot.hours import written
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, stored
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def kept(scene: Scene, actor: Actor) -> Member:
    return await stored(scene, actor, lambda work, member: member)


async def change(actor: Actor, piece: str) -> None:
    await actor.use("/mentor profile")
    await actor.press("Change my profile")
    await actor.press(piece)


def paragraphs(text: str, begin: str, end: str = "") -> list[str]:
    """The paragraphs from one that begins so, up to one that begins otherwise."""
    found = text.split("\n\n")
    first = next(at for at, one in enumerate(found) if one.startswith(begin))
    last = next((at for at, one in enumerate(found) if at > first and end and one.startswith(end)), len(found))
    return found[first:last]


async def test_everything_is_changed_piece_by_piece_and_seen_as_others_see_it(
    scene: Scene, marta: Actor, carla: Actor
) -> None:
    await marta.use("/mentor profile")
    await marta.press("Change my profile")
    assert marta.labels() == [
        *("About me", "Languages", "Where and how I meet", "When I have time", "A link to my work"),
        *("Topics I offer", "How many mentees", "Questions or courses", "My time zone", "All about me"),
    ]
    await marta.press("About me")
    assert list(marta.form()) == ["about"]
    await marta.fill(about="I bake, and write about it.")
    await change(marta, "Languages")
    await marta.fill(languages=("it", "de"))
    await change(marta, "Where and how I meet")
    await marta.fill(district="Turin", meets="near")
    await scene.restart()
    await change(marta, "A link to my work")
    await marta.fill(link="https://bakery.example")
    await change(marta, "Topics I offer")
    assert marta.form() == {"topics": ("Newsletters, Pricing",)}
    await marta.fill(topics="Pricing, Bread")
    await change(marta, "How many mentees")
    await marta.fill(capacity="2")
    await change(marta, "Questions or courses")
    assert marta.form() == {"format": ("either",), "weeks": ("0",)}
    await marta.fill(format="course", weeks="12")
    mine = marta.sees("Your profile is kept. Others see it like this:", "In the list of mentors:")

    await seek(carla, "Pricing", languages=("it",))
    await carla.use("/mentor find")
    card = paragraphs(mine, "Marta ·")
    assert card == [
        *("Marta · Pricing and Bread · 2 free places", "I bake, and write about it."),
        "Offers a course of 12 weeks at most.",
    ]
    assert "\n\n".join(card) in carla.last()
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.dm.press("Say yes to Carla")
    facts = paragraphs(mine, "Marta", "In the list")[1:]
    assert facts == [
        *(
            "I bake, and write about it.",
            "Speaks Italian and German.",
            "Lives in Turin.",
            "Would like to meet in person.",
        ),
        "Has work to show: https://bakery.example",
    ]
    carla.dm.sees("Marta is your mentor.", "\n\n".join(facts), "Your course takes 8 weeks")


async def test_what_somebody_looks_for_is_changed_piece_by_piece(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await carla.use("/mentor profile")
    carla.sees("Others see you like this:\n\nCarla\n\nSpeaks Italian.\n\nWould like to reach: 500 readers by summer")
    carla.sees_not("In the list of mentors:")
    await change(carla, "My goal")
    await carla.fill(goal="A thousand readers")
    await scene.restart()
    await change(carla, "Topics I look for")
    await carla.fill(topics="Pricing")
    await change(carla, "A question or a course")
    await carla.fill(format="question")
    mine = carla.sees("Your profile is kept.", "Would like to reach: A thousand readers", "Looks for an answer to one")
    await carla.use("/mentor find")
    await carla.press("Ask Marta")
    await carla.fill(need="How much?")
    await marta.dm.press("Who is Carla?")
    assert marta.dm.last() == "\n\n".join(paragraphs(mine, "Carla")) + "\n\nCarla writes: “How much?”"


async def test_hours_in_ones_own_words_are_shown_as_understood_and_only_then_kept(
    scene: Scene, marta: Actor, carla: Actor
) -> None:
    await change(marta, "When I have time")
    await marta.fill(words="Mon and Thu after 18:00, Sat mornings")
    marta.sees(
        "This is what I understood: you usually have time Mondays and Thursdays in the evening; Saturdays in the "
        "morning (Europe/Rome).",
        "Is it right?",
    )
    assert (await kept(scene, marta)).hours == (), "only shown so far"
    assert marta.labels() == ["Keep it", "Change it", "Say nothing about my time"]
    await scene.restart()
    await marta.press("Change it")
    assert marta.form()["words"] == ("Mon and Thu after 18:00, Sat mornings",)
    await marta.fill(words="Mon and Thu after 18:00, Sat 9-12")
    await marta.press("Keep it")
    marta.sees(
        "Your profile is kept.",
        "Usually has time Mondays and Thursdays in the evening; Saturdays 9:00 to 12:00.",
    )
    assert written((await kept(scene, marta)).hours) == "Mon 18:00-22:00, Thu 18:00-22:00, Sat 09:00-12:00"

    far = scene.person("far", "Farah", zone="America/New_York")
    await far.use("/mentor find")
    far.sees("Usually has time Mondays and Thursdays 12:00 to 16:00; Saturdays 3:00 to 6:00.")
    await change(marta, "When I have time")
    assert marta.form()["words"] == ("Mondays and Thursdays in the evening; Saturdays 9:00 to 12:00",)
    await marta.fill()
    await marta.press("Say nothing about my time")
    assert (await kept(scene, marta)).hours == ()


async def test_hours_by_choosing(scene: Scene, marta: Actor) -> None:
    await change(marta, "When I have time")
    await marta.fill(days=("1", "3"), parts=("evening",))
    marta.sees("you usually have time Tuesdays and Thursdays in the evening (Europe/Rome)")
    await marta.press("Keep it")
    await change(marta, "When I have time")
    form = marta.form()
    assert (form["days"], form["parts"], form["words"]) == (("1", "3"), ("evening",), ())
    await marta.fill(days=(), parts=("noon",))
    marta.sees("you usually have time every day around noon")


@pytest.mark.parametrize(
    ("language", "typed", "understood"),
    [
        ("de", "Di abends", "Das habe ich verstanden: Du hast meist dienstags abends Zeit (Europe/Rome)."),
        ("it", "lunedì mattina", "di solito hai tempo il lunedì di mattina (Europe/Rome)"),
    ],
)
async def test_hours_in_ones_own_language(
    scene: Scene, lena: Actor, language: str, typed: str, understood: str
) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await gast.use("/mentor profile")
    await gast.press({"de": "Profil anlegen", "it": "Inizia il mio profilo"}[language])
    await gast.fill(about="…", languages=(language,))
    await gast.press({"de": "Mein Profil ändern", "it": "Cambia il mio profilo"}[language])
    await gast.press({"de": "Wann ich Zeit habe", "it": "Quando ho tempo"}[language])
    await gast.fill(words=typed)
    gast.sees(understood)


async def test_what_is_not_understood_is_named_and_nothing_is_lost(scene: Scene, marta: Actor) -> None:
    await change(marta, "When I have time")
    await marta.fill(words="when the moon is full", days=("2",))
    assert marta.errors() == {
        "words": "I did not understand “moon, full”. For example: Mondays and Thursdays after 18:00"
    }
    assert (marta.form()["words"], marta.form()["days"]) == (("when the moon is full",), ("2",))
    await scene.restart()
    await marta.fill(words="", zone="Europe/Rom")
    assert "Did you mean Europe/Rome" in marta.errors()["zone"]
    assert marta.form()["days"] == ("2",)
    await marta.fill(zone="Europe/Rome", days=())
    assert marta.errors() == {"days": "Please choose at least a day or a part of the day, or write when you have time."}
    await marta.fill(days=("2",))
    marta.sees("you usually have time Wednesdays 8:00 to 22:00")


async def test_a_zone_of_ones_own_stays(scene: Scene, marta: Actor) -> None:
    """The platform says Rome at every act; she says otherwise."""
    await change(marta, "When I have time")
    await marta.fill(words="Mon 18-20", zone="asia/tokyo")
    marta.sees("you usually have time Mondays 18:00 to 20:00 (Asia/Tokyo)")
    await marta.press("Keep it")
    await marta.use("/mentor status")
    found = await kept(scene, marta)
    assert (found.zone, found.own_zone) == ("Asia/Tokyo", True)
    await scene.restart()
    await marta.use("/mentor profile")
    marta.sees("Usually has time Mondays 18:00 to 20:00.")
    await marta.press("Change my profile")
    await marta.press("My time zone")
    await marta.fill(zone="Europe/Rome")
    found = await kept(scene, marta)
    assert (found.zone, found.own_zone) == ("Europe/Rome", False), "as the platform says: it may lead again"


async def test_what_is_older_than_a_day_begins_anew(scene: Scene, marta: Actor) -> None:
    await change(marta, "When I have time")
    await marta.fill(words="Mon 18-20")
    await scene.pass_(days=1, minutes=1)
    await marta.press("Keep it")
    marta.sees("This is older than a day, so I do not know it any more. /mentor profile begins anew.")
    await marta.press("Change it")
    assert marta.form()["words"] == ()


async def test_withdrawing_ends_what_one_began(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await carla.use("/mentor profile")
    await carla.press("Withdraw")
    assert carla.labels() == ["Stop looking", "Take a break"]
    await scene.restart()
    await carla.press("Stop looking")
    carla.sees("You are not looking any more", "What you had asked is withdrawn.")
    marta.dm.sees("Carla has withdrawn the request to you. There is nothing to do.")
    await claim(scene, carla, mentoring.stop_seek())
    carla.sees("You do not look for a mentor at the moment.")
    await marta.use("/mentor profile")
    await marta.press("Withdraw")
    await marta.press("Stop offering")
    await carla.use("/mentor find")
    carla.sees("Nobody has a free place just now.")
    await marta.use("/mentor profile")
    marta.sees_not("In the list of mentors:\n\nMarta · Newsletters and Pricing · 2")
    await marta.press("Withdraw")
    marta.sees("You offer nothing and look for nobody just now, so there is nothing to withdraw.")


async def test_a_button_for_what_is_over(scene: Scene, marta: Actor) -> None:
    await marta.use("/mentor profile")
    await marta.press("Change my profile")
    await marta.press("Topics I offer")
    other = scene.person("marta", "Marta")
    await other.use("/mentor profile")
    await other.press("Withdraw")
    await other.press("Stop offering")
    await marta.press("Topics I offer")
    marta.sees("This is not part of your profile any more. /mentor profile shows what is.")


async def test_a_break_until_a_date(scene: Scene, marta: Actor, carla: Actor) -> None:
    await marta.use("/mentor pause")
    await marta.press("Until a date")
    await marta.fill(day="1.3.2026")
    assert marta.errors() == {"day": "Please give a day after today, within a year."}
    await marta.fill(day="soon")
    assert marta.errors() == {"day": "I could not read this date. For example: 24.12. or 2026-12-24"}
    assert marta.form()["day"] == ("soon",)
    await scene.restart()
    await marta.fill(day="20.3.")
    marta.sees("You are on a break until Fri 20 Mar.")
    await carla.use("/mentor find")
    carla.sees("Nobody has a free place just now.")
    await scene.pass_(days=18)
    await carla.use("/mentor find")
    carla.sees("Marta · Newsletters and Pricing")
    await marta.use("/mentor pause until: 1.1.2020")
    assert marta.last() == "Please give a day after today, within a year."
    await marta.use("/mentor pause until: 2026-04-02")
    marta.sees("You are on a break until Thu 2 Apr.")


async def test_fewer_places_than_pairs_frees_who_waits(scene: Scene, marta: Actor, carla: Actor) -> None:
    await change(marta, "How many mentees")
    await marta.fill(capacity="2")
    await become_pair(scene, marta, carla)
    dora = scene.person("dora", "Dora")
    await seek(dora, "Newsletters")
    await dora.press("Ask Marta")
    await dora.fill(need="A plan")
    await change(marta, "How many mentees")
    await marta.fill(capacity="1")
    dora.dm.sees("Right now it is not possible with Marta.")


def test_every_way_to_meet_has_words() -> None:
    from bot.features.members.profile import MEETS

    assert set(MEETS) == set(Meets)


async def says_when(actor: Actor, words: str) -> None:
    await change(actor, "When I have time")
    await actor.fill(words=words)
    await actor.press("Keep it")


async def test_common_hours_are_a_reason_in_each_readers_own_zone(scene: Scene, marta: Actor, carla: Actor) -> None:
    """Marta is in Rome, Amy in New York, where the clocks change three weeks earlier."""
    await says_when(marta, "Mon and Thu after 18:00")
    amy = scene.person("amy", "Amy", zone="America/New_York")
    await seek(amy, "Newsletters")
    amy.sees_not("both have time")
    await says_when(amy, "Thu 12:00-15:30, Fri mornings")
    await scene.restart()
    await amy.use("/mentor find")
    amy.sees("Why: Newsletters in common, both have time Thursdays in the afternoon and both speak Italian.")
    await amy.press("Who suits me best")
    amy.sees("This mentor would suit you:", "both have time Thursdays in the afternoon")
    await amy.press("Ask Marta")
    await amy.fill(need="A plan")
    marta.dm.sees("Amy would like to ask you about Newsletters.", "both have time Thursdays in the evening")


async def test_who_has_time_with_one_comes_first(scene: Scene, marta: Actor, carla: Actor) -> None:
    nora = scene.person("nora", "Nora")
    await offer(nora, "Newsletters")
    await says_when(marta, "Tue mornings")
    await says_when(nora, "Mon to Fri after 18")
    await seek(carla, "Newsletters")
    assert carla.labels()[:2] == ["Ask Marta", "Ask Nora"], "alike so far: the earlier profile first"
    await says_when(carla, "Mon and Wed evening")
    await carla.use("/mentor seek")
    await carla.fill()
    assert carla.labels()[:2] == ["Ask Nora", "Ask Marta"]
    carla.sees("both have time Mondays and Wednesdays in the evening")


async def test_private_things_are_no_reason(scene: Scene, marta: Actor, carla: Actor) -> None:
    """The wait and a mentor's load count, and are never said."""
    await seek(carla, "Newsletters", district="Turin")
    await scene.pass_(weeks=3)
    await carla.use("/mentor find")
    assert carla.last().count("Why: ") == 1
    assert "Why: Newsletters in common and both speak Italian." in carla.last()


async def test_a_profile_is_changed_wherever_it_is(scene: Scene, marta: Actor, carla: Actor) -> None:
    """The way through the edit, as it is on every platform."""
    await change(marta, "About me")
    await marta.fill(about="I bake, and write about it.")
    marta.sees("Your profile is kept. Others see it like this:", "I bake, and write about it.")
    await change(marta, "Where and how I meet")
    await marta.fill(district="Turin", meets="online")
    await change(marta, "Questions or courses")
    await marta.fill(format="question", weeks="0")
    marta.sees("Lives in Turin.", "Would like to meet online.", "Answers single questions: one or two talks.")
    await change(marta, "When I have time")
    await marta.fill(words="when the moon is full", zone="Europe/Rome")
    if "Try again" in marta.labels():  # where a form cannot show what to mend, it is opened again
        await marta.press("Try again")
    assert marta.form()["words"] == ("when the moon is full",)
    await marta.fill(words="Mon and Thu after 18:00", zone="Europe/Rome")
    marta.sees("This is what I understood: you usually have time Mondays and Thursdays in the evening (Europe/Rome).")
    await scene.restart()
    await marta.press("Keep it")
    marta.sees("Usually has time Mondays and Thursdays in the evening.")
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="How do I find readers?")
    await marta.dm.press("Say yes to Carla")
    carla.dm.sees("Marta is your mentor.", "Would like to meet online.", "This is about one question")
    await change(marta, "How many mentees")
    await marta.fill(capacity="2")
    await marta.use("/mentor profile")
    await marta.press("Withdraw")
    await marta.press("Stop offering")
    marta.sees("You are not shown to others any more.", "Your pair goes on as it is.")
