"""The answer to one interaction: what may follow what, and what to do when it comes too late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any

from adapters.discord import outbound
from adapters.discord.calls import CALLBACK, DROP_ANSWER, EDIT, EDIT_ANSWER, FOLLOW_UP
from adapters.discord.inbound import Used
from adapters.discord.rest import Late, Rest, Taken
from bot.errors import Busy, Gone, PlatformError, TooLate, Uncertain
from bot.identity import Ref
from bot.post import FormPost, Post, PostChoice

log = logging.getLogger(__name__)

SAY, HOLD, HOLD_CHANGE, CHANGE, COMPLETE, OPEN = 4, 5, 6, 7, 8, 9
"""Types of first answers: receiving-and-responding.mdx:262."""
ORIGINAL = "@original"
SOON = 1.0
"""Seconds that a first answer may be put off when Discord asks for it; it has three in all."""

Normally = Callable[[Used, Post, bool, str], Awaitable[Ref | None]]
"""Posts a normal message instead of an answer: the interaction, the post, whether it is private, its key."""


class Stand(Enum):
    """How far an answer has come."""

    FRESH = auto()
    HELD = auto()  # a private "thinking" line is shown, and waits to become the answer
    KEPT = auto()  # the pressed message stands and may still be changed
    SAID = auto()  # something was said; the pressed message is as it was
    LATE = auto()  # Discord takes no answer any more


class InteractionReply:
    """`bot.ports.OpenReply` and `FormReply`, for one interaction."""

    def __init__(self, rest: Rest, used: Used, normally: Normally) -> None:
        self._rest = rest
        self._used = used
        self._normally = normally
        self._stand = Stand.FRESH
        self._count = 0

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        self._count += 1
        try:
            said = await self._said(post, private and self._used.community is not None)
        except Late:
            log.info("interaction %s was answered too late, by a normal message", self._used.id)
            self._stand = Stand.LATE
            return await self._normally(self._used, post, private, f"late:{self._used.id}:{self._count}")
        return Ref(self._used.place, said["id"]) if said else None

    async def _said(self, post: Post, private: bool) -> Any:
        match self._stand:
            case Stand.LATE:
                raise Late("it was too late before")
            case Stand.FRESH:
                said = await self._first(SAY, outbound.message(post, private=private), post)
                self._stand = Stand.SAID
                return said
            case Stand.HELD:
                self._stand = Stand.SAID
                with there():
                    if private or self._used.community is None:
                        return await self._edit(ORIGINAL, post, 0)
                    # The first follow-up would inherit that only one person sees it.
                    await self._rest.call(DROP_ANSWER, ids=self._ids(message_id=ORIGINAL))
        return await self._follow(post, private)

    async def replace(self, post: Post) -> None:
        if self._used.source is None:
            await self.answer(post, private=True)
            return
        try:
            await self._replaced(post)
        except Gone:  # the message is not there any more, or it is too late to change it; but its reader is there
            await self.answer(post, private=True)

    async def _replaced(self, post: Post) -> None:
        mark, source = self._used.mark, self._used.source
        match self._stand:
            case Stand.FRESH:
                await self._first(CHANGE, outbound.change(post, mark=mark), post)
                self._stand = Stand.KEPT
            case Stand.KEPT:
                await self._edit(ORIGINAL, post, mark)
            case Stand.LATE:
                raise Late("it was too late before")
            case _ if source and not self._used.source_private:
                ids = {"channel_id": source.place.id, "message_id": source.id}
                body = outbound.change(post, mark=mark)
                await self._rest.call(EDIT, body, files=outbound.uploads(post), ids=ids)
            case _:  # what only one person sees can be reached by the interaction alone
                await self._edit(source.id if source else ORIGINAL, post, mark)

    async def wait(self) -> None:
        """Private in any case: a press leaves its message as it is, anything else shows that only to the person."""
        if self._stand is not Stand.FRESH:
            return
        try:
            if self._used.source:
                await self._first(HOLD_CHANGE, None)
                self._stand = Stand.KEPT
            else:
                hidden = outbound.EPHEMERAL if self._used.community else 0
                await self._first(HOLD, {"flags": hidden})
                self._stand = Stand.HELD
        except Late:
            self._stand = Stand.LATE

    async def open(self, form: FormPost) -> None:
        if self._stand is not Stand.FRESH:
            raise TooLate("a form can only be the first answer")
        try:
            await self._first(OPEN, outbound.modal(form))
        except Late as late:
            self._stand = Stand.LATE
            raise TooLate("the form came after three seconds") from late
        self._stand = Stand.SAID

    async def refuse(self, errors: Mapping[str, str], text: str) -> None:
        raise ValueError("a form cannot come back here: inline_errors is off")

    async def _first(self, kind: int, data: Any, post: Post | None = None) -> Any:
        """The first answer. Asking twice is safe, since Discord takes only one; the message, where it is one."""
        body = {"type": kind} | ({} if data is None else {"data": data})
        ids = {"webhook_id": self._used.id, "webhook_token": self._used.token}
        files = outbound.uploads(post)

        async def ask() -> Any:
            return await self._rest.call(CALLBACK, body, files=files, query={"with_response": "true"}, ids=ids)

        try:
            try:
                answer = await ask()
            except Uncertain:
                answer = await ask()
            except Busy as busy:
                if busy.wait > SOON:
                    raise
                await asyncio.sleep(busy.wait)
                answer = await ask()
        except Taken:  # by the attempt whose answer got lost, or when this event was told the first time
            log.info("interaction %s had its answer already", self._used.id)
            return None
        return ((answer or {}).get("resource") or {}).get("message")

    async def _edit(self, id: str, post: Post, mark: int) -> Any:
        body = outbound.change(post, mark=mark)
        return await self._rest.call(EDIT_ANSWER, body, files=outbound.uploads(post), ids=self._ids(message_id=id))

    async def _follow(self, post: Post, private: bool) -> Any:
        body = outbound.message(post, private=private)
        return await self._rest.call(
            FOLLOW_UP, body, files=outbound.uploads(post), query={"wait": "true"}, ids=self._ids()
        )

    def _ids(self, **more: str) -> dict[str, str]:
        return {"webhook_id": self._used.application, "webhook_token": self._used.token, **more}


@contextmanager
def there() -> Iterator[None]:
    """Goes on where a message was put away by its reader meanwhile."""
    try:
        yield
    except Late:
        raise
    except Gone:
        log.debug("the line that was to be changed is gone")


async def complete(rest: Rest, used: Used, choices: list[PostChoice]) -> None:
    """Completions for an option; whoever typed on meanwhile needs them no more."""
    data = {"choices": [{"name": one.label[:100] or "…", "value": one.value[:100]} for one in choices[:25]]}
    ids = {"webhook_id": used.id, "webhook_token": used.token}
    try:
        await rest.call(CALLBACK, {"type": COMPLETE, "data": data}, ids=ids)
    except PlatformError as error:
        log.debug("completions for %s: %s", used.id, error)
