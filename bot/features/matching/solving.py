"""Working a round out: the cohort into a file, a process of its own, and its answer into the round.

Everything goes page by page in transactions of their own, so commands are answered meanwhile. What changes while it
is worked out is noticed when a pair is approved and when both have said yes.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bot.features.matching import cohort
from bot.features.matching.cohort import Result
from bot.features.matching.model import PairState, Round, RoundState
from bot.features.matching.score import Helper, Seeker, Setting
from bot.work import Work

if TYPE_CHECKING:
    from bot.ports import Store

PAGE = 1000
"""People, or pairs, in one transaction."""
ROOT = Path(__file__).resolve().parents[3]
REST = timedelta(days=90)
"""Two of whom one would rather not are not brought together again for so long."""
LIMIT = 900
"""Seconds after which a round is given up; the largest that was measured takes a tenth of it on an idle machine."""

log = logging.getLogger(__name__)

Page = Callable[[Work, int], Sequence[Seeker | Helper]]


async def solve(store: Store, now: datetime, round: Round) -> Round | None:
    """Work this round out, or work it out anew around what is locked and forbidden; None when it was closed."""
    with TemporaryDirectory(prefix="mansarda-round-") as folder:
        source, target = Path(folder) / "cohort", Path(folder) / "result"
        await _gather(store, now, round, source)
        await _run(source, target)
        result = await asyncio.to_thread(cohort.read_result, target)
    log.info("round %s: %s of %s matched; processor: %s", round.id, result.fairness.matched, result.fairness.of,
             ", ".join(f"{name} {took:.1f} s" for name, took in result.seconds.items()))  # fmt: skip
    return await _keep(store, round, result)


async def _gather(store: Store, now: datetime, round: Round, path: Path) -> None:
    first = await store.read(lambda work: _head(work, now, round))
    pages: tuple[Page, ...] = (
        lambda work, after: work.rounds.seekers(round.community, now, after, PAGE),
        lambda work, after: work.rounds.helpers(round.community, now, after, PAGE),
    )
    with path.open("w", encoding="utf-8") as file:
        file.write(first)
        for read in pages:
            after = 0
            while found := await store.read(partial(_page, read=read, after=after)):
                file.writelines(map(cohort.line, found))
                after = found[-1].id


def _page(work: Work, read: Page, after: int) -> Sequence[Seeker | Helper]:
    return read(work, after)


def _head(work: Work, now: datetime, round: Round) -> str:
    community = round.community
    forbidden = {(one.mentor, one.mentee) for one in _all(work, round, PairState.FORBIDDEN)}
    return cohort.head(
        Setting(_subjects(work, community), work.rounds.sliders(community), f"{now:%Y-%m-%d}"),
        apart=work.rounds.apart(community),
        forbidden=forbidden | work.rounds.turned_down(community, now - REST),
        locked={(one.mentor, one.mentee) for one in _all(work, round, PairState.LOCKED)},
    )


def _all(work: Work, round: Round, state: PairState) -> Sequence[Any]:
    return work.rounds.pairs(round.community, round.id, (state,), 0, 1_000_000)


def _subjects(work: Work, community: int) -> dict[int, str]:
    """The known subject behind each topic, by its name or one of its other names."""
    return {one.topic.id: one.subject for one in work.topics.all(community) if one.subject}


async def _run(source: Path, target: Path) -> None:
    """Raises RuntimeError when the process did not bring a result in time; whatever happens, it is ended."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.features.matching.child", str(source), str(target)),
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(LIMIT):
            code = await process.wait()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if code:
        raise RuntimeError(f"the round's process ended with {code}")


async def _keep(store: Store, round: Round, result: Result) -> Round | None:
    await store.write(lambda work: work.rounds.clear(round.community, round.id))
    for part in _parts(result.proposals):
        await store.write(lambda work, part=part: work.rounds.propose(round.community, round.id, part))  # type: ignore[misc]
    for some in _parts(result.left):
        await store.write(lambda work, some=some: work.rounds.leave(round.community, round.id, some))  # type: ignore[misc]
    return await store.write(lambda work: _ready(work, round, result))


def _parts(everything: Sequence[Any]) -> Iterator[Sequence[Any]]:
    them = iter(everything)
    while part := tuple(islice(them, PAGE)):
        yield part


def _ready(work: Work, round: Round, result: Result) -> Round | None:
    now = work.rounds.get(round.community, round.id)
    if now is None or now.state is RoundState.CLOSED:
        return None
    done = replace(now, state=RoundState.READY, fairness=result.fairness, greedy=result.greedy)
    work.rounds.save(done)
    return done
