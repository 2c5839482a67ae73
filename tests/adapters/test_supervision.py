"""Loops that fail are started anew, counted, and seen while they are dead."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from adapters.supervision import Loop, Loops


class Rounds:
    """Goes as it is told: one entry a round."""

    def __init__(self, goes: Sequence[Exception | None], loops: Loops) -> None:
        self.goes = list(goes)
        self.loops = loops
        self.dead_before: list[bool] = []
        self.over = asyncio.Event()

    async def __call__(self) -> None:
        self.dead_before.append(self.loops.all[0].dead(self.loops.now()))
        if not self.goes:
            self.over.set()
            await asyncio.Event().wait()
        wrong = self.goes.pop(0)
        if wrong:
            raise wrong


async def kept(goes: Sequence[Exception | None]) -> tuple[Loop, Rounds, list[str]]:
    told: list[str] = []
    loops = Loops(told.append, first=0.001)
    loop = loops.add("delivery", 60)
    rounds = Rounds(goes, loops)
    task = asyncio.create_task(loops.keep(loop, rounds))
    async with asyncio.timeout(5):
        await rounds.over.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return loop, rounds, told


async def test_a_loop_that_fails_begins_anew_and_is_counted() -> None:
    loop, rounds, told = await kept([None, OSError(), ValueError(), None])
    assert rounds.dead_before == [False, False, True, True, False], "dead from the failure to the next good round"
    assert (loop.restarts, loop.failures, loop.error) == (2, 0, "")
    assert told == ["delivery", "delivery"]


async def test_the_pause_grows_with_each_failure() -> None:
    loops = Loops(lambda _: None, first=0.05)
    loop, began = loops.add("delivery", 60), asyncio.get_running_loop().time()
    goes = iter([OSError(), OSError(), None])

    async def round_() -> None:
        wrong = next(goes)
        if wrong:
            raise wrong

    await loops.insist(loop, round_)
    assert asyncio.get_running_loop().time() - began >= 0.05 + 0.1


def test_a_loop_that_says_nothing_for_too_long_is_dead() -> None:
    now = 100.0
    loops = Loops(lambda _: None, now=lambda: now)
    loop = loops.add("ticker", 60)
    assert not loop.dead(159)
    assert loop.dead(161)
