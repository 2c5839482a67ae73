"""The gateway: sessions of shards, events in order, and resuming after a lost connection."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from tests.standins.discord import shapes
from tests.standins.discord.schema import schemas
from tests.standins.discord.town import Town

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, MEMBERS = 1 << 0, 1 << 1
MEMBER_EVENTS = ("GUILD_MEMBER_ADD", "GUILD_MEMBER_REMOVE", "GUILD_MEMBER_UPDATE")


class Squeeze(Protocol):
    def __call__(self, data: bytes) -> bytes: ...


def squeeze(kind: str) -> Squeeze | None:
    """One context for a connection, one flushed block for a payload."""
    if kind == "zlib-stream":
        packer = zlib.compressobj()
        return lambda data: packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        import zstandard  # type: ignore[import-not-found]  # tried only where it is installed

        stream = zstandard.ZstdCompressor().compressobj()
        return lambda data: stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return None


@dataclass
class Session:
    """What a shard was told, so that it can be told again."""

    shard: tuple[int, int]
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    told: list[dict[str, Any]] = field(default_factory=list)
    socket: Socket | None = None


class Socket:
    def __init__(self, ws: web.WebSocketResponse, kind: str) -> None:
        self.ws = ws
        self._squeeze = squeeze(kind)

    async def send(self, payload: Mapping[str, Any]) -> None:
        text = json.dumps(payload)
        if self._squeeze:
            await self.ws.send_bytes(self._squeeze(text.encode()))
        else:
            await self.ws.send_str(text)


class Gateway:
    """One address for all shards. ``identified`` counts what costs one of 1,000 a day."""

    def __init__(self, town: Town, token: str, shards: int = 1) -> None:
        self.town = town
        self.token = token
        self.shards = shards
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.checks = True
        self.rewind = 0  # so many events too many are told again after a lost connection
        self.compressions: set[str] = set()
        self.complaints: list[str] = []
        self.allowed = GUILDS | MEMBERS
        self.changed = asyncio.Event()
        self.open: set[Socket] = set()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=4096)
        await ws.prepare(request)
        kind = request.query.get("compress", "")
        self.compressions.add(kind)
        socket, session = Socket(ws, kind), None
        self.open.add(socket)
        try:
            await socket.send({"op": HELLO, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
            async for one in ws:
                if one.type is not WSMsgType.TEXT:
                    break
                session = await self._received(socket, session, json.loads(one.data))
        finally:
            self.open.discard(socket)
            if session and session.socket is socket:
                session.socket = None
            self._note()
        return ws

    async def _received(self, socket: Socket, session: Session | None, payload: Any) -> Session | None:
        match payload["op"]:
            case op if op == HEARTBEAT:
                await socket.send({"op": ACK, "d": None, "s": None, "t": None})
            case op if op == IDENTIFY:
                return await self._identify(socket, payload["d"])
            case op if op == RESUME:
                return await self._resume(socket, payload["d"])
        return session

    async def _identify(self, socket: Socket, data: Any) -> Session | None:
        self.identified += 1
        if data["token"] != self.token:
            await socket.ws.close(code=4004)
            return None
        if data["intents"] & ~self.allowed:
            await socket.ws.close(code=4014)
            return None
        at, count = data.get("shard") or (0, 1)
        session = Session((at, count), data["intents"], socket=socket)
        self.sessions[session.id] = session
        homes = [one for one in self.town.guilds.values() if self._belongs(one.id, session)]
        mine = [one for one in homes if self.town.bot.id in one.members]
        await self._tell(session, "READY", shapes.ready(self.town, session.id, self.url, session.shard, mine))
        for one in mine:
            if not one.unavailable:
                await self._tell(session, "GUILD_CREATE", shapes.guild(self.town, one))
        self._note()
        return session

    async def _resume(self, socket: Socket, data: Any) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.token:
            await socket.send({"op": INVALID, "d": False, "s": None, "t": None})
            return None
        session.socket = socket
        for one in session.told[max(0, (data["seq"] or 0) - self.rewind) :]:
            await socket.send(one)
        self.resumed += 1
        await socket.send({"op": DISPATCH, "t": "RESUMED", "s": len(session.told), "d": {}})
        self._note()
        return session

    def _belongs(self, guild: str, session: Session) -> bool:
        return (int(guild) >> 22) % session.shard[1] == session.shard[0]

    async def tell(self, name: str, data: dict[str, Any], guild: str = "") -> None:
        """An event for the shard that serves this server; the first one serves direct conversations."""
        known = schemas() if self.checks else None
        self.complaints += known.event(name, data) if known else []
        for session in list(self.sessions.values()):
            mine = self._belongs(guild, session) if guild else session.shard[0] == 0
            if mine and (name not in MEMBER_EVENTS or session.intents & MEMBERS):
                await self._tell(session, name, data, checked=True)

    async def _tell(self, session: Session, name: str, data: dict[str, Any], *, checked: bool = False) -> None:
        known = None if checked else schemas()
        self.complaints += known.event(name, data) if known else []
        payload = {"op": DISPATCH, "t": name, "s": len(session.told) + 1, "d": data}
        session.told.append(payload)
        if session.socket and not session.socket.ws.closed:
            await session.socket.send(payload)

    # trouble

    async def drop(self) -> None:
        """Every connection breaks off without a word."""
        for one in list(self.open):
            transport = one.ws._req.transport if one.ws._req else None
            if transport:
                transport.abort()
        await self.until(lambda: not self.open)

    async def ask_to_reconnect(self) -> None:
        for one in list(self.open):
            await one.send({"op": RECONNECT, "d": None, "s": None, "t": None})

    async def invalidate(self) -> None:
        """The sessions are over, and cannot be resumed."""
        self.sessions.clear()
        for one in list(self.open):
            await one.send({"op": INVALID, "d": False, "s": None, "t": None})

    async def until(self, true: Any, seconds: float = 20) -> None:
        """Wait for a change of the connections that makes this true."""
        async with asyncio.timeout(seconds):
            while not true():
                self.changed.clear()
                await self.changed.wait()

    def _note(self) -> None:
        self.changed.set()
