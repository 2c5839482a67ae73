"""Thanks between partners: read by one, shown to everybody only where both like that, and without a name on request."""

from __future__ import annotations

from adapters.playground.room import Fault
from bot.errors import Forbidden, Unreachable
from bot.features.pairs import links as pairs
from bot.features.recognition import links
from bot.features.recognition.model import unnamed
from bot.features.safety import links as safety
from tests.features.conftest import offer
from tests.features.pairing import become_pair, put_together
from tests.features.scene import Actor, Scene
from tests.features.storytelling import approve, pair, slot, tell
from tests.features.wire import claim

EVENING = "Thank you for the evening with my price list!"


async def thank(actor: Actor, words: str = EVENING, *, to_all: bool = False) -> None:
    await actor.use("/kudos")
    await actor.fill(words=words, open="yes" if to_all else "no")


def posted(actor: Actor, part: str) -> list[str]:
    """What one can read of it in the channel."""
    return [text for text in actor.texts() if part in text]


async def test_thanks_reach_the_partner_and_then_everybody(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    await thank(carla, to_all=True)
    carla.sees("Marta has your thanks, and can show it to everybody in the programme channel.", "with your name")
    marta.dm.sees("Carla thanks you:", f"“{EVENING}”", "if you like, I post it in the programme channel")
    assert posted(lena, EVENING) == []
    await scene.restart()
    await marta.dm.press("Show it to everybody")
    await marta.dm.press("Show it to everybody")
    assert len(posted(lena, EVENING)) == 1
    lena.sees("Carla thanks Marta:", f"“{EVENING}”")
    carla.dm.sees("Marta liked your thanks so much that everybody can read it now")
    await scene.restart()
    await carla.dm.press("Take it down")
    carla.dm.sees("Only you and Marta can read it now. What stood in the channel is gone.")
    assert posted(lena, EVENING) == []
    lena.sees("A thank-you stood here. It was taken down.")
    await marta.dm.press("Show it to everybody")
    marta.dm.sees("Carla would rather keep this between the two of you.")


async def test_what_is_for_one_stays_with_one(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await thank(carla)
    carla.sees("Marta has your thanks. Only the two of you can read it.")
    marta.dm.sees("Carla thanks you:", "Only the two of you can read it.")
    assert "Show it to everybody" not in marta.dm.labels()
    await claim(scene, marta.dm, links.show(1))
    marta.dm.sees("Carla would rather keep this between the two of you.")
    for stranger in (lena, carla):
        await claim(scene, stranger, links.show(1))
        stranger.sees("I cannot find this thank-you any more.")
    await claim(scene, lena, links.more(1))
    assert lena.last().startswith("I cannot find this thank-you any more.")
    assert posted(lena, EVENING) == []


async def test_the_one_who_was_thanked_takes_it_down_and_shows_it_again(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    await thank(carla, to_all=True)
    await marta.dm.press("Show it to everybody")
    await marta.dm.press("Take it down")
    marta.dm.sees("It does not stand in the channel any more.")
    assert posted(lena, EVENING) == []
    await marta.dm.press("Show it to everybody")
    assert len(posted(lena, EVENING)) == 1


async def test_one_says_it_twice_and_it_is_one(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await thank(carla)
    await thank(carla)
    assert len(posted(marta.dm, EVENING)) == 1
    for number in range(5):
        await thank(carla, f"For number {number}")
    assert carla.errors() == {"words": "At most 5 in a week."}
    assert carla.form()["words"] == ("For number 4",)


async def test_from_the_page_and_after_the_end(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await claim(scene, carla, pairs.show(pair))
    await carla.press("Thank Marta")
    await carla.fill(words="You answered at midnight.")
    marta.dm.sees("Carla thanks you:", "You answered at midnight.")
    await marta.dm.press("Thank Carla, too")
    await marta.dm.fill(words="You ask so well.")
    carla.dm.sees("Marta thanks you:", "You ask so well.")
    await claim(scene, carla, pairs.finished(pair))
    await carla.press("Thank Marta")
    await carla.fill(words="Until we meet again.")
    marta.dm.sees("Until we meet again.")
    await marta.dm.press("Thank Carla")
    await marta.dm.fill(words="It was a joy.")
    carla.dm.sees("It was a joy.")


async def test_one_picks_among_ones_partners_alone(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await carla.use("/kudos")
    carla.sees("thanks your mentor or mentee. You have no pair yet")
    nora = scene.person("nora", "Nora")
    await offer(nora, "Taxes")
    await put_together(scene, marta, carla)
    ended = await put_together(scene, nora, carla)
    await claim(scene, nora, pairs.finished(ended))
    await carla.use("/kudos words: You two are great")
    assert carla.form()["words"] == ("You two are great",)
    asking = scene.room.form_of("carla")
    assert asking
    assert [one.label for one in asking.form.fields[0].choices] == ["Marta", "Nora"]
    await carla.fill(to=str(ended))
    nora.dm.sees("Carla thanks you:", "You two are great")
    marta.dm.sees_not("You two are great")


UNREACHED = "I cannot pass anything on to Marta at the moment, so nothing was sent."


async def test_a_break_a_block_and_a_report_look_the_same(scene: Scene, lena: Actor, carla: Actor) -> None:
    said = []
    for at, happens in enumerate(("break", "block", "report")):
        marta = scene.person(f"marta{at}", "Marta")
        await offer(marta, "Pricing")
        carla = scene.person(f"carla{at}", "Carla")
        pair = await put_together(scene, marta, carla)
        await thank(carla, "Before", to_all=True)
        match happens:
            case "break":
                await claim(scene, marta, "members.paused|1|4|")
            case "block":
                await claim(scene, marta, safety.blocked(safety.PAIR, pair))
            case _:
                await claim(scene, marta, safety.report(safety.PAIR, pair))
                await marta.fill(category="other", pause="yes")
        before = len(marta.dm.texts())
        await claim(scene, carla, links.thank(pair))
        assert scene.room.form_of(carla.id) is None
        said.append(carla.last())
        await claim(scene, carla.dm, links.thank(pair))
        assert marta.dm.texts()[before:] == []
    assert said[0].startswith(UNREACHED)
    assert len(set(said)) == 1


async def test_it_is_not_shown_any_more_after_a_block(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await thank(carla, to_all=True)
    await marta.dm.press("More…")
    await marta.dm.press("Block Carla")
    await claim(scene, marta.dm, safety.blocked(safety.PAIR, pair))
    await marta.dm.press("Show it to everybody")
    marta.dm.sees("I cannot pass anything on to Carla at the moment")
    assert posted(lena, EVENING) == []


async def test_who_does_not_want_to_be_named_is_not(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await thank(carla, "Marta, Marta’s evenings were the best, says Carla.", to_all=True)
    await marta.dm.press("Show it to everybody")
    lena.sees("Carla thanks Marta:", "“Marta, Marta’s evenings")
    await marta.press("Am I named?")
    marta.sees("Where you are thanked in the channel, posts may say your name.")
    await marta.press("Do not name me")
    marta.sees("Posts in the channel do not say your name")
    lena.sees("Carla thanks a mentor:", "“…, … evenings were the best, says Carla.”")
    await scene.restart()
    await carla.use("/mentor settings")
    carla.sees("Posts that thank you may name you.")
    await carla.press("Do not name me")
    lena.sees("A mentee thanks a mentor:", "“…, … evenings were the best, says ….”")
    lena.sees_not("Marta")
    await marta.press("You may name me")
    lena.sees("A mentee thanks Marta:", "“Marta, Marta’s evenings were the best, says ….”")
    await carla.use("/mentor settings")
    carla.sees("Posts do not name you.")


async def test_two_taps_from_the_message(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await thank(marta, to_all=True)
    await carla.dm.press("More…")
    assert "Report Marta" in carla.dm.labels()
    await carla.dm.press("Do not name me")
    await carla.dm.press("Show it to everybody")
    lena.sees("Marta thanks a mentee:", EVENING)


async def test_who_erases_or_leaves_is_not_named_afterwards(scene: Scene, lena: Actor, marta: Actor) -> None:
    for id, name in (("carla", "Carla"), ("dora", "Dora")):
        mentee = scene.person(id, name)
        await put_together(scene, marta, mentee)
        await thank(mentee, f"{name} was here", to_all=True)
        await marta.dm.press("Show it to everybody")
    carla, dora = Actor(scene, "carla", lena.place), Actor(scene, "dora", lena.place)
    await carla.use("/privacy erase")
    await carla.press("Yes, erase everything")
    lena.sees("A thank-you stood here. It was taken down.")
    lena.sees_not("Carla was here")
    lena.sees("Dora thanks Marta:")
    await scene.room.leave(dora.id)
    await scene.pass_(days=1)
    lena.sees("A mentee thanks Marta:", "“… was here”")
    lena.sees_not("Dora thanks")


async def test_what_could_not_be_posted_can_be_tried_again(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    await thank(carla, to_all=True)
    scene.room.faults += [Fault(Forbidden("no"))]
    await marta.dm.press("Show it to everybody")
    marta.dm.sees("I could not post the thanks in the programme channel. Nothing is lost")
    carla.dm.sees_not("everybody can read it now")
    assert posted(lena, EVENING) == []
    await scene.restart()
    await marta.dm.press("Show it to everybody")
    assert len(posted(lena, EVENING)) == 1
    carla.dm.sees("everybody can read it now")


async def test_a_name_that_waits_is_never_said(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    """The platform is away while it is shown; when it is back, one of the two does not want to be named."""
    await become_pair(scene, marta, carla)
    await thank(carla, to_all=True)
    scene.room.faults += [Fault(Unreachable("down"))]
    await marta.dm.press("Show it to everybody")
    assert posted(lena, EVENING) == []
    await scene.restart()
    await marta.use("/mentor settings")
    await marta.press("Do not name me")
    await scene.pass_(hours=1)
    assert posted(lena, "Carla thanks Marta") == []
    assert len(posted(lena, EVENING)) == 1
    lena.sees("Carla thanks a mentor:", EVENING)


async def test_where_a_post_cannot_be_changed_somebody_is_asked(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await become_pair(scene, marta, carla)
    await thank(carla, to_all=True)
    await marta.dm.press("Show it to everybody")
    scene.room.faults += [Fault(Forbidden("no"), on="edit") for _ in range(3)]
    await marta.dm.press("Take it down")
    said = lena.at("moderators").sees("A post with thanks is to be changed", "Please delete it in the channel by hand.")
    assert "Marta" not in said


async def test_without_a_channel_those_who_read_reports_are_asked(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    """The one who set the programme up is the first of them, so there is always somebody."""
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="")
    await become_pair(scene, marta, carla)
    await thank(carla, to_all=True)
    await marta.dm.press("Show it to everybody")
    await scene.restart()
    scene.room.faults += [Fault(Forbidden("no"), on="edit") for _ in range(3)]
    await marta.dm.press("Take it down")
    said = lena.dm.sees("A post with thanks is to be changed", "Please delete it in the channel by hand.")
    assert "Marta" not in said


async def test_it_holds_for_stories_too(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await tell(carla, did="Marta and I wrote five letters.")
    await carla.dm.press("Agree with my name")
    await marta.dm.press("Agree with my name")
    await approve(lena, "Carla and Marta")
    await slot(lena)
    await scene.pass_(days=7)
    lena.sees("A story from our mentorship: Carla and Marta", "Marta and I wrote five letters.")
    await marta.use("/mentor settings")
    await marta.press("Do not name me")
    await scene.restart()
    lena.sees("A story from our mentorship: Carla and a mentor", "… and I wrote five letters.")
    await marta.use("/mentor settings")
    await marta.press("You may name me")
    lena.sees("A story from our mentorship: Carla and Marta", "Marta and I wrote five letters.")


async def test_who_is_not_named_is_not_asked_for_it(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await marta.use("/mentor settings")
    await marta.press("Do not name me")
    await tell(carla)
    await carla.dm.press("Agree with my name")
    assert marta.dm.labels() == ["Agree as “a mentor”", "Not like this"]


def test_names_are_left_out_however_they_are_written() -> None:
    assert unnamed("Danke, MARTA! Martas Idee, Martha nicht.", ["Marta Rossi"]) == "Danke, …! … Idee, Martha nicht."
    assert unnamed("Rossi (Marta Rossi) e marta’s", ["Marta Rossi"]) == "… (…) e …"
    assert unnamed("Anna und (C+) C+", ["C+", "A"]) == "Anna und (…) …"
