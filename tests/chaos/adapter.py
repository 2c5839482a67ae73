"""The smallest real adapter: the experiment's platform over HTTP, its answers as the core's kinds of error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from adapters.playground.capabilities import PLAYGROUND
from bot.commands import Command
from bot.delivery.lanes import Call, Lane
from bot.errors import Busy, Forbidden, Gone, PlatformError, Uncertain, Unreachable
from bot.identity import Community, Person, Place, Ref
from bot.markup import plain
from bot.ports import Ability, Absent, Clock, Listener, Standing, Unknown
from bot.post import Capabilities, Post
from tests.chaos.town import SPACES

PLATFORM = "town"
CAPABILITIES = replace(PLAYGROUND, text=400)
MARGIN = 10.0
"""Seconds of the nonce's window that are not relied on."""


class TownAdapter:
    """``nonce``: seconds for which sending again is as good as looking. ``blind``: never looks (must fail)."""

    def __init__(self, session: aiohttp.ClientSession, clock: Clock, *, nonce: float = 0, blind: bool = False) -> None:
        self._session = session
        self._clock = clock
        self._nonce = timedelta(seconds=max(0.0, nonce - MARGIN))
        self._blind = blind

    @property
    def platform(self) -> str:
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        return ()

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None:
        """Nothing to connect."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        return Ref(place, await self._post(place.id, plain(post.text), once))

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        if self._blind or self._clock.now() - since < self._nonce:
            return Absent()
        id = await self._find(place.id, once)
        return id if isinstance(id, Unknown) else Ref(place, id) if id else Absent()

    async def edit(self, ref: Ref, post: Post) -> None:
        await self._call("PATCH", "/posts", json={"id": ref.id, "text": plain(post.text)})

    async def delete(self, ref: Ref) -> None:
        await self._call("DELETE", "/posts", json={"id": ref.id})

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        said = await self._call("POST", "/direct", json={"person": person.id})
        return Place(PLATFORM, said["place"])

    async def gather(
        self,
        people: Sequence[Person],
        title: str,
        *,
        once: str,
        community: Community | None = None,
        beside: Place | None = None,
    ) -> Place:
        id = await self._find(SPACES, once) or await self._post(SPACES, title, once)
        return Place(PLATFORM, f"s-{id}")

    async def archive(self, place: Place) -> None:
        await self._call("POST", "/archived", json={"place": place.id})

    async def standing(self, person: Person, community: Community) -> Standing:
        return Standing(member=True)

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        return frozenset()

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        raise Gone(f"no file {file}")

    async def channels(self, community: Community) -> Sequence[Place]:
        return ()

    async def _post(self, place: str, text: str, key: str) -> str:
        said = await self._call("POST", "/posts", json={"place": place, "text": text, "key": key})
        return str(said["id"])

    async def _find(self, place: str, key: str) -> str | Unknown | None:
        said = await self._call("GET", "/posts", params={"place": place, "key": key})
        return Unknown() if said is None else said["id"]

    async def _call(self, method: str, path: str, **more: Any) -> Any:
        """The JSON of the answer; None where the platform does not do this at all."""
        try:
            async with self._session.request(method, path, **more) as answer:
                if answer.status == 501:
                    return None
                _refuse(answer.status, answer.headers)
                return await answer.json()
        except aiohttp.ClientConnectorError as why:
            raise Unreachable(str(why)) from why
        except (aiohttp.ClientError, TimeoutError) as why:
            raise Uncertain(repr(why)) from why


def _refuse(status: int, headers: Mapping[str, str]) -> None:
    error: PlatformError | None = None
    match status:
        case 429:
            error = Busy(float(headers.get("Retry-After", 1)))
        case 403:
            error = Forbidden()
        case 404:
            error = Gone()
        case _ if status >= 400:
            error = Uncertain(f"answered {status}")
    if error:
        raise error
