"""Nobody gets too many messages: quiet hours, one nudge a week, snooze, stop; and what is never held back."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.playground.room import Fault
from bot.errors import Gone
from bot.features.members import links
from bot.features.members.contact import Direct
from bot.i18n import t, words
from bot.ui import Action, Button, Message
from bot.work import Sending, Sort, State, Target, Work
from tests.features.pairing import become_pair, by, delivered, in_touch, put_together, stored
from tests.features.scene import Actor, Scene

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEDNESDAY = datetime(2026, 3, 4, 17, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


async def put(
    scene: Scene,
    actor: Actor,
    said: str,
    sort: Sort = Sort.NUDGE,
    expires: timedelta | None = None,
    then: Action | None = None,
    controls: tuple[Button, ...] = (),
) -> None:
    """What some feature has to say to this person, now."""

    def decide(work: Work) -> None:
        who = by(scene, work, actor)
        message = Message((words(said),), controls)
        until = scene.clock.now() + expires if expires else None
        row = Sending(
            f"test:{said}", who.community, Target((who.person,)), message, expires=until, sort=sort, then=then
        )
        work.outbox.put(row, scene.clock.now())

    await scene.store.write(decide)
    await scene.quiet()


def said_at(scene: Scene, actor: Actor, part: str) -> list[datetime]:
    return [said.at for said in actor.dm.messages() if said.once and part in said.words]


def unprompted(actor: Actor) -> list[datetime]:
    return [
        said.at for said in actor.dm.messages() if said.once and ("nudge" in said.words or "of 8 with" in said.words)
    ]


async def test_two_mentees_and_a_mentor_are_one_message_and_one_nudge_a_week(
    scene: Scene, lena: Actor, marta: Actor
) -> None:
    """Six weeks in which every pair of Dora's has something to remind her of every day."""
    dora, elio, fine = (scene.person(name.lower(), name) for name in ("Dora", "Elio", "Fine"))
    for mentor, mentee in ((marta, dora), (dora, elio), (dora, fine)):
        await put_together(scene, mentor, mentee)
    for day in range(42):
        for number in range(3):
            await put(scene, dora, f"nudge {number} of day {day}", expires=10 * DAY)
        await in_touch(scene)
        await scene.pass_(days=1)
        if day == 20:
            await scene.restart()
    weekly, nudges = said_at(scene, dora, "of 8 with"), said_at(scene, dora, "nudge")
    assert weekly == [WEDNESDAY + number * WEEK - (HOUR if number > 3 else timedelta()) for number in range(6)]
    assert 6 <= len(nudges) <= 7
    assert all(later - earlier >= WEEK for earlier, later in itertools.pairwise(nudges))
    assert all(text.count("with Elio") == 1 for text in dora.dm.texts() if "of 8 with" in text)
    newest = [text for text in dora.dm.texts() if "nudge" in text][-1]
    assert newest.count("nudge") == 3, "what waited became one message"


async def test_what_concerns_somebody_is_not_counted_and_not_held_back(scene: Scene, marta: Actor) -> None:
    scene.clock.set(MONDAY + timedelta(hours=14))  # midnight in Rome
    await put(scene, marta, "nudge at night")
    for sort in (Sort.ANSWER, Sort.REQUEST, Sort.INTRODUCTION, Sort.MEETING, Sort.SAFETY):
        await put(scene, marta, f"night: {sort}", sort)
    assert [text for text in marta.dm.texts() if "nudge" in text] == []
    assert len([text for text in marta.dm.texts() if "night: " in text]) == 5
    await scene.pass_(days=1)
    assert said_at(scene, marta, "nudge at night") == [datetime(2026, 3, 3, 7, tzinfo=UTC)], "at 8 in Rome"


