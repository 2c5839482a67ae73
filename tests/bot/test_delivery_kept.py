"""A sample of `make chaos`: workers killed by SIGKILL lose nothing and send nothing twice; two other designs do."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.work import State
from storage.database import migrate
from tests.chaos.experiments import WINDOW, as_promised
from tests.chaos.killing import Experiment, Report, run
from tests.chaos.messages import after, judge, posts_of, sending
from tests.chaos.points import every_point

SMALL = {"messages": 100, "kills": 3, "each": 3, "speed": 60.0, "broken": 0.06, "silent": 0.04}
SAMPLE = ("followed", "edit", "archive")


def small(name: str, **more: object) -> Experiment:
    return Experiment(name, **SMALL | more)  # type: ignore[arg-type]


EXPERIMENTS = (
    small("nonce and find", nonce=WINDOW),
    small("neither", finds=False),
    small("blind", finds=False, design="blind"),
    small("marked first", design="marked first"),
)


async def tried(experiment: Experiment, prepared: Path, folder: Path) -> Report:
    folder.mkdir()
    file = shutil.copy(prepared, folder)
    return await run(experiment, f"sqlite:///{file}", folder)


async def test_killed_again_and_again(tmp_path: Path) -> None:
    """All at once, since most of the time is waiting for leases."""
    prepared = tmp_path / "mansarda.sqlite3"
    await migrate(f"sqlite:///{prepared}")
    reports = await asyncio.gather(*(tried(one, prepared, tmp_path / str(at)) for at, one in enumerate(EXPERIMENTS)))
    assert [report.line() for report in reports if not as_promised(report)] == []
    unknowing = next(report for report in reports if not report.experiment.finds)
    assert unknowing.verdict.uncertain, "what nobody can say is shown"


async def test_every_point_at_which_a_worker_can_die(tmp_path: Path) -> None:
    """Three of the eight sorts, with three posts, a space, and deleting among what they do."""
    crashes = await every_point(tmp_path, SAMPLE)
    assert crashes.kept, crashes.line()
    for sort in SAMPLE:
        names = {crash.name for crash in crashes.crashes if crash.sort == sort}
        assert names >= {"before a commit", "after a commit", "before POST /posts", "after POST /posts"}
    changing = {crash.name for crash in crashes.crashes if crash.name.startswith("after ")}
    assert changing >= {"after PATCH /posts", "after DELETE /posts", "after POST /archived"}


async def test_the_points_show_a_design_that_loses(tmp_path: Path) -> None:
    crashes = await every_point(tmp_path, ("channel",), design="marked first")
    assert [crash.name for crash in crashes.crashes if crash.wrongs] == ["after a commit", "before POST /posts"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [("nothing", ""), ("drop", "lost"), ("repeat", "doubled"), ("turn", "disordered"), ("add", "strange")],
)
def test_the_judge_sees_what_is_wrong(change: str, wrong: str) -> None:
    asked = [sending("followed", number, 1, people=1) for number in range(3)]
    found = [post for one in asked for post in (*posts_of(one), *after(one))]
    match change:
        case "drop":
            found.pop()
        case "repeat":
            found.append(found[0])
        case "turn":
            found.reverse()
        case "add":
            found.append(("square", "who said this?"))
    verdict = judge(asked, {one.once: State.SENT for one in asked}, found)
    assert [name for name in ("lost", "doubled", "disordered", "strange") if getattr(verdict, name)] == [wrong] * bool(
        wrong
    )


def test_what_is_missing_and_uncertain_is_not_lost() -> None:
    one = sending("long", 1, 1, people=1)
    verdict = judge([one], {one.once: State.UNCERTAIN}, list(posts_of(one))[:1])
    assert (verdict.lost, verdict.uncertain, verdict.unsaid) == (0, 1, 2)
