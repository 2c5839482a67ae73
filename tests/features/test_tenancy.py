"""Every statement on a community's table names its community, whatever people do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.features.safety import links
from storage.columns import metadata
from tests.features.pairing import become_pair
from tests.features.scene import Actor, Scene
from tests.features.wire import claim

TENANTS = {name for name, one in metadata.tables.items() if "community" in one.columns}
ACROSS = ("outbox", "schedule", "later", "poll", "match_round", "digest_reader")
"""Delivery, time (of polls and digests as well) and rounds look across communities: each row found carries its own.
The daily tidying, by age alone, is not people's doing and not looked at here."""
WHO_IS_WHERE = "SELECT community.id, community.platform"
"""In which communities somebody is, asked about the person who acts."""


@pytest.fixture
def statements() -> Iterator[set[str]]:
    seen: set[str] = set()

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.add(" ".join(statement.split()))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def lacking(statement: str) -> set[str]:
    """The communities' tables on which this statement works without saying whose."""
    verb, _, _ = statement.partition(" ")
    if verb not in ("SELECT", "UPDATE", "DELETE") or statement.startswith(WHO_IS_WHERE):
        return set()
    tables = {name for name in TENANTS if re.search(rf"\b(FROM|JOIN|UPDATE) {name}\b", statement)}
    said = re.search(r"(\w+\.)?community = ", statement.partition(" WHERE ")[2] or statement.partition(" ON ")[2])
    return set() if said else tables - set(ACROSS)


async def test_no_statement_forgets_its_community(
    statements: set[str], scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    statements.clear()  # the migrations have no community
    pair = await become_pair(scene, marta, carla)
    await scene.pass_(weeks=2)
    await carla.dm.press("We met")
    for command in ("/mentor status", "/mentor find", "/mentor blocks", "/mentor conduct", "/help"):
        await carla.use(command)
    await claim(scene, carla, links.report(links.PAIR, pair))
    await carla.fill(category="other")
    await lena.dm.press("Read the report")
    await claim(scene, lena, links.closed(1), "warned")
    assert len(statements) > 50
    found = {one: lacking(one) for one in statements if lacking(one)}
    assert not found, "\n".join(one[:90] + "  ...  " + one[-160:] for one in found)


def test_a_forgetful_statement_is_found() -> None:
    assert lacking("SELECT member.id FROM member WHERE member.id = ?") == {"member"}
    assert lacking("UPDATE pair SET state=? WHERE pair.id = ?") == {"pair"}
    assert lacking("SELECT member.id FROM member WHERE member.community = ? AND member.id = ?") == set()