async def test_a_nudge_over_budget_waits_for_the_next_free_week(scene: Scene, marta: Actor) -> None:
    await put(scene, marta, "nudge one")
    await put(scene, marta, "nudge two")
    await put(scene, marta, "nudge three", expires=3 * DAY)
    await scene.restart()
    await scene.pass_(days=20)
    assert said_at(scene, marta, "nudge one") == [MONDAY]
    assert said_at(scene, marta, "nudge two") == [MONDAY + WEEK]
    assert said_at(scene, marta, "nudge three") == [], "it had expired by then"
    assert not any("late" in text for text in marta.dm.texts()), "it was held back, and is not late"


async def test_a_nudge_waits_a_week_where_the_clock_went_back(scene: Scene, marta: Actor) -> None:
    """The one before lies ahead then: the next is not taken for one that comes too late."""
    scene.clock.set(MONDAY + 20 * DAY)
    await put(scene, marta, "nudge one")
    scene.clock.set(MONDAY)
    await put(scene, marta, "nudge two")
    assert not said_at(scene, marta, "two")
    await scene.restart()
    await scene.pass_(days=6)
    assert not said_at(scene, marta, "two")
    await scene.pass_(days=1, hours=1)
    assert said_at(scene, marta, "two") == [MONDAY + WEEK]


async def test_one_that_never_arrived_leaves_its_place(scene: Scene, marta: Actor) -> None:
    scene.room.faults.append(Fault(Gone()))
    await put(scene, marta, "nudge one")
    assert said_at(scene, marta, "nudge") == []
    assert await delivered(scene, State.UNTOLD) == 1
    await put(scene, marta, "nudge two")
    assert said_at(scene, marta, "nudge two") == [MONDAY]


async def test_something_that_is_to_follow_goes_alone(scene: Scene, marta: Actor) -> None:
    await put(scene, marta, "nudge zero")
    await put(scene, marta, "nudge one", then=Action("pairs.space_made", {"pair": 1}))
    await put(scene, marta, "nudge two")
    await scene.pass_(weeks=3)
    times = [said_at(scene, marta, f"nudge {name}") for name in ("zero", "one", "two")]
    assert times == [[MONDAY], [MONDAY + WEEK], [MONDAY + 2 * WEEK]]


async def test_every_nudge_has_the_way_to_fewer(scene: Scene, marta: Actor, carla: Actor) -> None:
    await put(scene, marta, "nudge one")
    assert marta.dm.labels() == ["More…"]
    own = Button(t("Look for a mentor"), links.settings())
    await put(scene, marta, "nudge two", controls=(own, Button(t("More…"), links.more())))
    await put(scene, marta, "nudge three", controls=(own,))
    await scene.pass_(weeks=1)
    assert marta.dm.labels() == ["Look for a mentor", "Look for a mentor", "More…"]


@pytest.mark.parametrize("how", ["Snooze a day", "Snooze a week", "Stop these messages"])
async def test_snooze_and_stop_hold_for_what_waits_already(scene: Scene, marta: Actor, how: str) -> None:
    await put(scene, marta, "nudge one")
    scene.clock.set(MONDAY + timedelta(hours=14))
    await put(scene, marta, "nudge two")  # waits for its week and the morning
    await marta.dm.press("More…")
    await marta.dm.press(how)
    await put(scene, marta, "an answer", Sort.ANSWER)
    await put(scene, marta, "an alert", Sort.SAFETY)
    assert marta.dm.sees("an alert")
    assert marta.dm.sees("an answer")
    await scene.pass_(days=21)
    expected = {
        "Snooze a day": [MONDAY + WEEK],
        "Snooze a week": [datetime(2026, 3, 10, 7, tzinfo=UTC)],
        "Stop these messages": [],
    }
    assert said_at(scene, marta, "nudge two") == expected[how]


async def test_waking_up_brings_what_waited_at_once(scene: Scene, marta: Actor) -> None:
    await marta.use("/mentor settings")
    await marta.press("Snooze a week")
    await put(scene, marta, "nudge one")
    assert said_at(scene, marta, "nudge") == []
    scene.clock.set(MONDAY + HOUR)
    await marta.press("Do not wait any longer")
    assert said_at(scene, marta, "nudge one") == [MONDAY + HOUR]


