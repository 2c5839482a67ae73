"""The community of the matrix: the busy one, with one of everything that handlers are about, and all roles."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Text

from bot.features.matching.cohort import Proposal
from bot.features.matching.model import PairState, RoundState
from bot.features.meetings.model import Meeting, MeetingState
from bot.features.pairs.model import Why
from bot.forms import keep
from bot.identity import Community
from bot.ui import Action
from bot.work import By, Work
from storage.columns import metadata
from tests.features.busy import FILE, actor, again, prepare
from tests.features.conftest import offer
from tests.features.matrix import COMMAND_DRAFT, FORM_DRAFT, SECOND_RISK, WISH_DRAFT
from tests.features.pairing import by, put_together
from tests.features.scene import Scene

NORA, GAST, MARTA, CARLA = 2, 4, 1, 7
"""Members of the busy community, by their ids."""
CAST = ("lena", "marta", "nora", "paul", "carla", "dora", "emil", "fred", "gast", "hans", "zoe", "ines", "sara",
        "olga", "visitor", "gone")  # fmt: skip


async def enrich(scene: Scene) -> None:
    """What the busy community lacks, and the people who play a role."""
    await offer(scene.person("gone", "Gone"), "Knots")
    scene.person("visitor", "Visitor")
    await scene.room.leave("gone")
    await scene.room.leave("visitor")
    olga = scene.person("olga", "Olga", coordinator=True)
    await put_together(scene, olga, actor(scene, "gast"))
    await scene.store.write(lambda work: _things(work, by(scene, work, actor(scene, "carla"))))
    for who in set(CAST) - {"visitor", "gone"}:
        await actor(scene, who).use("/help")
    await scene.quiet()


def _things(work: Work, carla: By) -> None:
    home, now = carla.community, carla.now
    for body in ({"words": "mentor status", "name": "", "options": {}}, {"suggestion": "A longer break"}):
        work.drafts.keep(home, carla.person, body, now + timedelta(days=1))
    keep(work, carla, Action("members.profile", {}), {"about": ("I paint.",), "languages": ("it",)})
    soon, before = now + timedelta(days=3), now - timedelta(hours=3)
    work.meetings.add(Meeting(0, home, 2, MARTA, 60, "", now, (soon, soon + timedelta(days=1))))
    work.meetings.add(Meeting(0, home, 2, MARTA, 60, "", now, (before,), MeetingState.AGREED, before))
    work.introductions.add(home, NORA, MARTA, CARLA, "You both write.", now)
    work.circles.add(home, [(MARTA, CARLA)], now)
    _round(work, carla)
    pair = work.pairs.get(home, 4)
    risk = work.pairs.add_risk(pair, next(iter(Why)), now) if pair else None
    assert risk
    assert risk.id == SECOND_RISK
    work.communities.ensure(Community("playground", "elsewhere", "Elsewhere"), "en", "UTC", now)


def _round(work: Work, by: By) -> None:
    """One proposal is sent to Marta and Carla, one waits for the coordination."""
    round = work.rounds.begin(by.community, by.now)
    work.rounds.propose(by.community, round.id, [Proposal(MARTA, CARLA, 1, {}), Proposal(NORA, GAST, 1, {})])
    work.rounds.save(replace(round, state=RoundState.READY))
    found = work.rounds.pair(by.community, round.id, MARTA, CARLA)
    assert found
    work.rounds.put(by.community, replace(found, state=PairState.SENT))


async def build(folder: Path) -> datetime:
    """All of it as files in ``folder / "town"``; when it is there."""
    prepared = folder / "prepared"
    prepared.mkdir(parents=True)
    at = await prepare(prepared)
    async with again(prepared, folder / "busy", at) as scene:
        await enrich(scene)
        at = scene.clock.now()
        await scene.close()
        with closing(sqlite3.connect(folder / "busy" / FILE)) as database:
            for id, what in (
                (COMMAND_DRAFT, "mentor status"),
                (WISH_DRAFT, "A longer break"),
                (FORM_DRAFT, "I paint."),
            ):
                database.execute("UPDATE draft SET id = ? WHERE body LIKE ?", (id, f"%{what}%"))
            database.commit()
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
