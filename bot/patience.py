"""Three seconds: what happens when an answer takes longer than a platform waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.identity import Person, Ref
    from bot.markup import Reader
    from bot.ports import Adapter, FormReply, OpenReply, Reply
    from bot.post import FormPost, Post

ANSWER = 1.0
"""Seconds after which the event is stored and the platform told to wait."""
FORM = 2.0
"""Seconds after which a form that is not ready becomes a button; a form must be the first answer within 3 s."""
STORE = 2.5
"""Seconds after the event by which it must be stored, or the person is told that nothing was saved."""


class Tracked:
    """A platform's reply that remembers whether anything was answered yet."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self.answered = False
        self.reader: Reader | None = None

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        self.answered = True
        return await self._reply.answer(post, private=private)

    async def replace(self, post: Post) -> None:
        self.answered = True
        await self._reply.replace(post)

    async def wait(self) -> None:
        if not self.answered:
            self.answered = True
            await self._reply.wait()

    async def open(self, form: FormPost) -> None:
        self.answered = True
        opening: OpenReply = self._reply  # type: ignore[assignment]  # only an OpenContext calls this
        await opening.open(form)

    async def refuse(self, errors: Mapping[str, str], text: str) -> None:
        self.answered = True
        form: FormReply = self._reply  # type: ignore[assignment]  # only the answer to a form calls this
        await form.refuse(errors, text)


class Direct:
    """A reply by direct message: for events taken up again, and where a platform has no private answers."""

    def __init__(self, adapter: Adapter, person: Person, key: str) -> None:
        self._adapter = adapter
        self._person = person
        self._key = key
        self._count = 0

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        self._count += 1
        place = await self._adapter.direct(self._person)
        return await self._adapter.send(place, post, once=f"late:{self._key}:{self._count}")

    async def replace(self, post: Post) -> None:
        await self.answer(post, private=True)

    async def wait(self) -> None:
        """Nobody is waiting."""


async def patiently(job: Awaitable[None], seconds: float, otherwise: Callable[[], Awaitable[bool]]) -> None:
    """Run the job; when it takes longer than this, call ``otherwise``, which says whether the job may go on."""
    task = asyncio.ensure_future(job)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done and not await _go_on(otherwise, task):
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return
    await task


async def _go_on(otherwise: Callable[[], Awaitable[bool]], task: asyncio.Future[None]) -> bool:
    try:
        return await otherwise()
    except BaseException:
        task.cancel()
        raise
