"""Three seconds: what happens when an answer takes longer than a platform waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from bot.context import Context
    from bot.identity import Person, Ref
    from bot.ports import Adapter, FormReply, OpenReply, Reply
    from bot.post import FormPost, Post

Result = TypeVar("Result")

ANSWER = 1.0
"""Seconds after which the event is stored and the platform told to wait."""
FORM = 2.0
"""Seconds after which a form that is not ready becomes a button; a form must be the first answer within 3 s."""
BUTTON = 2.7
"""Seconds after the event by which that button is there."""
STORE = 2.5
"""Seconds after the event by which it must be stored, or the person is told that nothing was saved."""


class Tracked:
    """A platform's reply, and how far the answer has come.

    ``received``: the event is in the inbox until it is settled. ``over``: the person was told how it ended, so
    nothing may be stored for this event any more. ``asked``: a form is open, so nothing else is shown now.
    """

    def __init__(self, reply: Reply, *, late: bool = False) -> None:
        """``late``: taken up again, so nobody waits, and no form can be the answer any more."""
        self._reply = reply
        self.answered = late
        self.received = late
        self.over = False
        self.asked = False
        self.ctx: Context | None = None

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
        self.answered = self.asked = True
        opening: OpenReply = self._reply  # type: ignore[assignment]  # only an OpenContext calls this
        await opening.open(form)

    async def refuse(self, errors: Mapping[str, str], text: str) -> None:
        self.answered = self.asked = True
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


async def patiently(job: Awaitable[None], seconds: float, otherwise: Callable[[], Awaitable[bool]]) -> bool:
    """Run the job. Where it takes longer than this, ask ``otherwise`` whether it may go on; False when it may not."""
    task = asyncio.ensure_future(job)
    running: set[asyncio.Future[Any]] = {task}
    try:
        done, _ = await asyncio.wait(running, timeout=seconds)
        if not done:
            asked = asyncio.ensure_future(otherwise())
            running.add(asked)
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            if not task.done() and not await asked:
                return False
        await task
        return True
    finally:
        for one in running:  # what is done already does not mind
            one.cancel()


async def within(seconds: float, job: Awaitable[Result]) -> Result:
    """Raises `TimeoutError` in time, without waiting for a driver that is slow to give up."""
    task = asyncio.ensure_future(job)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if not done:
            raise TimeoutError
    finally:
        task.cancel()
    return await task
