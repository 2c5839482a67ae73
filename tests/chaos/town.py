"""A chat platform in a process of its own: `python -m tests.chaos.town '{"nonce": 120, …}'`.

It keeps every post, so that afterwards can be counted what is missing and what is there twice.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from aiohttp import web

from tests.chaos.clock import FastClock
from tests.chaos.orphans import end_with_parent


@dataclass(frozen=True, slots=True)
class Ways:
    """How this platform is. Shares are of all posts; half of ``broken`` are answered 5xx after they were kept."""

    nonce: float = 0.0  # seconds for which the same key gives the earlier message back
    finds: bool = True
    broken: float = 0.0
    silent: float = 0.0  # kept, and the reply is lost
    slow: float = 0.004  # seconds, at most, before a post is kept, and again before it is answered
    seed: int = 1
    speed: float = 0.0
    origin: float = 0.0


@dataclass(frozen=True, slots=True)
class Kept:
    id: int
    place: str
    text: str
    key: str
    at: datetime


@dataclass(slots=True)
class Town:
    ways: Ways
    clock: FastClock
    posts: list[Kept] = field(default_factory=list)
    by_key: dict[tuple[str, str], Kept] = field(default_factory=dict)
    tries: Counter[str] = field(default_factory=Counter)
    archived: set[str] = field(default_factory=set)
    last: int = 0

    async def post(self, request: web.Request) -> web.Response:
        """What happens to a post depends on its key and how often it came, not on when."""
        asked = await request.json()
        place, key = asked["place"], asked["key"]
        self.tries[key] += 1
        chance = random.Random(f"{self.ways.seed}:{key}:{self.tries[key]}")
        fate, ways = chance.random(), self.ways
        await asyncio.sleep(chance.uniform(0, ways.slow))
        if fate < ways.broken / 2:
            return web.json_response({}, status=502)
        kept = self.again(place, key) or self.keep(place, asked["text"], key)
        await asyncio.sleep(chance.uniform(0, ways.slow))
        if fate < ways.broken:
            return web.json_response({}, status=502)
        if fate < ways.broken + ways.silent and request.transport:
            request.transport.abort()
        return web.json_response({"id": str(kept.id)})

    def again(self, place: str, key: str) -> Kept | None:
        known = self.by_key.get((place, key))
        lasts = timedelta(seconds=self.ways.nonce)
        return known if known and self.clock.now() - known.at < lasts else None

    def keep(self, place: str, text: str, key: str) -> Kept:
        self.last += 1
        kept = Kept(self.last, place, text, key, self.clock.now())
        self.posts.append(kept)
        self.by_key[place, key] = kept
        return kept

    async def find(self, request: web.Request) -> web.Response:
        place = request.query["place"]
        if not self.ways.finds and place != SPACES:  # what spaces there are can be seen anywhere
            return web.json_response({}, status=501)
        known = self.by_key.get((place, request.query["key"]))
        return web.json_response({"id": str(known.id) if known else None})

    async def direct(self, request: web.Request) -> web.Response:
        asked = await request.json()
        return web.json_response({"place": f"d-{asked['person']}"})

    async def edit(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.posts = [replace(one, text=asked["text"]) if str(one.id) == asked["id"] else one for one in self.posts]
        return web.json_response({})

    async def delete(self, request: web.Request) -> web.Response:
        """What is not there any more need not be deleted."""
        asked = await request.json()
        self.posts = [one for one in self.posts if str(one.id) != asked["id"]]
        return web.json_response({})

    async def archive(self, request: web.Request) -> web.Response:
        self.archived.add((await request.json())["place"])
        return web.json_response({})

    async def count(self, request: web.Request) -> web.Response:
        return web.json_response(len(self.posts))

    async def everything(self, request: web.Request) -> web.Response:
        archived = [[ARCHIVED, place] for place in sorted(self.archived)]
        return web.json_response([*([kept.place, kept.text] for kept in self.posts), *archived])

    async def forget(self, request: web.Request) -> web.Response:
        self.posts.clear()
        self.by_key.clear()
        self.tries.clear()
        self.archived.clear()
        self.last = 0
        return web.json_response({})


ARCHIVED = "archived"
"""Where the list of spaces is kept that were put away."""
SPACES = "spaces"
"""Where the list of private spaces is kept."""


async def serve(ways: Ways) -> None:
    town = Town(ways, FastClock(ways.speed, ways.origin))
    app = web.Application()
    app.add_routes(
        [
            web.post("/posts", town.post),
            web.get("/posts", town.find),
            web.patch("/posts", town.edit),
            web.delete("/posts", town.delete),
            web.post("/archived", town.archive),
            web.post("/direct", town.direct),
            web.get("/count", town.count),
            web.get("/everything", town.everything),
            web.delete("/everything", town.forget),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    end_with_parent()
    asyncio.run(serve(Ways(**json.loads(sys.argv[1]))))
