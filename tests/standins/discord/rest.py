"""REST: every request checked, then done, then its reply checked; with rate limits and trouble on order."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.standins.discord import limits, shapes
from tests.standins.discord.answers import Answers
from tests.standins.discord.routes import Routes
from tests.standins.discord.schema import schemas
from tests.standins.discord.town import Channel, Message, Refusal, Town, attachment

PREFIX = "/api/v10"
JSON = "application/json"


@dataclass
class Asked:
    """One request, read."""

    method: str
    path: str
    body: Any
    query: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Fault:
    """The next request whose path matches meets this. ``after``: it is done first, and only the answer differs."""

    kind: str  # "429", "429 bare", "429 global", "500", "drop", "hang", or a refusal "403/50007"
    path: str = "/messages$"
    method: str = "POST"
    after: bool = False
    times: int = 1


class Rest:
    """``bucket``: how many requests of one route and channel there may be in how many seconds."""

    def __init__(self, town: Town, token: str, shards: int) -> None:
        self.town = town
        self.token = token
        self.shards = shards
        self.gateway_url = ""
        self.faults: list[Fault] = []
        self.complaints: list[str] = []
        self.refusals: list[str] = []
        self.asked: list[tuple[str, str]] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.kept: dict[str, bytes] = {}
        """What messages of the bot carry, by the attachment's id."""
        self.commands: dict[str, dict[str, Any]] = {}
        self.bucket = (1000, 1.0)
        self.directs = (1000, 1.0)
        """How many direct conversations may be opened in how many seconds."""
        self.opened: list[float] = []
        self._used: dict[str, list[float]] = {}
        self.limited = 0
        self.checks = True
        self.changed_now = asyncio.Event()
        self.answers = Answers(self)
        self._routes = Routes(self).table()

    def note(self) -> None:
        """Something is there that a person could see."""
        self.changed_now.set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        self.asked.append((request.method, path))
        body, files, kind = await _read(request)
        asked = Asked(request.method, path, body, dict(request.query), files)
        fault = self._fault(asked)
        if fault and not fault.after:
            return await self._trouble(request, fault)
        template, ids, do = self._find(asked)
        response = self._limited(template, ids) or self._done(request, asked, template, ids, do, kind)
        return await self._trouble(request, fault) if fault else response

    def _done(
        self, request: web.Request, asked: Asked, template: str, ids: list[str], do: Callable[..., Any], kind: str
    ) -> web.Response:
        known = schemas() if self.checks else None
        try:
            if not template.startswith(("/interactions", "/webhooks")):
                self._authorised(request)
            wrong = known.request(asked.method, template, kind, asked.body) if known else []
            self.complaints += wrong
            self.refuse_wrong(wrong)
            status, answer = do(asked, *ids)
        except Refusal as refusal:
            status, answer = refusal.status, {"code": refusal.code, "message": str(refusal)}
            self.refusals.append(f"{asked.method} {asked.path} {status}/{refusal.code} {refusal}")
            self.note()
        self.complaints += known.reply(asked.method, template, status, answer) if known else []
        return self._json(status, answer, template, ids)

    async def file(self, request: web.Request) -> web.Response:
        """What somebody attached to a form."""
        found = self.files.get(request.match_info["id"])
        return web.Response(body=found[1]) if found else web.Response(status=404)

    def refuse_wrong(self, wrong: list[str]) -> None:
        if wrong:
            raise Refusal(400, 50035, "Invalid Form Body: " + "; ".join(wrong)[:1500])

    def _authorised(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self.token}":
            raise Refusal(401, 0, "401: Unauthorized")

    def _find(self, asked: Asked) -> tuple[str, list[str], Callable[..., Any]]:
        for (method, template), do in self._routes.items():
            pattern = re.sub(r"\{\w+\}", "([^/]+)", template)
            found = re.fullmatch(pattern, asked.path)
            if found and method == asked.method:
                known = schemas()
                if known and not known.knows(method, template):
                    self.complaints.append(f"{method} {template} is not in the schema")
                return template, list(found.groups()), do
        self.complaints.append(f"{asked.method} {asked.path} is served by nobody")
        raise web.HTTPNotFound

    # rate limits and trouble

    def _key(self, template: str, ids: list[str]) -> str:
        return f"{template}:{ids[0] if ids else ''}"

    def _limited(self, template: str, ids: list[str]) -> web.Response | None:
        most, seconds = self.bucket
        now, used = time.monotonic(), self._used.setdefault(self._key(template, ids), [])
        used[:] = [at for at in used if now - at < seconds]
        if len(used) < most:
            used.append(now)
            return None
        self.limited += 1
        return self._429(seconds - (now - used[0]), "user")

    def _429(self, wait: float, scope: str, *, bare: bool = False) -> web.Response:
        headers = {"Retry-After": str(int(wait) + 1), "X-RateLimit-Scope": scope}
        if bare:  # the network in front of Discord, which has shut the door
            return web.Response(status=429, text="error code: 1015", headers={"Retry-After": headers["Retry-After"]})
        if scope == "global":
            headers["X-RateLimit-Global"] = "true"
        body = {"message": "You are being rate limited.", "retry_after": wait, "global": scope == "global"}
        return web.Response(
            status=429, body=json.dumps(body), content_type=JSON, headers={**headers, "Via": "1.1 google"}
        )

    def _json(self, status: int, answer: Any, template: str, ids: list[str]) -> web.Response:
        most, seconds = self.bucket
        used = self._used.get(self._key(template, ids), [])
        left = seconds - (time.monotonic() - used[0]) if used else seconds
        headers = {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(max(0, most - len(used))),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": f"b{abs(hash(template)):x}"[:16],
            "Via": "1.1 google",
        }
        if answer is None:
            return web.Response(status=status, headers=headers)
        return web.Response(status=status, body=json.dumps(answer).encode(), content_type=JSON, headers=headers)

    def _fault(self, asked: Asked) -> Fault | None:
        for one in self.faults:
            if one.method == asked.method and re.search(one.path, asked.path):
                one.times -= 1
                if not one.times:
                    self.faults.remove(one)
                return one
        return None

    async def _trouble(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault.kind:
            case "429":
                return self._429(0.3, "user")
            case "429 global":
                return self._429(0.3, "global")
            case "429 bare":
                return self._429(1.0, "", bare=True)
            case "500":
                return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")
            case "drop":
                if request.transport:
                    request.transport.abort()
                return web.Response(status=500)
        status, code = map(int, fault.kind.split("/"))
        body = {"code": code, "message": "on order"}
        return web.Response(status=status, body=json.dumps(body), content_type=JSON, headers={"Via": "1.1 google"})

    # what several routes do

    def posted(self, channel: Channel, body: Any, asked: Asked) -> Message:
        self.refuse_wrong(limits.message(body, new=True))
        if body.get("allowed_mentions") is None:  # allowed by Discord, and never meant by us
            self.complaints.append(f"allowed_mentions is missing: {asked.method} {asked.path}")
        said = self.town.post(channel, self.town.bot.id, body.get("content") or "")
        self._fill(said, body, asked)
        said.pings = pings(said.content, body.get("allowed_mentions"))
        self.note()
        return said

    def changed(self, said: Message, body: Any, asked: Asked) -> Message:
        self.refuse_wrong(limits.message(body, new=False))
        said.content = body["content"] or "" if "content" in body else said.content
        self._fill(said, body, asked)
        said.edited = True
        self.note()
        return said

    def _fill(self, said: Message, body: Any, asked: Asked) -> None:
        if "components" in body:
            said.components = shapes.components(body["components"] or [])
        if "flags" in body:
            said.flags = body["flags"] or 0
        if "attachments" in body:
            given = body["attachments"] or []
            names = {f"files[{one['id']}]" for one in given}
            self.refuse_wrong([] if names == set(asked.files) else [f"files {set(asked.files)} for {names}"])
            said.attachments = [self._keep(one, asked.files[f"files[{one['id']}]"]) for one in given]

    def _keep(self, one: Any, data: bytes) -> dict[str, Any]:
        kept = attachment(one, self.town.id(), len(data))
        self.kept[kept["id"]] = data
        return kept


def pings(content: str, allowed: Any) -> set[str]:
    """Who is notified: Discord's default is everybody that the text names."""
    named = set(re.findall(r"<@!?(\d+)>", content))
    everyone = {"everyone"} if re.search(r"@everyone|@here", content) else set()
    if allowed is None:
        return named | everyone
    parse = allowed.get("parse", ())
    found = named if "users" in parse else named & set(map(str, allowed.get("users") or ()))
    return found | (everyone if "everyone" in parse else set())


async def _read(request: web.Request) -> tuple[Any, dict[str, bytes], str]:
    """The JSON of a body, its files, and its type."""
    if request.content_type.startswith("multipart/"):
        files, body = {}, None
        async for part in await request.multipart():
            data = await part.read(decode=False)  # type: ignore[union-attr]  # no part of ours holds parts
            if part.name == "payload_json":  # type: ignore[union-attr]
                body = json.loads(data)
            else:
                files[str(part.name)] = bytes(data)  # type: ignore[union-attr]
        return body, files, "multipart/form-data"
    text = await request.text()
    return (json.loads(text) if text else None), {}, request.content_type


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