async def test_other_quiet_hours_hold_at_once(scene: Scene, marta: Actor) -> None:
    scene.clock.set(MONDAY + timedelta(hours=13))  # 23:00 in Rome
    await put(scene, marta, "nudge one")
    assert said_at(scene, marta, "nudge") == []
    await marta.use("/mentor settings")
    await marta.press("Change my settings")
    await marta.fill(quiet_from="1", quiet_to="9")
    assert said_at(scene, marta, "nudge one") == [scene.clock.now()]


async def test_another_zone_holds_at_once(scene: Scene, marta: Actor) -> None:
    """She flies to New York, where it is afternoon when it is night in Rome."""
    scene.clock.set(MONDAY + timedelta(hours=13))
    await put(scene, marta, "nudge one")
    assert said_at(scene, marta, "nudge") == []
    scene.room.add(replace(scene.room.somebody("marta"), zone="America/New_York"))
    await scene.restart()
    await marta.use("/mentor status")
    assert said_at(scene, marta, "nudge one") == [scene.clock.now()]


async def test_without_direct_messages_nothing_but_safety_comes(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    before = len(carla.dm.messages())
    await carla.use("/mentor settings")
    await carla.press("Change my settings")
    await carla.fill(direct="none")
    await put(scene, carla, "an answer", Sort.ANSWER)
    await put(scene, carla, "an alert", Sort.SAFETY)
    await scene.pass_(weeks=2)
    assert carla.dm.texts()[before:] == ["an alert"]
    assert (await stored(scene, carla, lambda work, me: work.contacts.of(me.community, me.id))).direct is Direct.NONE
    await carla.use("/mentor status")
    carla.sees("Marta")


async def test_what_is_late_says_so_in_one_message(scene: Scene, marta: Actor, carla: Actor) -> None:
    """The bot stood still: what was to come meanwhile comes in one message, if it still makes sense."""
    await become_pair(scene, marta, carla)
    await scene.play.stop()

    def decide(work: Work) -> None:
        for actor, hours in ((marta, 1), (marta, 2), (carla, -30)):
            who = by(scene, work, actor)
            said = f"nudge of {hours}"
            row = Sending(
                f"test:{said}",
                who.community,
                Target((who.person,)),
                Message((words(said),)),
                not_before=MONDAY + hours * HOUR,
                sort=Sort.NUDGE,
            )
            work.outbox.put(row, MONDAY)

    await scene.store.write(decide)
    scene.clock.set(MONDAY + 26 * HOUR)
    await scene.restart()
    await scene.quiet()
    (text,) = [text for text in marta.dm.texts() if "nudge" in text]
    assert text == "This comes a bit late, sorry.\n\nnudge of 1\n\nnudge of 2"
    assert said_at(scene, carla, "nudge") == [], "more than two days late"
    assert await delivered(scene, State.SKIPPED) == 2


async def test_a_post_that_is_late_stays_away_and_can_be_told(scene: Scene, lena: Actor) -> None:
    """It was decided in time, but the platform was away for seven hours."""

    def decide(work: Work) -> int:
        who = by(scene, work, lena)
        channel = work.programmes.of(who.community).channel
        row = Sending("post:1", who.community, Target(place=channel), Message((words("a tip"),)), sort=Sort.POST)
        work.outbox.put(row, MONDAY)
        return who.community

    await scene.play.stop()
    home = await scene.store.write(decide)
    scene.clock.set(MONDAY + timedelta(hours=6, minutes=1))
    await scene.restart()
    await scene.quiet()
    lena.sees_not("a tip")
    assert await scene.store.read(lambda work: work.outbox.missed(home, MONDAY)) == ("post:1",)
    assert await scene.store.read(lambda work: work.outbox.missed(home, MONDAY + HOUR)) == ()
