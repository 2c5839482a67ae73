"""Requests to Discord: each one once, within a time limit, and with the core's names for what goes wrong."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from adapters.discord.calls import Call
from adapters.discord.capabilities import CONTENT
from adapters.discord.lanes import ALL
from bot.errors import Busy, Forbidden, Full, Gone, PlatformError, Revoked, Uncertain, Unreachable

if TYPE_CHECKING:
    from adapters.discord.outbound import Upload

LIMIT, UPLOAD = 10.0, 30.0
"""Seconds until an answer is given up, without and with files; Discord itself answers or fails within a few."""
UNCOUNTED = ("/interactions/", "/webhooks/")
"""Answers to interactions, which the global limit does not count (rate-limits.mdx:128)."""
INVALID, WINDOW = 500, 600.0
"""So many refusals in ten minutes are a mistake of ours; 10,000 would ban the address (rate-limits.mdx:132)."""
DIRECTS_TOO_FAST = 40003
ARCHIVED = 50083
LATE = (10062, 10015, 50027)
"""Unknown interaction, unknown webhook, invalid webhook token: 3 s or 15 min are over."""
TAKEN = 40060
COMMAND = re.compile(r"(?<!\\)`/([a-z-]+(?: [a-z-]+)?)`")
"""A command as our texts write it; what members type has its signs escaped and never looks like this."""
REMOVED = 10004
FULL = (30033, 160006)
"""No more members in this thread; no more active threads in this server."""


class Late(Gone):
    """The interaction waited too long for an answer."""


class Taken(Gone):
    """The interaction was answered before."""


class Removed(Revoked):
    """The bot is not in this server."""


class Archived(Gone):
    """The thread sleeps, and has to be woken first."""


class Answered(aiohttp.ClientError):
    """An answer that the library would repeat the request for: 429, or a failure on Discord's side."""

    def __init__(self, status: int, wait: float, *, everywhere: bool, ours: bool) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.wait = wait
        self.everywhere = everywhere
        self.ours = ours


@dataclass(slots=True)
class _Way:
    """Whether a request has left: before, a time limit means that it was certainly not sent."""

    left: bool = False


def watching() -> aiohttp.TraceConfig:
    """Switches the library's own retries off: whoever asked decides what follows (``Client(http_trace=…)``)."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_leaves)
    trace.on_request_end.append(_answers)
    return trace


async def _leaves(_: aiohttp.ClientSession, context: SimpleNamespace, __: aiohttp.TraceRequestStartParams) -> None:
    if context.trace_request_ctx is not None:
        context.trace_request_ctx.left = True


async def _answers(_: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
    response = params.response
    if response.status == 429 or response.status >= 500:
        text = await response.text(errors="replace")  # read, so that the connection is free again
        shared = response.headers.get("X-RateLimit-Scope") == "shared"
        everywhere = "X-RateLimit-Global" in response.headers or "Via" not in response.headers
        raise Answered(response.status, _wait(response, text), everywhere=everywhere, ours=not shared)


def _wait(response: aiohttp.ClientResponse, text: str) -> float:
    """Seconds until one may come back; a ban by the network in front of Discord may say nothing."""
    try:
        return max(float(json.loads(text)["retry_after"]), 0.1)
    except (ValueError, TypeError, KeyError):
        said = response.headers.get("Retry-After", "")
        return max(float(said), 0.1) if said.replace(".", "", 1).isdecimal() else 60.0


class Rest:
    """One process's requests; ``http`` is the library's, which keeps to the rate limits it is told of."""

    def __init__(self, http: discord.http.HTTPClient) -> None:
        self._http = http
        self._invalid: deque[float] = deque(maxlen=INVALID)
        self._closed_until = 0.0
        self.commands: Mapping[str, str] = {}

    async def call(
        self,
        call: Call,
        body: Any = None,
        *,
        files: Sequence[Upload] = (),
        query: Mapping[str, str] | None = None,
        ids: Mapping[str, str],
    ) -> Any:
        """The answer's JSON; raises `PlatformError` and its kinds, nothing else."""
        self._may_go(call)
        body = self.clickable(body)
        way = _Way()
        given: dict[str, Any] = {"params": query, "trace_request_ctx": way}
        if files:
            given["form"] = _parts(body, files)
        elif body is not None:
            given["json"] = body
        try:
            async with asyncio.timeout(UPLOAD if files else LIMIT):
                return await self._http.request(discord.http.Route(call.method, call.path, **ids), **given)
        except Answered as answered:
            raise self._said(answered) from answered
        except discord.HTTPException as error:
            if error.status in (401, 403):
                self._invalid.append(time.monotonic())
            raise named(error.status, error.code, error.text) from error
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(str(error)) from error
        except TimeoutError as error:
            raise (Uncertain("no answer") if way.left else Busy(1.0)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Uncertain(repr(error)) from error
        except RuntimeError as error:  # the session is closed: the gateway is being started anew
            raise Unreachable(str(error)) from error

    def clickable(self, body: Any) -> Any:
        """Our commands in a message become links that each reader sees in their own language."""
        match body:
            case {"data": {"content": str()} as data}:
                return {**body, "data": self.clickable(data)}
            case {"content": str(words)}:
                linked = COMMAND.sub(self._linked, words)
                return {**body, "content": linked} if len(linked) <= CONTENT else body
        return body

    def _linked(self, found: re.Match[str]) -> str:
        id = self.commands.get(found[1])
        return f"</{found[1]}:{id}>" if id else found[0]

    def _may_go(self, call: Call) -> None:
        now = time.monotonic()
        if call.path.startswith(UNCOUNTED):
            return
        if now < self._closed_until:
            raise Busy(self._closed_until - now, ALL.key)
        if len(self._invalid) == INVALID and now - self._invalid[0] < WINDOW:
            raise Busy(WINDOW - (now - self._invalid[0]), ALL.key)

    def _said(self, answered: Answered) -> PlatformError:
        if answered.status != 429:
            return Uncertain(str(answered))
        now = time.monotonic()
        if answered.ours:
            self._invalid.append(now)
        if answered.everywhere:
            self._closed_until = max(self._closed_until, now + answered.wait)
        return Busy(answered.wait, ALL.key if answered.everywhere else None)


def named(status: int, code: int, text: str) -> PlatformError:
    """The core's name for a refusal: opcodes-and-status-codes.mdx."""
    said = f"{status}/{code} {text}"
    match status, code:
        case _, c if c in LATE:
            return Late(said)
        case _, c if c == TAKEN:
            return Taken(said)
        case _, c if c == ARCHIVED:
            return Archived(said)
        case _, c if c == DIRECTS_TOO_FAST:
            return Busy(60.0)
        case _, c if c in FULL:
            return Full(3600.0)
        case _, c if c == REMOVED:
            return Removed(said)
        case 401, _:
            return Revoked(said)
        case 404, _:
            return Gone(said)
    return Forbidden(said)


def _parts(body: Any, files: Sequence[Upload]) -> list[dict[str, Any]]:
    """A multipart body: the JSON, then each file (reference.mdx, Uploading Files)."""
    parts: list[dict[str, Any]] = [
        {"name": "payload_json", "value": json.dumps(body), "content_type": "application/json"}
    ]
    for number, one in enumerate(files):
        parts.append(
            {
                "name": f"files[{number}]",
                "value": one.data,
                "filename": one.name,
                "content_type": "application/octet-stream",
            }
        )
    return parts
