"""Migrations lead to the tables that the code has, and a database that cannot work is told in one line."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import Problem
from storage.columns import WHERE, metadata
from storage.database import check, migrate, open_store
from storage.schema import MIGRATIONS, VERSION_TABLE, versions

ROOT = Path(__file__).resolve().parents[2]


def differences(connection: Connection) -> list[object]:
    options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def statements(url: str) -> set[str]:
    """What SQLite keeps of every table and index, its own options included, in any order of its parts."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        found = database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {" ".join(sorted(sql.replace(",", " ").split())) for (sql,) in found if VERSION_TABLE not in sql}


def test_migrations_make_the_tables_of_the_code_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()
    direct = f"sqlite:///{tmp_path}/direct.db"
    engine = create_engine(direct)
    metadata.create_all(engine)
    engine.dispose()
    assert statements(sqlite_url) == statements(direct)


async def test_migrations_make_the_tables_of_the_code_on_postgres(migrated_postgres: str) -> None:
    engine = create_async_engine(migrated_postgres)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_partial_indexes_are_partial_on_postgres(migrated_postgres: str) -> None:
    engine = create_async_engine(migrated_postgres)
    async with engine.connect() as connection:
        found = await connection.execute(text("SELECT indexname FROM pg_indexes WHERE indexdef LIKE '% WHERE %'"))
        there = set(found.scalars())
    await engine.dispose()
    indexes = [index for each in metadata.tables.values() for index in each.indexes]
    assert {one.name for one in indexes if WHERE in one.info} == {name for name in there if name.startswith("ix_")}


async def test_a_missing_column_would_be_noticed(sqlite_url: str) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as database:
        database.execute("ALTER TABLE outbox DROP COLUMN title")
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        assert len(differences(connection)) == 1
    engine.dispose()


def test_the_newest_version_is_read_from_the_file_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert [script.revision for script in scripts.walk_revisions()] == versions()[::-1]


def test_a_start_at_the_newest_version_loads_nothing_that_it_does_not_need(sqlite_url: str) -> None:
    program = (
        "import asyncio, sys; from storage.database import migrate, open_store;"
        "asyncio.run(migrate(sys.argv[1])); asyncio.run(open_store(sys.argv[1]));"
        "sys.exit(any(one in sys.modules for one in ('alembic', 'asyncpg', 'sqlalchemy.dialects.postgresql')))"
    )
    done = subprocess.run([sys.executable, "-c", program, sqlite_url], cwd=ROOT, timeout=60)
    assert done.returncode == 0


async def test_several_at_once_in_one_process(tmp_path: Path, postgres_database: str) -> None:
    """Of one database and of others; each gets its tables, and nobody is told that another process is at it."""
    files = [f"sqlite:///{tmp_path}/{name}.db" for name in ("one", "two")]
    await asyncio.gather(*(migrate(url) for url in [*files, postgres_database] * 2))
    for url in (*files, postgres_database):
        assert await check(url) is None


async def test_every_version_leads_to_the_newest(tmp_path: Path) -> None:
    from alembic import command

    for version in versions():
        url = f"sqlite:///{tmp_path}/from-{version}.db"
        engine = create_engine(url)
        with engine.begin() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(MIGRATIONS))
            command.upgrade(config, version)
        engine.dispose()
        await migrate(url)
        assert await check(url) is None


async def test_milestones_that_were_passed_before_there_were_any_are_kept_as_passed(tmp_path: Path) -> None:
    from alembic import command

    engine = create_engine(f"sqlite:///{tmp_path}/old.db")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0039")
        connection.execute(text("INSERT INTO community VALUES (1, 'room', 'c', 'C', 'en', 'UTC', 0, NULL, NULL)"))
        for id in (1, 2):
            connection.execute(text(
                "INSERT INTO member (id, community, person, name, name_key, conduct, about, languages, district, "
                f"district_key, link, has_left, joined) VALUES ({id}, 1, 'p{id}', '', '', 1, '', '', '', '', '', 0, 0)"
            ))  # fmt: skip
        for at in range(27):
            state = "finished" if at < 3 else "active"
            connection.execute(text(
                "INSERT INTO pair (community, mentor, mentee, template, weeks, goal, started, week, week_at, state, "
                f"reason) VALUES (1, 1, 2, 'first-steps', 8, '', 0, 1, 0, '{state}', '')"
            ))  # fmt: skip
        command.upgrade(config, "head")
        found = connection.execute(text("SELECT passed, number FROM milestone ORDER BY passed, number")).all()
    engine.dispose()
    assert [tuple(one) for one in found] == [("begun", 1), ("begun", 10), ("begun", 25), ("finished", 1)]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is not the address of a database"),
        ("nonsense", "is not the address of a database"),
        ("mysql://u:secret@h/d", "begins with mysql://, which is not supported"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("postgresql://u:secret@h", "names no database"),
        ("postgresql://u:secret@h:port/d", "is not the address of a database"),
        ("sqlite:////nowhere/at/all/x.db", "The folder /nowhere/at/all for the database does not exist"),
        ("sqlite:////tmp", "/tmp is a folder"),
    ],
)
async def test_an_address_that_cannot_work(url: str, said: str) -> None:
    line = await check(url)
    assert line
    assert said in line
    assert "\n" not in line
    assert "secret" not in line
    for starting in (migrate, open_store):
        with pytest.raises(Problem) as problem:
            await starting(url)
        assert str(problem.value) == line


class TestFiles:
    @pytest.fixture
    def file(self, sqlite_url: str) -> Path:
        return Path(sqlite_url.removeprefix("sqlite:///"))

    async def told(self, file: Path) -> str:
        line = await check(f"sqlite:///{file}")
        assert line
        assert "\n" not in line
        with pytest.raises(Problem):
            await migrate(f"sqlite:///{file}")
        return line

    async def test_a_good_one(self, file: Path) -> None:
        assert await check(f"sqlite:///{file}") is None

    async def test_one_that_is_not_there_yet(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path}/new.db"
        assert "run `python main.py migrate`" in (await check(url) or "")
        assert not (tmp_path / "new.db").exists(), "asking makes nothing"
        await migrate(url)
        assert await check(url) is None

    async def test_one_that_is_no_database(self, file: Path) -> None:
        file.write_text("These are my notes. " * 1000)
        assert "is not a database" in await self.told(file)
        assert file.read_text().startswith("These are my notes."), "and stays as it is"

    async def test_a_damaged_one(self, file: Path) -> None:
        with file.open("r+b") as database:
            database.seek(100)
            database.write(b"\xff" * 3000)
        assert "is damaged: restore it from a backup" in await self.told(file)

    async def test_one_damaged_inside(self, file: Path) -> None:
        with file.open("r+b") as database:
            database.seek(4096 * 3)
            database.write(b"\xff" * 4096)
        assert "is damaged: restore it from a backup" in (await check(f"sqlite:///{file}") or "")

    async def test_one_of_another_program(self, tmp_path: Path) -> None:
        file = tmp_path / "other.db"
        with closing(sqlite3.connect(file)) as database:
            database.execute("CREATE TABLE bookmark (url TEXT)")
        assert "holds the tables of another program" in await self.told(file)

    async def test_one_of_a_newer_version(self, file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        assert "made by a newer version of Mansarda (9999" in await self.told(file)

    @pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
    async def test_one_that_may_not_be_written(self, file: Path) -> None:
        file.chmod(0o444)
        assert f"No permission to write {file}" in await self.told(file)
