"""One process that takes answers to a poll until it is killed: `python -m tests.chaos.voter '{"url": …}'`.

One answer a line comes in; its number goes out once it is kept.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from functools import partial

from bot.features.polls import decide
from bot.identity import Person
from bot.ports import Store
from bot.work import By, Work
from storage.database import open_store
from tests.chaos.clock import BEGIN

PLATFORM = "town"


@dataclass(frozen=True, slots=True)
class Booth:
    """Where to vote; ``key`` is the poll's, in hexadecimal digits, empty for an open one."""

    url: str
    community: int
    poll: int
    key: str


def put_in(work: Work, booth: Booth, voter: str, option: int) -> None:
    by = By(booth.community, Person(PLATFORM, voter, voter), BEGIN)
    decide.vote(work, by, booth.poll, (option,), bytes.fromhex(booth.key) or None)


async def keep(store: Store, booth: Booth, line: str) -> None:
    number, voter, option = json.loads(line)
    await store.write(partial(put_in, booth=booth, voter=voter, option=option))
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


async def serve(booth: Booth) -> None:
    store = await open_store(booth.url)
    loop = asyncio.get_running_loop()
    under_way: set[asyncio.Task[None]] = set()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        task = asyncio.create_task(keep(store, booth, line))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)
    await store.close()


if __name__ == "__main__":
    asyncio.run(serve(Booth(**json.loads(sys.argv[1]))))
