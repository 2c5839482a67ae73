"""PostgreSQL: the contract of every Store, and what is a server's own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, cast

import asyncpg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import await_only

from bot.errors import Conflict, Problem, StorageDown
from bot.features.members.contact import Direct
from bot.features.programme.model import Programme
from bot.ports import Store
from bot.work import Delivery, Work
from storage.database import check, migrate, open_store
from storage.postgres import TRIES
from storage.work import SqlWork
from tests.contracts.store import StoreContract
from tests.contracts.store_outbox import LEASE
from tests.contracts.store_scene import NOW, Scene, opened, sending


class TestPostgres(StoreContract):
    @pytest.fixture
    async def scene(self, migrated_postgres: str) -> AsyncIterator[Scene]:
        async with opened(migrated_postgres) as scene:
            yield scene

    async def test_a_transaction_that_met_another_is_repeated(self, scene: Scene) -> None:
        tries: list[int] = []

        def count(work: Work) -> None:
            programme = work.programmes.of(scene.home)
            tries.append(programme.weeks)
            if len(tries) < 3:
                await_only(scene.other.write(bump))
            work.programmes.save(replace(programme, weeks=programme.weeks + 100))

        def bump(work: Work) -> None:
            programme = work.programmes.of(scene.home)
            work.programmes.save(replace(programme, weeks=programme.weeks + 1))

        await scene.write(lambda work: work.programmes.save(Programme(scene.home, weeks=0)))
        await scene.write(count)
        assert tries == [0, 1, 2]
        assert (await scene.read(lambda work: work.programmes.of(scene.home))).weeks == 102

    async def test_after_all_tries_it_is_a_conflict(self, scene: Scene) -> None:
        tries: list[int] = []

        def unlucky(work: Work) -> None:
            programme = work.programmes.of(scene.home)
            tries.append(programme.weeks)
            await_only(scene.other.write(lambda work: work.programmes.save(Programme(scene.home, weeks=len(tries)))))
            work.programmes.save(programme)

        with pytest.raises(Conflict):
            await scene.write(unlucky)
        assert len(tries) == TRIES
        assert (await scene.read(lambda work: work.programmes.of(scene.home))).weeks == TRIES

    async def test_a_wrong_statement_is_not_repeated(self, scene: Scene) -> None:
        tries = []

        def wrong(work: Work) -> None:
            tries.append(work)
            sql(work, "SELECT nothing FROM nowhere")

        with pytest.raises(DBAPIError):
            await scene.write(wrong)
        assert len(tries) == 1

    async def test_writes_are_serializable_and_claims_read_what_is_committed(self, scene: Scene) -> None:
        def isolation(work: Work) -> str:
            return str(sql(work, "SHOW transaction_isolation"))

        def claiming(work: Work) -> tuple[int, str]:
            return len(take(work, "one")), isolation(work)

        def claiming_later(work: Work) -> tuple[int, str]:
            work.outbox.put(sending("a", scene.home), NOW)
            return claiming(work)

        assert await scene.write(isolation) == "serializable"
        assert await scene.write(claiming) == (0, "read committed")
        assert await scene.write(claiming_later) == (1, "serializable")
        assert await scene.write(isolation) == "serializable", "the connection is as it was"

    async def test_a_lost_connection_is_made_anew(self, scene: Scene, migrated_postgres: str) -> None:
        """As after a restart of the server: nobody notices, except who was just committing."""
        await scene.member("carla")
        administrator = await asyncpg.connect(migrated_postgres.replace("+asyncpg", ""))
        try:
            await administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        finally:
            await administrator.close()
        assert (await scene.member("carla")).name == "Carla"
        assert await scene.other.read(lambda work: work.communities.get(scene.home))


def sql(work: Work, statement: str) -> Any:
    return cast(SqlWork, work)._connection.execute(text(statement)).scalar()


async def down(store: Store) -> None:
    try:
        for run in (store.read, store.write):
            with pytest.raises(StorageDown, match="cannot be reached"):
                await run(lambda work: work.communities.get(1))
    finally:
        await store.close()


async def test_a_server_that_is_away(postgres_url: str) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))  # a port at which nobody listens
        url = make_url(postgres_url).set(port=taken.getsockname()[1]).render_as_string(hide_password=False)
        await down(await open_store(url))
        said = await check(url)
    assert said
    assert said.startswith("PostgreSQL at 127.0.0.1:")
    assert said.endswith("cannot be reached: start it or correct DATABASE_URL.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "wrong"}, "refuses this user or password: correct DATABASE_URL."),
        ({"database": "nowhere"}, "has no database nowhere: create it or correct DATABASE_URL."),
    ],
)
async def test_a_server_that_says_no(postgres_url: str, change: dict[str, str], said: str) -> None:
    url = make_url(postgres_url).set(**cast(Any, change)).render_as_string(hide_password=False)
    await down(await open_store(url))
    line = await check(url)
    assert line
    assert line.endswith(said)
    with pytest.raises(Problem, match=said):
        await migrate(url)


async def test_two_processes_may_migrate_at_once(postgres_database: str) -> None:
    assert await check(postgres_database) == (
        "The database has not been prepared for this version: run `python main.py migrate`."
    )
    url = postgres_database.replace("postgresql+asyncpg", "postgres")
    await asyncio.gather(migrate(url), migrate(postgres_database))
    assert await check(url) is None


def take(work: Work, owner: str) -> Sequence[Delivery]:
    return work.outbox.take(work.outbox.due(NOW, 9), NOW, owner, LEASE)


async def test_claims_take_turns(migrated_postgres: str) -> None:
    """A row put first may be committed last: while the other one is being claimed, it has to wait."""
    claiming, put = asyncio.Event(), asyncio.Event()

    def put_slowly(scene: Scene, work: Work) -> None:
        work.outbox.put(sending("first", scene.home), NOW)
        put.set()
        await_only(claiming.wait())

    async def race(scene: Scene) -> list[str]:
        slow = asyncio.create_task(scene.store.write(lambda work: put_slowly(scene, work)))
        await put.wait()
        await scene.store.write(lambda work: work.outbox.put(sending("second", scene.home), NOW))
        others = []

        def claim(work: Work) -> list[str]:
            taken = [delivery.sending.once for delivery in take(work, "one")]
            claiming.set()
            await_only(slow)
            other = scene.other.write(lambda work: take(work, "two"))
            others.append(asyncio.create_task(other))
            await_only(asyncio.wait(others, timeout=0.3))
            return taken

        taken = await scene.store.write(claim)
        return taken + [delivery.sending.once for delivery in await others[0]]

    async with opened(migrated_postgres) as scene:
        assert await race(scene) == ["second"]
        assert await scene.read(lambda work: work.outbox.next_due(NOW)) == NOW + LEASE


async def test_what_somebody_chooses_while_they_are_written_to_is_not_lost(migrated_postgres: str) -> None:
    """Claims see what others commit meanwhile, so what they write themselves must not bring back what was."""
    async with opened(migrated_postgres) as scene:
        carla = await scene.member("carla")
        seen = await scene.read(lambda work: work.contacts.of(scene.home, carla.id))
        stopped = replace(seen, direct=Direct.NONE)
        await scene.write(lambda work: work.contacts.save(seen))

        def claim(work: Work) -> None:
            work.outbox.turn()
            before = work.contacts.of(scene.home, carla.id)
            await_only(scene.other.write(lambda other: other.contacts.save(stopped)))
            work.contacts.came(replace(before, wrote="weekly:1", written=NOW))

        await scene.store.write(claim)
        found = await scene.read(lambda work: work.contacts.of(scene.home, carla.id))
    assert (found.direct, found.wrote) == (Direct.NONE, "weekly:1")
