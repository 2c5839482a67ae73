"""The coordination's week: told on Monday morning, to each in their own words, and only while they want it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from adapters.playground.room import Fault
from adapters.playground.things import Somebody
from bot.errors import Gone
from bot.features.pairs.model import Why
from bot.i18n import words
from bot.identity import Person
from bot.ui import Message
from bot.work import Sending, Sort, Target, Work
from tests.features.conftest import offer, seek
from tests.features.pairing import put_together
from tests.features.scene import Actor, Scene

HEAD = "Your week in Corte"
QUIET = "Corte: a quiet week. Nothing new, nothing waits, all as planned."
NEXT = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
"""The next Monday at nine in Rome."""


def digests(who: Actor) -> list[str]:
    return [text for text in who.dm.texts() if HEAD in text or "a quiet week" in text]


async def test_a_week_is_told_on_monday(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.dm.press("Say yes to Carla")
    await seek(scene.person("dora", "Dora"), "Taxes")
    await scene.restart()
    await scene.pass_(days=6, hours=22)
    assert scene.clock.now() < NEXT
    assert digests(lena) == []
    await scene.pass_(hours=2)
    (told,) = digests(lena)
    assert told.startswith("Your week in Corte, since Mon 2 Mar")
    assert "What happened: 3 new people, 1 request, 1 acceptance and 1 pair began." in told
    assert "What waits for you: 1 person waits for a mentor (0 seats are free)." in told
    assert "What did not happen" not in told
    await lena.dm.press("Look at the needs")
    lena.dm.sees("What is needed, by topic")
    await scene.pass_(days=6)
    assert len(digests(lena)) == 1


async def test_an_empty_week_is_one_line(scene: Scene, lena: Actor) -> None:
    await scene.pass_(weeks=1)
    assert digests(lena) == [QUIET]


async def test_it_is_turned_off_and_on_with_a_tap(scene: Scene, lena: Actor) -> None:
    await scene.pass_(weeks=1)
    await lena.dm.press("Turn this message off")
    lena.dm.sees("It is off: I do not write to you about the week any more.")
    await scene.restart()
    await scene.pass_(weeks=3)
    assert len(digests(lena)) == 0
    await lena.use("/programme digest")
    lena.sees("You do not get the weekly overview of the coordination.")
    await lena.press("Send it to me every week")
    lena.sees("Every Monday at 9:00, by your own clocks")
    await scene.pass_(weeks=1)
    assert digests(lena) == [QUIET]


async def test_how_things_stand_can_be_asked_for(scene: Scene, lena: Actor, marta: Actor) -> None:
    await lena.use("/programme digest")
    await lena.press("Show how things stand")
    lena.sees(HEAD, "What happened: 1 new person.")
    assert digests(lena) == []


async def test_each_reads_it_in_their_own_words_and_by_their_own_clocks(scene: Scene, lena: Actor) -> None:
    timo = scene.person("timo", "Timo", locale="de", zone="America/New_York", coordinator=True)
    await timo.use("/programme posts")
    await timo.press("Den Wochenbeitrag starten")
    await scene.restart()
    await scene.pass_(days=7, hours=1)
    assert len(digests(lena)) == 1
    assert [text for text in timo.dm.texts() if "ruhige Woche" in text] == []
    await scene.pass_(hours=4)
    assert len([text for text in timo.dm.texts() if "ruhige Woche" in text]) == 1
    (said,) = [said for said in timo.dm.messages() if "ruhige Woche" in said.words]
    assert said.at == datetime(2026, 3, 9, 13, 0, tzinfo=UTC), "nine in New York, where summer time has begun"
    assert len(digests(lena)) == 1


async def test_who_does_not_coordinate_any_more_hears_nothing(scene: Scene, lena: Actor) -> None:
    scene.room.add(Somebody("lena", "Lena Koord", "", "en", "Europe/Rome", False))
    await scene.pass_(weeks=3)
    assert lena.dm.texts() == []
    scene.room.add(Somebody("lena", "Lena Koord", "", "en", "Europe/Rome", True))
    await lena.use("/programme posts")
    await lena.press("Start the weekly post")
    await scene.pass_(weeks=1)
    assert len(digests(lena)) == 1


async def test_what_did_not_happen_is_told_with_its_reason(scene: Scene, lena: Actor, marta: Actor) -> None:
    """One is left out by wish, one is too late, one does not arrive, one has nothing to say."""
    for source, weekday in (("all", "2"), ("tips", "3"), ("how", "4"), ("calls", "5")):
        await lena.use("/programme posts")
        await lena.press("Start another series" if source != "all" else "Choose what and when")
        await lena.fill(source=source, weekday=weekday, hour="10")
    await lena.use("/programme posts")
    await lena.pick("Which posts?", "Everything in turn: Wednesday, 10:00")
    await lena.press("Leave Wed 4 Mar out")
    await scene.pass_(days=2, hours=23)
    scene.clock.set(scene.clock.now() + timedelta(hours=9))
    await scene.restart()
    await scene.pass_(hours=10)
    scene.room.faults.append(Fault(Gone()))
    await scene.pass_(days=3, hours=10)
    (told,) = digests(lena)
    assert told.split("What did not happen:\n")[1].split("\n") == [
        "• Everything in turn, Wed 4 Mar: It was left out because the coordination wished it.",
        "• Tips, Thu 5 Mar: I was not running at that time, and it would have come too late.",
        "• How it works, Fri 6 Mar: It was on its way and did not arrive.",
        "• Calls for mentors who are missing, Sat 7 Mar: No topic lacks mentors just now, so nobody had to be called.",
    ]


async def test_who_cannot_be_reached_is_a_number(scene: Scene, lena: Actor, marta: Actor) -> None:
    scene.room.faults.append(Fault(Gone()))
    await seek(scene.person("carla", "Carla"), "Newsletters")
    carla = Actor(scene, "carla", "mentoring")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await scene.pass_(weeks=1)
    (told,) = digests(lena)
    assert "• 1 person could not be written to. It waits until they use a command here." in told


async def test_a_pair_at_risk_is_told_to_those_who_are_not_in_it(scene: Scene, lena: Actor, marta: Actor) -> None:
    pia = scene.person("pia", "Pia", coordinator=True)
    await offer(pia, topics="Bees")
    await pia.use("/programme posts")
    await pia.press("Start the weekly post")
    dora = scene.person("dora", "Dora")
    pair = await put_together(scene, pia, dora)

    def risk(work: Work) -> None:
        found = work.pairs.get(1, pair)
        assert found
        work.pairs.add_risk(found, Why.LOW, scene.clock.now())

    await scene.store.write(risk)
    await scene.pass_(weeks=2)
    assert "1 pair needs a look" in digests(lena)[-1]
    assert "needs a look" not in digests(pia)[-1]


async def test_reports_are_told_to_the_contacts_alone(scene: Scene, lena: Actor, marta: Actor) -> None:
    timo = scene.person("timo", "Timo", coordinator=True)
    await timo.use("/programme posts")
    await timo.press("Start the weekly post")
    await marta.use("/report")
    await marta.fill(person="timo", category="other", words="He shouted", pause="no")
    await scene.pass_(weeks=1)
    assert "1 report is open" in digests(lena)[-1]
    assert "report" not in digests(timo)[-1]


async def test_it_counts_as_the_one_message_of_the_week(scene: Scene, lena: Actor) -> None:
    """Something else that nobody asked for came on Wednesday: so this waits until a week after it."""
    await offer(lena, topics="Bees")
    await scene.pass_(days=2)

    def nudge(work: Work) -> None:
        target, message = Target((Person("playground", "lena"),)), Message((words("A survey"),))
        row = Sending("nudge:1", 1, target, message, sort=Sort.NUDGE)
        work.outbox.put(row, scene.clock.now())

    await scene.store.write(partial(nudge))
    await scene.pass_(days=6)
    lena.dm.sees("A survey")
    assert digests(lena) == []
    await scene.pass_(days=2)
    assert len(digests(lena)) == 1
    await scene.pass_(weeks=4)
    assert len(digests(lena)) in (4, 5)


async def test_after_three_weeks_down_there_is_one(scene: Scene, lena: Actor) -> None:
    await scene.pass_(days=1)
    scene.clock.set(scene.clock.now() + timedelta(weeks=3))
    await scene.restart()
    await scene.pass_(minutes=5)
    (told,) = digests(lena)
    lines = [line for line in told.splitlines() if line.startswith("• the weekly messages to the pairs, Wed ")]
    assert len(lines) == 3
    await scene.pass_(weeks=1)
    assert len(digests(lena)) == 2


async def test_a_platform_that_does_not_answer_is_asked_again(scene: Scene, lena: Actor) -> None:
    await scene.pass_(days=6)
    scene.room.faults.append(Fault(Gone(), on="standing"))
    await scene.pass_(days=1, hours=1)
    (told,) = digests(lena)
    assert told.endswith(QUIET)
