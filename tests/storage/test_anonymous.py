"""Confidential figures over all filters and times: what is shown, and what differs between two showings, is of
nobody or of at least five people."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.impact.batches import SIZE, Answer, full
from bot.features.impact.model import REASONS, Mean, Period, span_of
from bot.features.pairs.model import Feedback, PairState
from bot.work import Work
from storage.database import migrate, open_store
from tests.contracts.store_scene import add_mentor, add_pair
from tests.years import NOW

ZONE = "Europe/Rome"
PAIRS, STEPS = 40, 90


@given(st.lists(st.lists(st.sets(st.integers(1, 12), min_size=1, max_size=2), max_size=12), max_size=6))
def test_groups_are_five_different_people_and_stay_as_they_are(portions: list[list[set[int]]]) -> None:
    """Answers come by and by, and whoever answers twice is never twice in a group."""
    waiting: list[Answer] = []
    counted: set[int] = set()
    for portion in portions:
        first = 1000 * (len(counted) + len(waiting))
        waiting += [Answer(first + at, "", frozenset(people), 1) for at, people in enumerate(portion)]
        for group in full(waiting):
            people = [one for answer in group for one in answer.people]
            assert len(group) == SIZE
            assert len(people) == len(set(people)), "nobody is in it twice"
            keys = {answer.pair for answer in group}
            assert not keys & counted, "no answer is in two groups"
            counted |= keys
        waiting = [answer for answer in waiting if answer.pair not in counted]
        assert full(waiting) == ()


class Town:
    """A few people in many pairs; each rating is a bit of its own, so that a sum tells whose it holds."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.whose: dict[int, int] = {}
        self.now = NOW - timedelta(days=500)

    def begin(self, work: Work, home: int) -> None:
        people = [add_mentor(work, home, f"p{n}", "Taxes", capacity=5).id for n in range(16)]
        for _ in range(PAIRS):
            mentor, mentee = self.chance.sample(people, 2)
            add_pair(work, home, mentor, mentee, now=self.now)

    def step(self, work: Work, home: int) -> None:
        """Somebody rates, or rates anew, or stops and says why; time goes on, and sometimes it is looked at."""
        self.now += timedelta(days=self.chance.randint(0, 11), hours=self.chance.randint(0, 23))
        pair = work.pairs.get(home, self.chance.randint(1, PAIRS))
        assert pair
        member = self.chance.choice((pair.mentor, pair.mentee))
        if self.chance.random() < 0.25 and pair.state is PairState.ACTIVE:
            ended = replace(pair, state=PairState.STOPPED, ended=self.now, reason=self.chance.choice(REASONS[:2]))
            work.pairs.save(ended)
        elif len(self.whose) < 60:
            bit = len(self.whose)
            self.whose[bit] = member
            work.pairs.save_feedback(home, Feedback(pair.id, member, self.now, 1 << bit))
        if self.chance.random() < 0.4:
            work.impact.tally(home)

    def people(self, total: int) -> frozenset[int]:
        return frozenset(self.whose[bit] for bit in self.whose if total >> bit & 1)


def fine(number: int) -> bool:
    return number == 0 or number >= SIZE


@pytest.mark.parametrize("seed", range(8))
async def test_over_all_filters_and_times(tmp_path: Path, seed: int) -> None:
    url = f"sqlite:///{tmp_path}/town.sqlite3"
    await migrate(url)
    store = await open_store(url)
    town, totals, reasons = Town(seed), set[int](), list[Mapping[str, int]]()
    home = await store.write(lambda work: _home(work, town))
    for _ in range(STEPS):
        await store.write(lambda work: town.step(work, home))
        for period in Period:
            total, said = await store.read(lambda work, period=period: _shown(work, home, period, town.now))  # type: ignore[misc]
            totals.add(total)
            reasons.append(said)
    await store.close()
    assert len(totals) > 2, "something was shown"
    assert all(fine(len(town.people(total))) for total in totals)
    for one, other in combinations(totals, 2):
        assert fine(len(town.people(one & ~other))), "who is in the one showing and not in the other"
        assert fine(len(town.people(other & ~one)))
    for reason in REASONS[:2]:
        counts = {said.get(reason, 0) for said in reasons}
        assert all(fine(abs(one - other)) for one in counts for other in counts)


def _home(work: Work, town: Town) -> int:
    from bot.identity import Community

    home = work.communities.ensure(Community("room", "corte"), "en", ZONE, town.now)
    town.begin(work, home.key)
    return home.key


def _shown(work: Work, home: int, period: Period, now: datetime) -> tuple[int, Mapping[str, int]]:
    span = span_of(period, now, ZONE)
    found = work.impact.measure(home, span, now, ("satisfaction",))["satisfaction"]
    assert isinstance(found, Mean)
    return found.total, work.impact.endings(home, span)
