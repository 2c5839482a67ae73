"""Random cohorts through every search: nobody sees whom they are kept apart from, or who has not agreed.

``python -m tests.features.test_cohorts 10000`` runs as many as one likes.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.mentoring.decide import best_for
from bot.features.mentoring.model import Filter, Offer, Seek
from bot.features.pairs.begin import begin
from bot.features.safety.meeting import may_meet
from bot.features.safety.model import Conduct, Exclusion, Why
from bot.identity import Community, Person
from bot.work import By, Work
from storage.database import migrate, open_store
from tests.features.scene import MONDAY

PEOPLE = 8
SAMPLE = 40


def cohort(work: Work, seed: int) -> tuple[int, int]:
    """Make a community, look through every door, undo nothing; how many pairs were shown, and how many wrongly."""
    chance = Random(seed)
    home = work.communities.ensure(Community("room", f"c{seed}"), "en", "UTC", MONDAY).key
    people = [_person(work, home, number, chance) for number in range(PEOPLE)]
    if chance.random() < 0.3:
        work.safety.save_conduct(home, Conduct(2, {"en": "New."}), people[0].person, MONDAY)
    version = work.safety.conduct(home).version
    apart: set[frozenset[int]] = set()
    for one, other in combinations(people, 2):
        if chance.random() < 0.3:
            pair = [one, other] if chance.random() < 0.5 else [other, one]
            why = chance.choice(list(Why))
            work.safety.keep_apart(home, Exclusion(pair[0].person, pair[1].person, why, MONDAY))
            apart.add(frozenset((one.id, other.id)))
    shown = [pair for one in people for pair in _seen(work, home, one)]
    agreed = {one.id for one in people if one.conduct >= version}
    wrong = [pair for pair in shown if frozenset(pair) in apart or pair[1] not in agreed]
    wrong += _introduced(work, home, people, apart, agreed)
    return len(shown), len(wrong)


def _person(work: Work, home: int, number: int, chance: Random) -> Member:
    by = By(home, Person("room", f"p{number}", f"P{number}"), MONDAY)
    member = replace(work.members.ensure(by), conduct=chance.choice((0, 1, 1, 2)), languages=("en",))
    work.members.save(member)
    topics = tuple(work.members.topic(home, name) for name in chance.sample(("Taxes", "Web", "Logo"), 2))
    work.mentoring.save_offer(home, Offer(member.id, chance.randint(1, 3), topics))
    work.mentoring.save_seek(home, Seek(member.id, "", topics, MONDAY))
    return member


def _seen(work: Work, home: int, viewer: Member) -> list[tuple[int, int]]:
    """Whom a member is shown: browsing in each way, and as the best for what they look for."""
    found = {card.member.id for card in work.mentoring.candidates(home, viewer.person, (), (), MONDAY)}
    for wanted in (Filter(), Filter(language="en"), Filter(topic=work.members.topic(home, "Taxes").id)):
        cards, total = work.mentoring.browse(home, viewer.person, wanted, MONDAY, 0, PEOPLE)
        assert total == len(cards)
        found |= {card.member.id for card in cards}
    found |= {match.card.member.id for match in best_for(work, viewer, MONDAY)}
    return [(viewer.id, other) for other in found if other != viewer.id]


def _introduced(
    work: Work, home: int, people: list[Member], apart: set[frozenset[int]], agreed: set[int]
) -> list[tuple[int, int]]:
    """Whom a pair could be made of although they must not meet."""
    wrong = []
    excluded = work.safety.all_excluded(home)
    for one, other in combinations(people, 2):
        barred = frozenset((one.id, other.id)) in apart
        allowed = not barred and {one.id, other.id} <= agreed
        if (
            may_meet(work, one, other) != allowed
            or ((min(one.id, other.id), max(one.id, other.id)) in excluded) != barred
        ):
            wrong.append((one.id, other.id))
        if not allowed:
            try:
                begin(work, By(home, one.person, MONDAY), one, other, goal="")
                wrong.append((one.id, other.id))
            except Refused:
                continue
    return wrong


async def run(folder: Path, seeds: range) -> tuple[int, int]:
    url = f"sqlite:///{folder / 'cohorts.sqlite3'}"
    await migrate(url)
    store = await open_store(url)
    shown = wrong = 0
    try:
        for seed in seeds:
            more, bad = await store.write(lambda work, one=seed: cohort(work, one))  # type: ignore[misc]
            shown, wrong = shown + more, wrong + bad
    finally:
        await store.close()
    return shown, wrong


async def test_nobody_is_shown_or_paired_who_must_not_be(tmp_path: Path) -> None:
    shown, wrong = await run(tmp_path, range(SAMPLE))
    assert shown > SAMPLE, "somebody is always shown"
    assert wrong == 0


async def test_a_search_that_forgets_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.repositories.safety import SqlSafety

    monkeypatch.setattr(SqlSafety, "excluded", lambda self, community, person: frozenset())
    assert (await run(tmp_path, range(5)))[1] > 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
        shown, wrong = asyncio.run(run(Path(folder), range(count)))
        print(f"{count} cohorts: {shown} times somebody was shown, {wrong} wrongly")  # noqa: T201
