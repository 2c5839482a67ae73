"""Telling that something is wrong: kept first, read by safety contacts only, and never silent until it is closed."""

from __future__ import annotations

import pytest

from bot.features.mentoring import links as mentoring
from bot.features.pairs import links as pairs
from bot.features.safety import links
from bot.features.safety.reporting import Outcome, Report, ReportState
from bot.i18n import t
from tests.features.conftest import offer
from tests.features.pairing import become_pair, by, everything_seen, pairs_of, stored
from tests.features.reading import read_in
from tests.features.scene import Actor, Scene
from tests.features.wire import claim, send

GONE = "I cannot find this any more. /mentor status shows where things stand."


@pytest.fixture
async def sara(scene: Scene, lena: Actor) -> Actor:
    """A second safety contact, who coordinates nothing."""
    sara = scene.person("sara", "Sara")
    await lena.use("/safety contacts")
    await lena.press("Name a contact")
    await lena.fill(person="sara")
    return sara


async def without_milestones(scene: Scene) -> None:
    """The community's own posts would stand in one life and not in the other."""
    await scene.store.write(lambda work: work.milestones.want(1, yes=False))


async def reports(scene: Scene) -> list[Report]:
    return list(await scene.store.read(lambda work: work.reports.unclosed(1)))


async def tell(
    actor: Actor, person: str = "", words: str = "", category: str = "harassment", pause: str = "yes"
) -> None:
    await actor.use("/report")
    await actor.fill(person=person, category=category, words=words, pause=pause)


async def test_a_mentee_reports_her_mentor(scene: Scene, sara: Actor, marta: Actor, carla: Actor) -> None:
    await without_milestones(scene)
    pair = await become_pair(scene, marta, carla)
    before = everything_seen(scene, marta)
    await carla.dm.press("More…")
    await carla.dm.press("Report Marta")
    await carla.fill(category="advances", words="He-said-that-CANARY")
    said = carla.dm.sees("Your report is kept, number 1. Only you can see this.")
    for part in ("It is read by Lena Koord and Sara", "Marta is not told", "Your pair is paused", "call 112"):
        assert part in said
    lena = scene.person("lena", "Lena Koord", coordinator=True)
    for contact in (lena, sara):
        assert contact.dm.sees("A safety report waits for you: number 1.")
        assert "CANARY" not in " ".join(contact.dm.texts())
        assert "Marta" not in contact.dm.last()
    await scene.restart()
    await sara.dm.press("Read the report")
    assert sara.dm.sees("Report 1: Unwanted advances", "From Carla", "About: Marta", "He-said-that-CANARY", "paused")
    await sara.dm.press("I take care of it")
    assert carla.dm.sees("Sara takes care of your report, number 1, and may write to you.")
    assert lena.dm.sees("Sara takes care of report 1.")
    await scene.pass_(days=8)
    assert everything_seen(scene, marta) == before, "the other side sees only that it is quiet"
    assert sara.dm.sees("Report 1 is not closed yet. You have taken it up.")
    await claim(scene, sara, links.note(1))
    await sara.fill(words="Talked to both.")
    assert "Talked to both." in sara.last()
    await claim(scene, sara, links.close(1))
    await sara.pick("How does it end?", "The person was warned")
    assert carla.dm.sees("Your report, number 1, is closed.")
    assert marta.dm.last().startswith("Carla cannot go on with your pair. This happens")
    assert await pairs_of(scene, carla) == []
    for actor in (marta, carla):
        assert "CANARY" not in " ".join(everything_seen(scene, marta)), actor
    assert not [text for text in everything_seen(scene, marta) if "report" in text.casefold()]
    await claim(scene, carla, mentoring.ask(await stored(scene, marta, lambda work, me: me.id)))
    assert carla.last().startswith("Right now it is not possible with this person.")
    assert await reports(scene) == []
    assert pair


