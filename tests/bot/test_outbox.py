"""Delivery: nothing lost, nothing twice, whatever the platform says and whenever a worker dies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from adapters.playground.room import Fault
from bot.delivery.outcomes import LEASE, LONGEST
from bot.delivery.worker import Worker
from bot.errors import Busy, Forbidden, Gone, PlatformError, StorageDown, Uncertain, Unreachable
from bot.i18n import Language, Moment, t, words
from bot.identity import Person, Place, Ref
from bot.ports import Store
from bot.post import Post
from bot.ui import Action, Message
from bot.work import By, Kind, Sending, Sort, State, Target, Work
from tests.bot.office import Office, told

Result = TypeVar("Result")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


# -- each kind of failure


async def test_a_busy_platform_is_given_its_time(office: Office) -> None:
    office.room.faults.append(Fault(Busy(30)))
    await office.put("hello")
    await office.after(timedelta())
    await office.after(timedelta(seconds=29))
    assert office.said() == []
    await office.after(timedelta(seconds=9))
    assert office.said() == ["hello"]


async def test_an_unreachable_platform_is_tried_again_ever_more_slowly(office: Office) -> None:
    await office.put("hello")
    office.room.faults += [Fault(Unreachable())] * 8
    for attempt in range(1, 9):
        await office.worker().deliver()
        due = await office.next_due()
        assert due is not None
        assert 2**attempt <= (due - office.clock.now()).total_seconds() <= 2**attempt * 1.25
        office.clock.set(due)
    await office.worker().deliver()
    assert office.said() == ["hello"]


async def test_after_three_days_it_is_given_up(office: Office) -> None:
    await office.put("hello", then=told(to="lena"))
    office.room.faults.append(Fault(Unreachable()))
    await office.worker().deliver()
    office.room.faults.append(Fault(Unreachable()))
    await office.after(LONGEST + HOUR)
    await office.worker().deliver()
    assert await office.in_state(State.DEAD) == 1
    assert office.said("lena") == ["It reached nobody."]


async def test_a_lost_answer_is_looked_up_and_not_sent_again(office: Office) -> None:
    office.room.faults.append(Fault(Uncertain(), done=True))
    await office.put("hello")
    await office.after(timedelta())
    await office.after(LEASE - SECOND)
    assert await office.in_state(State.PENDING) == 1
    await office.after(SECOND)
    assert await office.in_state(State.SENT) == 1
    assert office.said() == ["hello"]


async def test_a_lost_question_is_sent_once_after_asking(office: Office) -> None:
    office.room.faults.append(Fault(Uncertain()))
    await office.put("hello")
    await office.after(timedelta())
    await office.after(LEASE)
    await office.after(LEASE)
    assert office.said() == ["hello"]


async def test_where_nobody_can_say_it_stays_uncertain(office: Office) -> None:
    office.room.unknowing = True
    office.room.faults.append(Fault(Uncertain()))
    await office.put("hello", then=told(to="lena"))
    for _ in range(3):
        await office.after(LEASE)
    assert await office.in_state(State.UNCERTAIN) == 1
    assert office.said() == [], "a missed message is better than a double one"
    assert office.said("lena") == ["It reached nobody."]


@pytest.mark.parametrize("error", [Busy(5), Unreachable()])
async def test_a_failed_look_up_leaves_it_in_doubt(office: Office, error: PlatformError) -> None:
    """It may be there already: nothing but an answer makes it safe to send again."""
    office.room.faults += [Fault(Uncertain(), done=True), Fault(error, on="find")]
    await office.put("hello")
    await office.after(timedelta())
    for _ in range(3):
        await office.after(LEASE)
    assert office.said() == ["hello"]
    assert await office.in_state(State.SENT) == 1


@pytest.mark.parametrize("error", [Forbidden(), Gone()])
async def test_a_final_no_is_final(office: Office, error: PlatformError) -> None:
    office.room.faults.append(Fault(error))
    await office.put("hello", then=told(to="lena"))
    await office.put("later")
    for _ in range(3):
        await office.after(HOUR)
    assert office.said() == ["later"]
    assert office.said("lena") == ["It reached nobody."]
    assert await office.in_state(State.UNTOLD) == 1


async def test_closed_direct_messages_close_nothing_else(office: Office) -> None:
    office.room.somebody("carla").dms_open = False
    await office.put("hello")
    await office.put("hello too", to="marta")
    await office.after(timedelta())
    assert await office.in_state(State.UNTOLD) == 1
    assert office.said("marta") == ["hello too"]
    office.room.somebody("carla").dms_open = True
    await office.put("again")
    await office.after(HOUR)
    assert office.said() == ["again"]


async def test_somebody_who_is_not_there_is_waited_for(office: Office) -> None:
    office.room.somebody("carla").left = True
    await office.put("hello")
    await office.after(HOUR)
    assert await office.in_state(State.UNTOLD) == 1


async def test_what_is_for_another_processs_platform_waits_for_it(office: Office) -> None:
    await office.put("hello")
    assert await Worker(office.store, office.clock, {}, office.registry).deliver() == 0
    assert await office.in_state(State.PENDING) == 1
    await office.after(HOUR)
    assert office.said() == ["hello"]


# -- once, in order, in time


async def test_what_follows_follows_once(office: Office) -> None:
    await office.put("hello", then=told(to="lena"))
    await asyncio.gather(office.worker().deliver(), office.worker().deliver())
    await office.after(LEASE * 3)
    assert office.said("lena") == ["It reached d-carla."]


async def test_a_space_is_gathered_once_and_its_step_is_given_the_place(office: Office) -> None:
    people = (Person("playground", "carla"), Person("playground", "marta"))
    space: dict[str, object] = {"kind": Kind.GATHER, "target": Target(people), "title": "Two"}
    await office.put("space:1", **space, then=told(to="lena"))  # type: ignore[arg-type]
    office.room.faults.append(Fault(Uncertain(), done=True, on="gather"))
    await office.after(timedelta())
    await office.after(LEASE)
    assert [one.id for one in office.room.conversations.values() if one.kind == "space"] == ["s-1"]
    assert office.said("lena") == ["It reached s-1."]


async def test_what_has_expired_is_not_sent(office: Office) -> None:
    await office.put("news", expires=office.clock.now() + HOUR)
    await office.put("more news", expires=office.clock.now() + 2 * HOUR)
    await office.after(HOUR)
    assert office.said() == ["more news"]
    assert await office.in_state(State.SKIPPED) == 1


async def test_it_is_not_sent_before_its_time(office: Office) -> None:
    await office.put("later", not_before=office.clock.now() + HOUR)
    await office.after(HOUR - SECOND)
    assert office.said() == []
    await office.after(SECOND)
    assert office.said() == ["later"]


async def test_one_persons_messages_keep_their_order(office: Office) -> None:
    office.room.faults.append(Fault(Busy(60)))
    for number in range(5):
        await office.put(f"{number}")
    await office.worker().deliver()
    assert office.said() == []
    await office.put("hello", to="marta")
    await office.worker().deliver()
    assert office.said("marta") == ["hello"], "somebody else's need not wait"
    await office.after(timedelta(seconds=80))
    assert office.said() == ["0", "1", "2", "3", "4"]


async def test_one_that_waits_for_another_waits(office: Office) -> None:
    office.room.faults.append(Fault(Busy(60)))
    await office.put("first", to="marta")
    await office.put("second", after="first")
    await office.worker().deliver()
    assert office.said() == []
    await office.after(timedelta(seconds=80))
    assert (office.said("marta"), office.said()) == (["first"], ["second"])


async def test_two_workers_send_each_message_once(office: Office) -> None:
    for number in range(60):
        await office.put(f"{number}", to=("carla", "marta", "lena")[number % 3])
    await asyncio.gather(*(office.worker().deliver() for _ in range(4)))
    for place, who in enumerate(("carla", "marta", "lena")):
        assert office.said(who) == [str(number) for number in range(place, 60, 3)]


# -- several posts of one message


def long_message() -> Message:
    return Message(tuple(words(f"{letter} " * 1500) for letter in "abc"))


@pytest.mark.parametrize(
    ("fault", "rest"),
    [
        (Fault(Busy(5)), "bc"),
        (Fault(Uncertain()), "bc"),
        (Fault(Uncertain(), done=True), "c"),
    ],
)
async def test_a_message_of_several_posts_goes_on_where_it_stopped(office: Office, fault: Fault, rest: str) -> None:
    office.room.show_as("plain")
    await office.put("long", message=long_message())
    sent = 0
    send = office.room.send

    async def second_fails(place: Place, post: Post, *, once: str) -> Ref:
        nonlocal sent
        sent += 1
        if sent == 2:
            office.room.faults.append(fault)
        return await send(place, post, once=once)

    office.room.send = second_fails  # type: ignore[method-assign]
    await office.worker().deliver()
    assert [text[0] for text in office.said()] == ["a"] + (["b"] if rest == "c" else [])
    for _ in range(3):
        await office.after(LEASE)
    assert [text[0] for text in office.said()] == ["a", "b", "c"]
    assert await office.in_state(State.SENT) == 1


# -- a worker that dies


@pytest.mark.parametrize("hang", ["before", "after"])
async def test_another_takes_over_from_a_worker_that_died(office: Office, hang: str) -> None:
    """Killed between claim and send, and between send and record."""
    await office.put("hello", then=told(to="lena"))
    office.room.hang = hang
    dying = asyncio.create_task(office.worker().deliver())
    async with asyncio.timeout(5):
        while not office.room.hanging:
            await office.room.wait_changed(office.room.version)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    office.room.hang = ""
    await office.after(LEASE - SECOND)
    assert len(office.said()) == (hang == "after"), "the lease still holds"
    await office.after(SECOND)
    await office.after(LEASE)
    assert office.said() == ["hello"]
    assert office.said("lena") == ["It reached d-carla."]


async def test_a_worker_that_was_only_slow_changes_nothing_any_more(office: Office) -> None:
    """Its lease ran out while it waited for the platform's answer, and another one went on."""
    await office.put("hello", then=told(to="lena"))
    office.room.hang = "after"
    slow = asyncio.create_task(office.worker().deliver())
    async with asyncio.timeout(5):
        while not office.room.hanging:
            await office.room.wait_changed(office.room.version)
    office.room.hang = ""
    await office.after(LEASE)
    office.room.released.set()
    await slow
    await office.after(LEASE)
    assert office.said() == ["hello"]
    assert office.said("lena") == ["It reached d-carla."], "what follows followed once"


