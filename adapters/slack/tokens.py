"""Tokens of many workspaces: kept in the database, encrypted with keys of the environment."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import and_, event, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import Problem

SEALED = "gAAAA"  # how everything begins that is encrypted: a Fernet token's version and its time
SECRETS = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token", "incoming_webhook_url")
PATIENCE = 15
"""Seconds to wait where SQLite is being written to by somebody else."""

Kept = TypeVar("Kept", Bot, Installation)


class Seal:
    """Encryption with the first key; every key opens. Raises `Problem` for what is no key."""

    def __init__(self, keys: str) -> None:
        try:
            from cryptography.fernet import (  # type: ignore[import-not-found,unused-ignore]
                Fernet,
                InvalidToken,
                MultiFernet,
            )
        except ImportError:
            raise Problem("Hosting many workspaces needs one more package: pip install cryptography.") from None
        self._broken: type[Exception] = InvalidToken
        try:
            self._keys: Any = MultiFernet([Fernet(one.strip()) for one in keys.split(",") if one.strip()])
        except ValueError:
            raise Problem(
                "SLACK_TOKEN_KEYS holds something that is no key: give keys of Fernet, with commas between them."
            ) from None

    def close(self, token: str) -> str:
        return token if token.startswith(SEALED) else str(self._keys.encrypt(token.encode()).decode())

    def open(self, token: str) -> str:
        """A token that was kept in the clear is read as it is."""
        if not token.startswith(SEALED):
            return token
        try:
            return str(self._keys.decrypt(token.encode()).decode())
        except self._broken:
            raise Problem(
                "A stored token cannot be decrypted: SLACK_TOKEN_KEYS has lost the key that it was encrypted with."
            ) from None

    def renew(self, token: str) -> str:
        """The same token, encrypted with the newest key."""
        return self.close(self.open(token))


class SealedStore(AsyncSQLAlchemyInstallationStore):
    """slack_sdk's own store, in which no token stands in the clear, and nobody's name who installed."""

    def __init__(self, client_id: str, engine: AsyncEngine, seal: Seal) -> None:
        super().__init__(client_id, engine)
        self._seal = seal

    async def async_save(self, installation: Installation) -> None:
        """The bot's token is all that is needed; an organisation's, which is for no workspace, is not kept."""
        if not installation.is_enterprise_install:
            await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        await super().async_save_bot(_each(bot, self._seal.close))

    async def async_find_bot(self, **where: Any) -> Bot | None:
        found = await super().async_find_bot(**where)
        return found and _each(found, self._seal.open)

    async def async_find_installation(self, **where: Any) -> Installation | None:
        found = await super().async_find_installation(**where)
        return found and _each(found, self._seal.open)

    # `adapters.slack.workspaces.Tokens`: by the workspace alone, whichever organisation it belongs to

    async def token(self, team: str, enterprise: str = "") -> str | None:
        c = self.bots.c
        newest = select(c.bot_token).where(self._of(self.bots, team)).order_by(c.installed_at.desc(), c.id.desc())
        async with self.engine.connect() as connection:
            found = (await connection.execute(newest.limit(1))).scalar()
        return self._seal.open(found) if found else None

    async def teams(self) -> list[str]:
        c = self.bots.c
        own = select(c.team_id).where(c.client_id == self.client_id).distinct().order_by(c.team_id)
        async with self.engine.connect() as connection:
            return [team for team in (await connection.execute(own)).scalars() if team]

    async def forget(self, team: str, enterprise: str = "") -> None:
        """Everything of this workspace."""
        async with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                await connection.execute(table.delete().where(self._of(table, team)))

    async def renew(self) -> None:
        """After a new key was put first, nothing needs the old ones any more."""
        async with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                names = [name for name in SECRETS if name in table.c]
                for row in (await connection.execute(select(table))).mappings().all():
                    fresh = {name: self._seal.renew(row[name]) for name in names if row[name]}
                    if fresh:
                        await connection.execute(table.update().where(table.c.id == row["id"]).values(**fresh))

    async def close(self) -> None:
        await self.engine.dispose()

    def _of(self, table: Any, team: str) -> Any:
        return and_(table.c.client_id == self.client_id, table.c.team_id == team)


def _each(one: Kept, change: Callable[[str], str]) -> Kept:
    changed = copy(one)
    for name in SECRETS:
        if getattr(changed, name, None):
            setattr(changed, name, change(getattr(changed, name)))
    return changed


def open_engine(address: str) -> AsyncEngine:
    """The bot's own database, asynchronously, since slack_sdk's stores want it so."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise Problem("DATABASE_URL is not the address of a database.") from None
    if not url.drivername.startswith("sqlite"):
        return create_async_engine(url.set(drivername="postgresql+asyncpg"), pool_pre_ping=True, hide_parameters=True)
    file, waits = url.set(drivername="sqlite+aiosqlite"), {"timeout": PATIENCE}
    engine = create_async_engine(file, connect_args=waits, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _ours)
    event.listen(engine.sync_engine, "begin", _immediate)
    return engine


def _ours(connection: Any, _: object) -> None:
    """Transactions begin where we say, and not where the driver guesses."""
    connection.isolation_level = None


def _immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def open_stores(
    client_id: str, address: str, seal: Seal, lifetime: int
) -> tuple[SealedStore, AsyncSQLAlchemyOAuthStateStore]:
    """The stores; our migrations made their tables. ``lifetime``: seconds in which an installation must be finished."""
    engine = open_engine(address)
    installed = SealedStore(client_id, engine, seal)
    states = AsyncSQLAlchemyOAuthStateStore(lifetime, engine)
    try:
        await installed.renew()
    except BaseException:
        await engine.dispose()
        raise
    return installed, states
