"""Random cohorts through every search: nobody sees whom they are kept apart from, or who has not agreed.

``python -m tests.features.test_cohorts 10000`` runs as many as one likes.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path
from random import Random
from typing import cast

import pytest
from sqlalchemy import select

from bot.errors import Refused
from bot.features.matching import child
from bot.features.matching.cohort import Cohort
from bot.features.matching.decide import answer, approve_all
from bot.features.matching.model import RoundState
from bot.features.matching.score import Setting
from bot.features.members.model import Member
from bot.features.mentoring import deadlines
from bot.features.mentoring.allowed import may_ask
from bot.features.mentoring.decide import ask, best_for, decline
from bot.features.mentoring.model import Filter, Offer, Seek
from bot.features.mentoring.queue import tell_waiting
from bot.features.pairs.begin import begin
from bot.features.peers.decide import introduce
from bot.features.peers.turns import across, by_interests
from bot.features.safety.meeting import may_meet
from bot.features.safety.model import Conduct, Exclusion, Why
from bot.identity import Community, Person
from bot.planned import Later, Occasion
from bot.work import By, Work
from storage.database import migrate, open_store
from storage.tables import member, outbox
from storage.work import SqlWork
from tests.features.scene import MONDAY

PEOPLE = 8
SAMPLE = 40
ASK = re.compile(r'"mentoring.ask","args":\{"mentor":(\d+)')


def cohort(work: Work, seed: int) -> tuple[int, int, int]:
    """Make a community, look through every door, undo nothing.

    How many were shown to somebody, how many were told of somebody, and how many of both wrongly.
    """
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
    told = _told(work, home, people) + _grouped(work, home, people) + _known(work, home, people, chance)
    told += _asked(work, home, people, chance) + _offered(work, home)
    wrong += [pair for pair in told if frozenset(pair) in apart or not set(pair) <= agreed]
    wrong += _rounds(work, home, apart, agreed)
    wrong += _introduced(work, home, people, apart, agreed)
    proposed, became = _round(work, home, people, chance)
    told += proposed
    wrong += [pair for pair in proposed if frozenset(pair) in apart or not set(pair) <= agreed] + became
    return len(shown), len(told), len(wrong)


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


def _told(work: Work, home: int, people: list[Member]) -> list[tuple[int, int]]:
    """Who waits and is told of whose free seat."""
    for one in people:
        call = tell_waiting(mentor=one.id)
        tell_waiting.run(work, Later(home, f"seat:{one.id}", call, MONDAY), MONDAY, **call.args)
    put = cast("SqlWork", work)._connection.execute(select(outbox.c.once).where(outbox.c.community == home)).scalars()
    seats = [once.split(":") for once in put if once.startswith("seat:")]
    return [(int(mentor), int(mentee)) for _, mentor, mentee, _ in seats]


def _grouped(work: Work, home: int, people: list[Member]) -> list[tuple[int, int]]:
    """Who gets to know whom by turns, by interests and across them."""
    for one in people:
        work.circles.join(home, one.id, MONDAY)
    for turn in (by_interests, across):
        turn.run(work, Occasion(home, turn.name, "once", MONDAY.date(), MONDAY, "UTC"), MONDAY)
    return [two for team in work.circles.untold(home, 100) for two in combinations(team.members, 2)]


def _known(work: Work, home: int, people: list[Member], chance: Random) -> list[tuple[int, int]]:
    """Whom somebody introduced to each other, or let meet by being the one in between."""
    found = []
    for one, other in combinations(people, 2):
        giver = chance.choice([third for third in people if third not in (one, other)])
        try:
            introduce(work, By(home, giver.person, MONDAY), one.person, other.person, "Hello")
        except Refused:
            continue
        if work.introductions.between(home, one.id, other.id):
            found += [(one.id, other.id), (giver.id, one.id), (giver.id, other.id)]
    return found


def _asked(work: Work, home: int, people: list[Member], chance: Random) -> list[tuple[int, int]]:
    """Who may ask whom. One does, and is declined or left without an answer, with the next best in the message."""
    found = []
    for one, other in permutations(people, 2):
        with suppress(Refused):
            may_ask(work, By(home, one.person, MONDAY), other.id)
            found.append((one.id, other.id))
    if found:
        mentee, mentor = ({one.id: one for one in people}[id] for id in chance.choice(found))
        request = ask(work, By(home, mentee.person, MONDAY), mentor.id, "Hello").request.id
        if chance.random() < 0.5:
            decline(work, By(home, mentor.person, MONDAY), request, "time")
        else:
            call = deadlines.release(request=request)
            deadlines.release.run(work, Later(home, f"release:{request}", call, MONDAY), MONDAY, request=request)
    return found


def _round(
    work: Work, home: int, people: list[Member], chance: Random
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Whom a round proposes; and who became a pair although they were kept apart in the meantime."""
    round = work.rounds.begin(home, MONDAY)
    seekers, helpers = work.rounds.seekers(home, MONDAY, 0, 100), work.rounds.helpers(home, MONDAY, 0, 100)
    setting = Setting({}, work.rounds.sliders(home))
    if not seekers or not helpers:
        return [], []
    result = child.run(Cohort(tuple(seekers), tuple(helpers), setting, apart=work.rounds.apart(home)))
    work.rounds.propose(home, round.id, result.proposals)
    work.rounds.save(replace(round, state=RoundState.READY))
    proposed = [(one.mentor, one.mentee) for one in result.proposals]
    if not proposed:
        return [], []
    by_id, two = {one.id: one for one in people}, chance.choice(proposed)
    mentor, mentee = (By(home, by_id[id].person, MONDAY, coordinator=True) for id in two)
    approve_all(work, mentor, round.id)
    work.safety.keep_apart(home, Exclusion(mentor.person, mentee.person, chance.choice(list(Why)), MONDAY))
    for one in (mentor, mentee):
        with suppress(Refused):
            answer(work, one, round.id, *two, yes=True)
    pairs = work.pairs.of_member(home, two[0])
    return proposed, [two for pair in pairs if pair.partner(two[0]) == two[1]]