class Stalling:
    """A store whose claim comes only when it is let through."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.stalled, self.free = asyncio.Event(), asyncio.Event()

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        return await self._store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        result = await self._store.write(decide)
        self.stalled.set()
        await self.free.wait()
        return result

    async def close(self) -> None:
        await self._store.close()


@pytest.mark.parametrize("somebody", [True, False])
async def test_a_worker_that_slept_past_its_lease_sends_nothing_under_it(office: Office, somebody: bool) -> None:
    """As on a machine that was suspended: by then another one may have sent it."""
    await office.put("hello", then=told(to="lena"))
    stalling = Stalling(office.store)
    slow = asyncio.create_task(office.worker(stalling).deliver())
    await asyncio.wait_for(stalling.stalled.wait(), 5)
    office.clock.set(office.clock.now() + LEASE)
    if somebody:
        await office.worker().deliver()
    stalling.free.set()
    await slow
    await office.after(SECOND)
    assert office.said() == ["hello"], "if there is nobody else, it is sent under a new lease"
    assert office.said("lena") == ["It reached d-carla."]


async def test_one_that_cannot_be_drawn_does_not_hold_up_the_others(office: Office) -> None:
    def wordless(work: Work) -> None:
        target = Target((Person("playground", "carla"),))
        work.outbox.put(Sending("nothing", office.home, target), office.clock.now())

    await office.store.write(wordless)
    await office.put("hello", to="marta")
    await office.worker().deliver()
    assert office.said("marta") == ["hello"]
    for _ in range(2):
        await office.after(LONGEST)
    assert await office.in_state(State.UNCERTAIN) == 1, "and is given up at last"


class Shaky:
    """A store whose next reads fail."""

    def __init__(self, store: Store, failures: int) -> None:
        self._store = store
        self.failures = failures

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        if self.failures:
            self.failures -= 1
            raise StorageDown("gone for a moment")
        return await self._store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        return await self._store.write(decide)

    async def close(self) -> None:
        await self._store.close()


async def test_a_worker_outlives_its_database(office: Office) -> None:
    await office.put("hello")
    shaky = Shaky(office.store, 1)
    running = asyncio.create_task(office.worker(shaky).run())
    async with asyncio.timeout(5):
        while not office.said():
            await office.room.wait_changed(office.room.version)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert shaky.failures == 0


# -- as its reader reads it by then


async def test_the_readers_language_and_zone_are_those_of_delivery(office: Office) -> None:
    who = By(office.home, Person("playground", "carla", "Carla"), office.clock.now(), locale="en", zone="Europe/Rome")
    await office.store.write(lambda work: work.members.ensure(who))
    noon = office.clock.now().replace(hour=12)
    said = Message((t("{language}", language=Language("de")), t("{when}", when=Moment(noon, "time"))))
    await office.put("one", message=said)
    await office.after(timedelta())
    assert office.said() == ["German\n\n13:00"]
    moved = replace(who, locale="it-IT", zone="Asia/Kathmandu")
    await office.put("two", message=said)
    await office.store.write(lambda work: work.members.ensure(moved))
    await office.after(timedelta())
    assert office.said()[1:] == ["tedesco\n\n17:45"]


async def test_a_channel_reads_as_its_community(office: Office) -> None:
    office.room.add_channel("square", "square")
    target = Target(place=Place("playground", "square"))
    home = await office.store.read(lambda work: work.communities.get(office.home))
    assert home is not None
    changed = replace(home, locale="de", zone="Asia/Tokyo")
    await office.put("one", message=Message((t("{language}", language=Language("de")),)), target=target)
    await office.store.write(lambda work: work.communities.save(changed))
    await office.after(timedelta())
    assert [said.words for said in office.room.sees("carla", "square")] == ["Deutsch"]


# -- what follows a row that is never sent


async def test_what_follows_follows_also_what_is_never_sent(office: Office) -> None:
    soon, later = (office.clock.now() + hours * HOUR for hours in (1, 2))
    await office.put("expires", expires=soon, not_before=later, then=told(to="lena"))
    await office.put("cancelled", collapse="x", not_before=later, then=told(to="lena"))
    await office.put("newer", collapse="x")
    await office.after(timedelta())
    assert office.said("lena") == ["It reached nobody."]
    await office.after(HOUR)
    await office.after(HOUR)
    assert office.said("lena") == ["It reached nobody."] * 2
    assert office.said() == ["newer"]


async def test_a_step_that_cannot_be_run_holds_up_nothing(office: Office) -> None:
    await office.put("expires", expires=office.clock.now(), then=Action("test.unknown"))
    await office.put("hello")
    await office.after(timedelta())
    assert office.said() == ["hello"]
    assert not await office.store.read(lambda work: work.outbox.owed(10))


async def test_a_step_that_cannot_be_run_keeps_nobody_waiting(office: Office) -> None:
    """It is run when it can be, as after an update that mends it; after three days it is given up."""
    await office.put("hello", then=Action("test.mended", {"to": "lena"}))
    await office.put("given up", to="marta", then=Action("test.unknown"))
    await office.put("second")
    for _ in range(3):
        await office.after(LEASE)
    assert office.said() == ["hello", "second"]
    assert office.said("marta") == ["given up"]
    office.registry = replace(office.registry, steps={"test.mended": told, "test.told": told})
    await office.after(HOUR)
    assert office.said("lena") == ["It reached d-carla."]
    await office.after(LONGEST)
    assert await office.in_state(State.SENT) == 4
    assert office.said() == ["hello", "second"]
    assert office.said("marta") == ["given up"]


# -- what concerns safety is rather there twice than missed


async def test_a_safety_alert_is_sent_again_where_nobody_can_say(office: Office) -> None:
    office.room.unknowing = True
    office.room.faults.append(Fault(Uncertain(), done=True))
    await office.put("alert", sort=Sort.SAFETY)
    await office.put("hello", to="marta")
    for _ in range(3):
        await office.after(LEASE)
    assert office.said() == ["alert", "alert"]
    assert await office.in_state(State.SENT) == 2


async def test_a_platform_that_never_answers_leaves_a_doubt(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.carrying.PATIENCE", 0.05)
    office.room.hang = "after"
    await office.put("hello")
    await asyncio.wait_for(office.worker().deliver(), 5)
    office.room.hang = ""
    await office.after(LEASE)
    assert office.said() == ["hello"]
    assert await office.in_state(State.SENT) == 1
