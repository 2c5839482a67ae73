"""Waiting: who is asked when, what is cancelled, and what a late answer is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from adapters.playground.room import Room
from adapters.playground.things import Somebody
from bot.identity import Person, Ref
from bot.patience import Direct, Tracked, patiently, within
from bot.post import Post, Span
from tests.features.scene import SetClock

SOON = 0.05


class Job:
    """Work that takes so long, and how it ended."""

    def __init__(self, seconds: float, wrong: Exception | None = None) -> None:
        self._seconds, self._wrong = seconds, wrong
        self.ended = ""

    async def run(self) -> None:
        try:
            await asyncio.sleep(self._seconds)
        except asyncio.CancelledError:
            self.ended = "cancelled"
            raise
        self.ended = "done"
        if self._wrong:
            raise self._wrong


class Asked:
    """What is asked once it takes long."""

    def __init__(self, answer: bool | Exception, seconds: float = 0.0) -> None:
        self._answer, self._seconds = answer, seconds
        self.asked = 0

    async def __call__(self) -> bool:
        self.asked += 1
        await asyncio.sleep(self._seconds)
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


async def test_a_quick_job_asks_nobody() -> None:
    job, asked = Job(0), Asked(True)
    assert await patiently(job.run(), SOON, asked)
    assert (job.ended, asked.asked) == ("done", 0)


async def test_a_slow_job_goes_on_when_it_may() -> None:
    job, asked = Job(3 * SOON), Asked(True)
    assert await patiently(job.run(), SOON, asked)
    assert (job.ended, asked.asked) == ("done", 1)


async def test_a_slow_job_ends_when_it_may_not() -> None:
    job = Job(60)
    assert not await patiently(job.run(), SOON, Asked(False))
    await asyncio.sleep(0)
    assert job.ended == "cancelled"


async def test_a_job_ends_when_nobody_can_be_asked() -> None:
    job = Job(60)
    with pytest.raises(LookupError):
        await patiently(job.run(), SOON, Asked(LookupError()))
    await asyncio.sleep(0)
    assert job.ended == "cancelled"


async def test_a_job_that_is_done_meanwhile_needs_no_answer() -> None:
    job, began = Job(2 * SOON), time.monotonic()
    assert await patiently(job.run(), SOON, Asked(False, 60))
    assert job.ended == "done"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("seconds", [0, 3 * SOON])
async def test_what_goes_wrong_in_a_job_is_told(seconds: float) -> None:
    with pytest.raises(LookupError):
        await patiently(Job(seconds, LookupError()).run(), SOON, Asked(True))


async def test_who_is_stopped_stops_the_job() -> None:
    job = Job(60)
    waiting = asyncio.create_task(patiently(job.run(), SOON, Asked(True)))
    await asyncio.sleep(2 * SOON)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.sleep(0)
    assert job.ended == "cancelled"


async def test_within_gives_the_result_or_stops_in_time() -> None:
    async def seven() -> int:
        return 7

    assert await within(SOON, seven()) == 7
    job = Job(60)
    with pytest.raises(TimeoutError):
        await within(SOON, job.run())
    await asyncio.sleep(0)
    assert job.ended == "cancelled"


async def test_within_does_not_wait_for_who_is_slow_to_give_up() -> None:
    given_up = asyncio.Event()

    async def stubborn() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await given_up.wait()

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        await within(SOON, stubborn())
    assert time.monotonic() - began < 2
    given_up.set()


# -- replies


class Noted:
    """A platform's reply that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        self.told.append("answer")
        return None

    async def replace(self, post: Post) -> None:
        self.told.append("replace")

    async def wait(self) -> None:
        self.told.append("wait")


HELLO = Post((Span("hello"),))
Say = Callable[[Tracked], Awaitable[object]]


@pytest.mark.parametrize("say", [lambda reply: reply.answer(HELLO, private=True), lambda reply: reply.replace(HELLO)])
async def test_who_has_an_answer_is_not_told_to_wait(say: Say) -> None:
    noted = Noted()
    reply = Tracked(noted)
    await say(reply)
    await reply.wait()
    assert "wait" not in noted.told


async def test_one_is_told_to_wait_once() -> None:
    noted = Noted()
    reply = Tracked(noted)
    await reply.wait()
    await reply.wait()
    assert noted.told == ["wait"]


async def test_a_late_answer_is_a_direct_message_and_the_same_one_when_given_again() -> None:
    room = Room(SetClock())
    room.add(Somebody("carla", "Carla"))
    who = Person(room.platform, "carla")
    for _ in range(2):
        late = Tracked(Direct(room, who, "event-1"), late=True)
        await late.wait()
        await late.answer(HELLO, private=True)
        await late.replace(HELLO)
    assert [said.words for said in room.sees("carla", "d-carla")] == ["hello", "hello"]
