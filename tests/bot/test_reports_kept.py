"""A sample of `make chaos`: while the process is killed, every report that was confirmed is kept and alerted."""

from __future__ import annotations

from pathlib import Path

from storage.database import migrate
from tests.chaos.alarms import Alarms, Night, alarms
from tests.postgres import Server


async def night(folder: Path, how: Night, url: str = "") -> Alarms:
    url = url or f"sqlite:///{folder}/mansarda.sqlite3"
    await migrate(url)
    return await alarms(url, folder, how)


async def test_every_report_is_alerted_once_whoever_dies(tmp_path: Path) -> None:
    count = await night(tmp_path, Night(reports=20, kills=3))
    assert count.kept, count.line()
    assert (count.confirmed, count.alerts, count.again, count.operator, count.kills) == (20, 20, 20, 20, 4)


async def test_on_postgres_as_well(tmp_path: Path, postgres: Server) -> None:
    async with postgres.database() as url:
        count = await night(tmp_path, Night(reports=20, kills=3), url)
    assert count.kept, count.line()
    assert (count.confirmed, count.alerts, count.again, count.operator, count.kills) == (20, 20, 20, 20, 4)


async def test_a_confirmation_before_it_is_kept_would_be_found(tmp_path: Path) -> None:
    count = await night(tmp_path, Night(reports=20, kills=3, careless=True))
    assert count.confirmed == 20
    assert count.kept_reports < 20
