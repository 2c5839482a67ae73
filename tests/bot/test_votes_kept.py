"""A sample of `make chaos`: while processes are killed, what each voter was told last is what counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.features.polls.model import Secrecy
from storage.database import migrate
from tests.chaos.voting import Rush, rush
from tests.postgres import Server

SMALL = Rush(voters=25, changes=6, kills=3)


async def test_processes_killed_while_people_change_their_answers(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mansarda.sqlite3"
    await migrate(url)
    count = await rush(url, replace(SMALL, processes=1))
    assert count.kept, count.line()
    assert (count.ballots, sum(count.counted), count.kills) == (25, 25, 3)


async def test_two_processes_on_postgres(postgres: Server) -> None:
    async with postgres.database() as url:
        await migrate(url)
        count = await rush(url, SMALL)
    assert count.kept, count.line()
    assert count.kills == 3


async def test_a_thousand_tries_of_fifty_people_are_fifty_votes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mansarda.sqlite3"
    await migrate(url)
    count = await rush(url, Rush(voters=50, changes=20, processes=1, kills=0, secrecy=Secrecy.ANONYMOUS))
    assert count.kept, count.line()
    assert (count.ballots, sum(count.counted)) == (50, 50)
