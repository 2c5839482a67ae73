"""Where people can be reached: direct conversations, and private threads for pairs."""

from __future__ import annotations

import asyncio
from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from adapters.discord.calls import ACTIVE_THREADS, DIRECT, OLD_THREADS, THREAD, THREAD_MEMBER, WAKE
from adapters.discord.inbound import PLATFORM
from adapters.discord.rest import Rest
from bot.errors import Gone
from bot.identity import Person, Place

PRIVATE_THREAD = 12
TITLE = 100
"""Characters of a thread's name: resources/channel.mdx:313."""
SLEEP = 10080
"""Minutes without a word until a thread is archived; a word wakes it."""


class Directs:
    """Direct conversations that this process knows. New ones are opened slowly: whoever asks takes the lane for it."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._one = asyncio.Lock()

    def learn(self, person: Person, place: Place) -> None:
        """A direct conversation that the person came from."""
        self._known[person.id] = place.id

    def is_one(self, place: Place) -> bool:
        return place.id in self._known.values()

    async def open(self, rest: Rest, person: Person) -> Place:
        """Opening is the same as finding."""
        if not person.id.isdecimal() or person.platform != PLATFORM:
            raise Gone(f"{person.id} is nobody here")
        async with self._one:
            if person.id not in self._known:
                channel = await rest.call(DIRECT, {"recipient_id": person.id}, ids={})
                self._known[person.id] = channel["id"]
        return Place(PLATFORM, self._known[person.id])


@dataclass(frozen=True, slots=True)
class Parent:
    """The channel in which private threads are made, and its server."""

    id: int
    guild: int


def titled(title: str, once: str) -> str:
    """A thread's name. Its end tells it from another of the same title: creating a thread knows no nonce."""
    end = f" · {b32encode(sha256(once.encode()).digest()).decode()[:6].lower()}"
    return f"{title[: TITLE - len(end)].strip() or '…'}{end}"


async def gather(rest: Rest, parent: Parent, people: Sequence[Person], title: str, once: str) -> Place:
    """A private thread with these people, created only where there is none of this name."""
    name = titled(title, once)
    thread = await _thread(rest, parent, name) or await _new(rest, parent, name)
    if thread.get("thread_metadata", {}).get("archived"):
        await wake(rest, thread["id"])
    for one in dict.fromkeys(people):
        await rest.call(THREAD_MEMBER, ids={"channel_id": thread["id"], "user_id": one.id})
    return Place(PLATFORM, thread["id"], name)


async def _thread(rest: Rest, parent: Parent, name: str) -> Mapping[str, Any] | None:
    """Looks among the threads in use, then among the archived ones the bot belongs to."""
    active = await rest.call(ACTIVE_THREADS, ids={"guild_id": str(parent.guild)})
    found = _called(active["threads"], parent.id, name)
    if found is None:
        old = await rest.call(OLD_THREADS, ids={"channel_id": str(parent.id)}, query={"limit": "100"})
        found = _called(old["threads"], parent.id, name)
    return found


def _called(threads: Sequence[Mapping[str, Any]], parent: int, name: str) -> Mapping[str, Any] | None:
    mine = (one for one in threads if one["name"] == name and one.get("parent_id") == str(parent))
    return next(mine, None)


async def _new(rest: Rest, parent: Parent, name: str) -> Mapping[str, Any]:
    body = {"name": name, "type": PRIVATE_THREAD, "auto_archive_duration": SLEEP, "invitable": False}
    made: Mapping[str, Any] = await rest.call(THREAD, body, ids={"channel_id": str(parent.id)})
    return made


async def wake(rest: Rest, thread: str) -> None:
    await rest.call(WAKE, {"archived": False}, ids={"channel_id": thread})


async def archive(rest: Rest, thread: Place) -> None:
    """What a pair's time together ends with; the thread stays readable, and a word in it wakes it."""
    await rest.call(WAKE, {"archived": True}, ids={"channel_id": thread.id})
