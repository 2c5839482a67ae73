"""The community of the matrix: the busy one, with one of everything that handlers are about, and all roles."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Text

from bot.features.pairs.model import Why
from bot.forms import keep
from bot.identity import Community
from bot.ui import Action
from bot.work import By, Work
from storage.columns import metadata
from tests.features.busy import again, prepare
from tests.features.conftest import offer
from tests.features.pairing import by, put_together
from tests.features.scene import Scene
from tests.features.under_way import actor

CAST = (
    *("lena", "marta", "nora", "paul", "carla", "dora", "emil", "fred", "gast", "hans", "zoe", "ines", "sara"),
    *("rita", "sven", "toni", "ugo", "vera", "will", "olga", "visitor", "gone"),
)
NOT_THERE = ("visitor", "gone")


async def enrich(scene: Scene) -> None:
    """What the busy community lacks, and the people who play a role."""
    await offer(scene.person("gone", "Gone"), "Knots")
    scene.person("visitor", "Visitor")
    await scene.room.leave("gone")
    await scene.room.leave("visitor")
    olga = scene.person("olga", "Olga", coordinator=True)
    pair = await put_together(scene, olga, actor(scene, "gast"))
    await scene.store.write(lambda work: _things(work, by(scene, work, actor(scene, "carla")), pair))
    for who in CAST:
        if who not in NOT_THERE:
            await actor(scene, who).use("/help")
    await scene.quiet()


def _things(work: Work, carla: By, olgas: int) -> None:
    """A command and a form that Carla has begun, a pair of a coordinator that needs a look, another community."""
    command = {"words": "mentor status", "name": "", "options": {}}
    work.drafts.keep(carla.community, carla.person, command, carla.now + timedelta(days=1))
    keep(work, carla, Action("members.profile", {}), {"about": ("I paint.",), "languages": ("it",)})
    pair = work.pairs.get(carla.community, olgas)
    assert pair
    work.pairs.add_risk(pair, next(iter(Why)), carla.now)
    work.communities.ensure(Community("playground", "elsewhere", "Elsewhere"), "en", "UTC", carla.now)


async def build(folder: Path) -> datetime:
    """All of it as files in ``folder / "town"``; when it is there."""
    prepared = folder / "prepared"
    prepared.mkdir(parents=True)
    at = await prepare(prepared)
    async with again(prepared, folder / "busy", at) as scene:
        await enrich(scene)
        at = scene.clock.now()
        await scene.close()
        shutil.copytree(folder / "busy", folder / "town")
    return at


def move(file: Path, home: Community, people: Mapping[str, str], places: Mapping[str, str]) -> None:
    """Make it a community of another platform: the same rows under other ids, and nothing on its way."""
    with closing(sqlite3.connect(file)) as database:
        where = (home.platform, home.id)
        database.execute("UPDATE community SET platform = ?, native_id = ? WHERE id = 1", where)
        database.execute("UPDATE community SET platform = ? WHERE id > 1", where[:1])
        database.execute("UPDATE member SET direct = NULL, direct_name = NULL")
        database.execute("UPDATE pair SET space = NULL, space_name = NULL")
        database.execute("DELETE FROM outbox")
        for table in metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, Text) and not column.name.endswith("key"):
                    _renamed(database, table.name, column.name, {**people, **places})
        database.commit()


def _renamed(database: sqlite3.Connection, table: str, column: str, ids: Mapping[str, str]) -> None:
    given = [(new, old) for old, new in ids.items()]
    database.executemany(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', given)
