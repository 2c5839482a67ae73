"""A server full of people in a process of its own: `python -m tests.standins.discord.crowd`.

It says where it is, in one line of JSON; for each line it reads it lets as many people use a command at once, and
says in milliseconds when each was answered. Schemas are not asked here: their time would count as Discord's.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from tests.standins.discord.people import People
from tests.standins.discord.server import TOKEN, Standin
from tests.standins.discord.town import EVERYTHING, Town


class Crowd:
    def __init__(self, people: int) -> None:
        self.town = Town()
        self.server = Standin(self.town)
        self.server.gateway.checks = self.server.rest.checks = False
        guild = self.town.guild("Corte", EVERYTHING)
        self.square = self.town.channel(guild, "mentoring")
        self.people = [self.town.person(f"P{number}") for number in range(people)]
        for one in self.people:
            self.town.join(guild, one)

    async def at_once(self, words: str, count: int) -> list[float]:
        """How long each waited, from the moment everybody's act was on its way."""
        acts, people = self.server.rest.answers.acts, People(self.server)
        acts.clear()
        for one in self.people[:count]:
            await people.use(one, self.square, words)
        async with asyncio.timeout(12):
            while not all(act.first for act in acts.values()):
                self.server.rest.changed_now.clear()
                await self.server.rest.changed_now.wait()
        return [act.acknowledged * 1000 for act in acts.values()]


async def serve() -> None:
    crowd = Crowd(1000)
    await crowd.server.start()
    gateway = crowd.server.gateway
    say({"rest": crowd.server.url, "gateway": gateway.url, "token": TOKEN, "at": time.time()})
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        asked = json.loads(line)
        say(await crowd.at_once(asked["words"], asked["count"]))
    await crowd.server.stop()


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve())
