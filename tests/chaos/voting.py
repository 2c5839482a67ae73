"""Many people change their answers again and again while processes are killed; what was confirmed is what counts."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from functools import partial

from bot.features.polls import decide, drafting
from bot.features.polls.model import Electorate, Poll, PollState, Secrecy, tally
from bot.identity import Community, Person, Place
from bot.ports import Store
from bot.work import By, Work
from storage.database import open_store
from tests.chaos.clock import BEGIN
from tests.chaos.hall import Hall
from tests.chaos.processes import states
from tests.chaos.voter import PLATFORM, Booth

KEY = bytes(range(32))
OPTIONS = ("Monday", "Tuesday", "Friday", "Never")


@dataclass(frozen=True, slots=True)
class Rush:
    """``kills`` of the ``processes`` while ``voters`` answer ``changes`` times each."""

    voters: int = 200
    changes: int = 50
    processes: int = 2
    kills: int = 10
    seed: int = 1
    secrecy: Secrecy = Secrecy.ANONYMOUS


@dataclass(frozen=True, slots=True)
class Count:
    """What was confirmed last, what was counted, how many results were posted, and how often a process died."""

    confirmed: tuple[int, ...]
    counted: tuple[int, ...]
    ballots: int
    results: int
    kills: int

    @property
    def kept(self) -> bool:
        return self.confirmed == self.counted and self.results == 1

    def line(self) -> str:
        return json.dumps({"experiment": "polls", **asdict(self), "kept": self.kept})


def asked(work: Work, secrecy: Secrecy) -> Poll:
    home = work.communities.ensure(Community(PLATFORM, "c", "Town"), "en", "UTC", BEGIN)
    place = Place(PLATFORM, "square", "square")
    poll = Poll(0, home.key, "q1", "Which?", OPTIONS, False, secrecy, Electorate.ALL, timedelta(days=1), place)
    by = By(home.key, Person(PLATFORM, "lena", "Lena"), BEGIN, coordinator=True)
    return decide.open_now(work, drafting.write_down(work, by, poll), BEGIN)


async def rush(url: str, how: Rush) -> Count:
    """On a migrated database."""
    store = await open_store(url)
    poll = await store.write(partial(asked, secrecy=how.secrecy))
    if url.startswith("sqlite"):
        await store.close()  # one process for one file
    hall = Hall("tests.chaos.voter", Booth(url, poll.community, poll.id, KEY.hex()), how.processes)
    await hall.open()
    confirmed = await _everybody(hall, how)
    await hall.close()
    if url.startswith("sqlite"):
        store = await open_store(url)
    ballots = await store.read(lambda work: work.polls.ballots(poll))
    counted = tally(len(OPTIONS), list(ballots.values())).counts
    await _close(store, poll)
    await store.close()
    results = sum(once.startswith("poll-result:") for once in await states(url))
    wanted = Counter(confirmed.values())
    return Count(tuple(wanted[at] for at in range(len(OPTIONS))), counted, len(ballots), results, hall.kills)


async def _everybody(hall: Hall, how: Rush) -> dict[str, int]:
    """All voters at once, each one answer after the other; what each was told last."""
    chance, last = random.Random(how.seed), dict[str, int]()
    plans = {f"v{n}": [chance.randrange(len(OPTIONS)) for _ in range(how.changes)] for n in range(how.voters)}
    deaths = sorted(chance.randrange(how.voters * how.changes) for _ in range(how.kills))
    given = 0

    async def vote(voter: str, choices: list[int]) -> None:
        nonlocal given
        for at, option in enumerate(choices):
            await hall.give((hash_of(voter) + at) % how.processes, voter, option)
            last[voter] = option
            given += 1
            if deaths and given >= deaths[0] and hall.kill(chance.randrange(how.processes)):
                deaths.pop(0)

    await asyncio.gather(*(vote(voter, choices) for voter, choices in plans.items()))
    return last


def hash_of(voter: str) -> int:
    return int(voter[1:])


async def _close(store: Store, poll: Poll) -> None:
    """Two tries at once."""

    def end(work: Work) -> None:
        current = work.polls.get(poll.community, poll.id)
        if current and current.state is PollState.OPEN:
            decide.end(work, replace(current), BEGIN + timedelta(days=1))

    await asyncio.gather(store.write(end), store.write(end))
