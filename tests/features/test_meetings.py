"""A meeting: times that are read as they are typed, one that suits both, an invitation that calendars accept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.features.meetings.reading import read_moment
from tests.features.pairing import become_pair
from tests.features.scene import Actor, Scene

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def plan(actor: Actor, *times: str, where: str = "", minutes: str = "45") -> None:
    await actor.use("/mentor status")
    await actor.press(next(label for label in actor.labels() if label.startswith("This week with")))
    await actor.press("Plan a meeting")
    await actor.fill(**{f"time{n}": typed for n, typed in enumerate(times, 1)}, where=where, minutes=minutes)


def invitations(actor: Actor) -> list[Any]:
    """Every invitation that somebody sees, as a calendar program reads it."""
    found = []
    for said in actor.messages():
        for one in said.post.files if said.post else ():
            assert one.file.name == "meeting.ics"
            found.append(Calendar.from_ical(one.file.data))
    return found


def event(calendar: Any) -> Any:
    (one,) = calendar.walk("VEVENT")
    return one


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Tuesday 18:00", datetime(2026, 3, 3, 17, tzinfo=UTC)),
        ("dienstag um 18 Uhr", datetime(2026, 3, 3, 17, tzinfo=UTC)),
        ("martedì alle 18.30", datetime(2026, 3, 3, 17, 30, tzinfo=UTC)),
        ("Mo 9:00", datetime(2026, 3, 9, 8, tzinfo=UTC)),
        ("tomorrow 6 pm", datetime(2026, 3, 3, 17, tzinfo=UTC)),
        ("domani ore 9", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("24.3. 18:30", datetime(2026, 3, 24, 17, 30, tzinfo=UTC)),
        ("24/3 18h30", datetime(2026, 3, 24, 17, 30, tzinfo=UTC)),
        ("24. März, 18 Uhr", datetime(2026, 3, 24, 17, tzinfo=UTC)),
        ("24 marzo 2026 18:00", datetime(2026, 3, 24, 17, tzinfo=UTC)),
        ("2026-04-01 18:00", datetime(2026, 4, 1, 16, tzinfo=UTC)),
        ("1.2. 10:00", datetime(2027, 2, 1, 9, tzinfo=UTC)),
        ("2026-03-29 02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("soon", None),
        ("Tuesday", None),
        ("18:00", None),
        ("31.2. 18:00", None),
        ("24.3. 25:00", None),
        ("24.3. 18:00 or 19:00", None),
        ("", None),
    ],
)
def test_a_time_as_people_type_it(typed: str, read: datetime | None) -> None:
    assert read_moment(typed, MONDAY, "Europe/Rome") == read


async def test_from_a_proposal_to_whether_they_met(scene: Scene, lena: Actor, marta: Actor) -> None:
    carla = scene.person("carla", "Carla", zone="America/New_York")
    await become_pair(scene, marta, carla)
    await plan(marta, "Thursday 18:00", "Friday 9:00", where="https://meet.example/abc")
    marta.sees("I have asked Carla.", "• Thursday at 18:00", "• Friday at 09:00")
    carla.dm.sees("Marta would like to meet you, for 45 minutes.", "Where: https://meet.example/abc")
    assert carla.dm.labels()[:3] == ["Thursday at 12:00", "Friday at 03:00", "Propose other times"]
    await scene.restart()
    await carla.dm.press("Thursday at 12:00")
    carla.dm.sees("You and Marta meet: Thursday at 12:00.", "meeting.ics: Invitation for your calendar")
    marta.dm.sees("You and Carla meet: Thursday at 18:00.", "meeting.ics: Invitation for your calendar")
    one, other = event(invitations(carla.dm)[-1]), event(invitations(marta.dm)[-1])
    assert one["UID"] == other["UID"]
    assert one.decoded("DTSTART") == datetime(2026, 3, 5, 17, tzinfo=UTC)
    assert one.decoded("DTEND") - one.decoded("DTSTART") == timedelta(minutes=45)
    assert str(one["SUMMARY"]) == str(other["SUMMARY"]) == "Marta & Carla"
    assert str(one["URL"]) == "https://meet.example/abc"
    await scene.pass_(days=2, hours=9)
    carla.dm.sees("You meet Marta: tomorrow at 12:00.")
    await scene.restart()
    await scene.pass_(days=1)
    carla.dm.sees("Did you and Marta meet?")
    await carla.dm.press("We met")
    carla.dm.sees("Good to hear: you met in week 1.")
    await scene.pass_(days=1)
    assert sum("Did you and Carla meet?" in text for text in marta.dm.texts()) == 1


async def test_moved_and_called_off_stay_one_event(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await plan(marta, "Thursday 18:00")
    await carla.dm.press("Thursday at 18:00")
    await carla.dm.press("Propose other times")
    assert carla.dm.form()["minutes"] == ("45",)
    await carla.dm.fill(time1="Friday 10:00")
    await scene.restart()
    await marta.dm.press("Friday at 10:00")
    await marta.dm.press("Call it off")
    marta.dm.sees("The meeting is called off, and Carla knows.")
    carla.dm.sees("Marta had to call off the meeting on Friday at 10:00. It happens.")
    first, second, last = invitations(carla.dm)
    assert len({str(event(one)["UID"]) for one in (first, second, last)}) == 1
    numbers = [int(event(one)["SEQUENCE"]) for one in (first, second, last)]
    assert numbers == sorted(set(numbers))
    assert [str(one["METHOD"]) for one in (first, second, last)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert str(event(last)["STATUS"]) == "CANCELLED"
    await scene.pass_(days=6)
    for actor in (marta, carla):
        assert not any("You meet" in text or text.startswith("Did you and") for text in actor.dm.texts()[:-1][-2:])


async def test_an_old_proposal_is_not_picked_any_more(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await plan(marta, "Thursday 18:00")
    said, old = carla.dm.button("Thursday at 18:00")
    await plan(marta, "Friday 10:00")
    await scene.room.press("carla", said.id, old.id)
    carla.dm.sees("This meeting is not open any more.")
    await carla.dm.press("Friday at 10:00")
    await carla.dm.press("Friday at 10:00")
    assert sum("You and Carla meet" in text for text in marta.dm.texts()) == 1


async def test_twice_nobody_came_and_the_coordination_hears_of_it(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await become_pair(scene, marta, carla)
    for _ in range(2):
        await plan(marta, "tomorrow 18:00")
        await carla.dm.press(carla.dm.labels()[0])
        await scene.pass_(days=2)
        await carla.dm.press("It did not work out")
        carla.dm.sees("Noted. That happens to everybody; a new time is quickly found.")
    assert sum("A pair needs a look." in text for text in lena.at("moderators").texts()) == 1
    await lena.use("/programme pairs")
    await lena.pick("Which pair?", "Marta and Carla")
    lena.sees("two agreed meetings did not take place")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("whenever you like", "I cannot read this as a day and an hour."),
        ("2026-03-01 18:00", "This lies in the past. Which day do you mean?"),
        ("2031-03-01 18:00", "This is more than a year away."),
    ],
)
async def test_times_that_cannot_be(scene: Scene, marta: Actor, carla: Actor, typed: str, problem: str) -> None:
    await become_pair(scene, marta, carla)
    await plan(marta, "Thursday 18:00", typed, where="The café")
    assert marta.errors()["time2"].startswith(problem)
    assert marta.form()["time2"] == (typed,)
    assert marta.form()["where"] == ("The café",)


async def test_what_somebody_types_is_harmless_in_a_calendar(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await plan(marta, "Thursday 18:00", where="Here\r\nATTENDEE:mailto:evil@example.org; @everyone")
    await carla.dm.press("Thursday at 18:00")
    one = event(invitations(carla.dm)[-1])
    assert "ATTENDEE" not in one
    assert str(one["LOCATION"]) == "Here ATTENDEE:mailto:evil@example.org; @everyone"
    assert not any(said.pings for said in carla.dm.messages() if said.post and said.post.files)