def _offered(work: Work, home: int) -> list[tuple[int, int]]:
    """Whom every message that was written offers to ask."""
    connection = cast("SqlWork", work)._connection
    ids = {row.person: row.id for row in connection.execute(select(member).where(member.c.community == home))}
    rows = connection.execute(select(outbox).where(outbox.c.community == home, outbox.c.message.is_not(None)))
    return [
        (ids[row.recipient.removeprefix("people ")], int(mentor)) for row in rows for mentor in ASK.findall(row.message)
    ]


def _rounds(work: Work, home: int, apart: set[frozenset[int]], agreed: set[int]) -> list[tuple[int, int]]:
    """What a round of matching may not use although it would: who is kept apart, and who has not agreed."""
    barred = {frozenset(two) for two in work.rounds.apart(home)}
    some = [one.id for one in work.rounds.seekers(home, MONDAY, 0, 100)]
    some += [one.id for one in work.rounds.helpers(home, MONDAY, 0, 100)]
    return [(min(two), max(two)) for two in apart - barred] + [(one, one) for one in some if one not in agreed]


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


async def run(folder: Path, seeds: range) -> tuple[int, int, int]:
    url = f"sqlite:///{folder / 'cohorts.sqlite3'}"
    await migrate(url)
    store = await open_store(url, synchronous="NORMAL")  # nothing here must outlive the machine
    shown = told = wrong = 0
    try:
        for seed in seeds:
            more, heard, bad = await store.write(lambda work, one=seed: cohort(work, one))  # type: ignore[misc]
            shown, told, wrong = shown + more, told + heard, wrong + bad
    finally:
        await store.close()
    return shown, told, wrong


async def test_nobody_is_shown_or_paired_who_must_not_be(tmp_path: Path) -> None:
    shown, told, wrong = await run(tmp_path, range(SAMPLE))
    assert shown > SAMPLE, "somebody is always shown"
    assert told > SAMPLE, "somebody always waits for somebody"
    assert wrong == 0


async def test_a_search_that_forgets_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.repositories.safety import SqlSafety

    monkeypatch.setattr(SqlSafety, "excluded", lambda self, community, person: frozenset())
    assert (await run(tmp_path, range(5)))[2] > 0


async def test_a_queue_that_forgets_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.features.mentoring import queue

    monkeypatch.setattr(queue, "may_meet", lambda work, *people: True)
    assert (await run(tmp_path, range(5)))[2] > 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
        shown, told, wrong = asyncio.run(run(Path(folder), range(count)))
        print(f"{count} cohorts: {shown} times somebody was shown, {told} told of somebody, {wrong} wrongly")  # noqa: T201