async def test_it_is_two_taps_from_every_message_about_a_pair(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await carla.use("/mentor status")
    await scene.pass_(days=3)
    assert "Week 1 of 8 with Marta" in carla.dm.last()
    await carla.dm.press("More…")
    await carla.dm.press("Report Marta")
    assert list(carla.form()) == ["category", "words", "pause"]


async def test_what_is_paused_waits_like_a_break(scene: Scene, marta: Actor, carla: Actor) -> None:
    """The same acts give the same answers while the partner is on a break and after a report."""
    await without_milestones(scene)
    seen = []
    for how, topic in (("break", "Bookkeeping"), ("report", "Welding")):
        mentor, mentee = scene.person(f"m-{how}", "Mentor"), scene.person(f"c-{how}", "Mentee")
        await offer(mentor, topics=topic)
        pair = await become_pair(scene, mentor, mentee, topic=topic)
        if how == "break":
            await mentee.use("/mentor pause weeks: 4")
        else:
            await claim(scene, mentee, links.report(links.PAIR, pair))
            await mentee.fill(category="other")
        for action in (pairs.show(pair), pairs.extend(pair), pairs.finished(pair), pairs.agree(pair, 1)):
            await claim(scene, mentor, action)
        await claim(scene, mentor, pairs.expectations(pair))
        await mentor.fill(goal="More", rhythm="weekly")
        asking = scene.room.form_of(mentor.id)
        texts = [*everything_seen(scene, mentor), asking.text if asking else ""]
        await mentor.use("/mentor status")
        await scene.pass_(days=14)
        seen.append([text.replace(topic, "it") for text in [*texts, *mentor.dm.texts(), mentor.last()]])
    assert seen[0] == seen[1]
    assert any("is having a pause" in text for text in seen[0])


async def test_a_coordinator_never_reads_what_is_about_them(scene: Scene, lena: Actor, sara: Actor) -> None:
    await offer(lena, topics="Newsletters")
    carla = scene.person("carla", "Carla")
    await become_pair(scene, lena, carla)
    await carla.dm.press("More…")
    await carla.dm.press("Report Lena Koord")
    before = everything_seen(scene, lena)
    await carla.fill(category="harassment", words="SECRET")
    carla.dm.sees("It is read by Sara, and by nobody else.")
    assert everything_seen(scene, lena) == before
    await lena.use("/safety reports")
    lena.sees("No report is open.")
    for action in (links.read(1), links.take(1), links.close(1), links.closed(1)):
        await claim(scene, lena, action, "settled")
        assert lena.last() == GONE
    await send(scene, lena, "safety.noted|1|1|", {"words": ("mine",)})
    await lena.use("/programme audit")
    assert "report" not in lena.last()
    await scene.pass_(days=2)
    assert not [text for text in everything_seen(scene, lena) if "SECRET" in text or "report 1" in text.casefold()]
    (report,) = await reports(scene)
    assert report.state is ReportState.OPEN
    await claim(scene, sara, links.read(1))
    sara.sees("About: Lena Koord", "SECRET")
    await sara.use("/programme audit")
    sara.sees("Only the coordination can do this.")


async def test_nobody_else_reads_it(scene: Scene, marta: Actor, carla: Actor, sara: Actor) -> None:
    await tell(carla, "marta", "SECRET")
    boss = scene.person("boss", "Boss", coordinator=True)
    only = "Only the safety contacts can do this. /report reaches them."
    for actor in (marta, carla, boss):
        for action in (links.read(1), links.take(1), links.close(1), links.closed(1), links.note(1)):
            await claim(scene, actor, action, "settled")
            assert actor.last() == only
        await actor.use("/safety reports")
        assert actor.last() == only


async def test_it_is_alerted_again_until_somebody_takes_it(scene: Scene, carla: Actor, sara: Actor) -> None:
    await tell(carla, "lena", "about the coordinator")
    assert len(sara.dm.texts()) == 2, "named, and alerted"
    await scene.pass_(minutes=14)
    assert len(sara.dm.texts()) == 2
    await scene.pass_(minutes=2)
    sara.dm.sees("Report 1 still waits.")
    for day in range(1, 4):
        await scene.pass_(days=1)
        assert len(sara.dm.texts()) == 3 + day
    await claim(scene, sara, links.closed(1), Outcome.UNCONFIRMED.value)
    count = len(sara.dm.texts())
    await scene.pass_(days=3)
    assert len(sara.dm.texts()) == count
    await claim(scene, sara, links.take(1))
    sara.sees("This report is closed already.")


async def test_a_report_about_nobody_known(scene: Scene, carla: Actor, sara: Actor) -> None:
    told = {"person": ("somebody who left",), "category": ("selling",), "words": ("Spam",), "pause": ("yes",)}
    await send(scene, carla, "safety.reported|1||0|", told)
    carla.sees("It is read by Lena Koord and Sara")
    await claim(scene, sara, links.read(1))
    sara.sees("Report 1: Selling, begging or spam", "About: somebody who left")
    await tell(carla)
    carla.sees("number 2")
    await claim(scene, sara, links.read(2))
    sara.sees("About nobody in particular.")


async def test_a_pair_may_go_on(scene: Scene, marta: Actor, carla: Actor, sara: Actor) -> None:
    await become_pair(scene, marta, carla)
    await tell(carla, "marta")
    assert (await pairs_of(scene, carla))[0].held is not None
    await claim(scene, sara, links.closed(1), Outcome.GOES_ON.value)
    (pair,) = await pairs_of(scene, carla)
    assert pair.held is None
    await tell(carla, "marta", pause="no")
    (pair,) = await pairs_of(scene, carla)
    assert pair.held is None


async def test_an_open_request_ends_without_a_word(scene: Scene, marta: Actor, carla: Actor) -> None:
    from tests.features.test_apart import ask

    await ask(carla, "Marta")
    await marta.dm.press("Who is Carla?")
    await marta.dm.press("Report Carla")
    await marta.fill(category="other")
    assert carla.dm.last().startswith("Right now it is not possible with Marta.")


async def test_contacts_are_named_and_taken_off(scene: Scene, lena: Actor, sara: Actor) -> None:
    sara.dm.sees("You are a safety contact of Corte now.")
    await lena.use("/safety contacts")
    lena.sees("Reports are read by Lena Koord and Sara")
    await lena.press("Take Lena Koord off")
    lena.sees("Reports are read by Sara", "Please name a second one")
    assert "Take Sara off" not in lena.labels()
    await claim(scene, lena, links.take_off("sara"))
    assert lena.last().startswith("Somebody has to read reports")
    await send(scene, lena, "safety.named|1|", {"person": ("nobody",)})
    assert list(lena.errors()) == ["person"]
    scene.room.close_form("lena")
    await lena.press("Name a contact")
    await lena.fill(person="sara")
    asking = scene.room.form_of("lena")
    assert asking is not None
    assert asking.text == "Sara is a safety contact already."
    scene.room.close_form("lena")
    await sara.use("/safety reports")
    sara.sees("No report is open.")


async def test_two_coordinators_let_two_meet_again(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await tell(carla, "marta")
    nora = scene.person("nora", "Nora", coordinator=True)

    async def allow(actor: Actor, one: str, other: str) -> None:
        await actor.use("/safety allow")
        await actor.fill(one=one, other=other, reason="Both asked for it.")

    async def apart() -> bool:
        return await stored(
            scene, marta, lambda work, me: not work.safety.may_meet(1, me.person, by(scene, work, carla).person)
        )

    for _ in range(2):
        await allow(lena, "marta", "carla")
        assert lena.last().startswith("Kept. It counts once a second coordinator")
        assert await apart()
    await scene.restart()
    for _ in range(2):
        await allow(nora, "carla", "marta")
        assert nora.last().startswith("Done.")
        assert not await apart()
    await scene.pass_(hours=1)
    await tell(carla, "marta")
    await allow(lena, "marta", "carla")
    assert await apart(), "the second click was no first step"
    await offer(nora, topics="Taxes")
    await nora.use("/safety allow")
    await nora.fill(one="nora", other="carla", reason="me")
    asking = scene.room.form_of("nora")
    assert asking is not None
    assert asking.text.startswith("This concerns yourself")


@pytest.mark.parametrize("language", ["de", "it"])
async def test_it_is_answered_in_ones_own_language(scene: Scene, lena: Actor, language: str) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await gast.use("/report")
    await gast.fill(category="danger")
    number = {"de": "110", "it": "1522"}[language]
    assert number in gast.last()
    assert read_in(language, t("Open reports. Each look at one is noted.")) not in gast.last()
