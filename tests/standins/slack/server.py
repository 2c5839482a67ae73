"""Slack's addresses on loopback: the Web API, response_urls, uploads, OAuth."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from yarl import URL

from tests.standins.slack import schema
from tests.standins.slack.methods import METHODS
from tests.standins.slack.platform import RESPONSE, USES, ApiError, Platform
from tests.standins.slack.things import Fault, Installed, Message

NO_TOKEN = {"oauth.v2.access"}
SECRET = "the-client-secret"


class Server:
    """The Web API of a platform; it can be taken from the net and brought back on the same port."""

    def __init__(self, slack: Platform) -> None:
        self.slack = slack
        self.port = 0
        self.codes: dict[str, tuple[str, str]] = {}
        """OAuth codes: what may be installed with each, as team and scopes."""
        self.consenting = "T2"
        self.organisation = ""
        """An Enterprise Grid organisation for which it is installed as a whole."""
        self._runner: web.AppRunner | None = None
        self.sockets: Any = None
        self.slow: dict[str, float] = {}
        """Methods that are carried out at once and answered only after so many seconds."""

    async def start(self) -> None:
        site = web.Application(client_max_size=50_000_000)
        site.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.post("/response/{id}", self._response),
                web.post("/upload/{id}", self._upload),
                web.get("/files/{id}", self._download),
                web.get("/oauth/v2/authorize", self._consent),
            ]
        )
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        listening = socket.create_server(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        self.slack.address = f"http://127.0.0.1:{self.port}"
        await web.SockSite(self._runner, listening).start()

    async def stop(self) -> None:
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()

    @property
    def up(self) -> bool:
        return self._runner is not None

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, args = request.match_info["method"], await arguments(request)
        self.slack.calls.append((method, args))
        fault = next((one for one in self.slack.faults if one.method in (method, "*")), None)
        if fault:
            self.slack.faults.remove(fault)
        try:
            if fault and not fault.done:
                await _failed(request, fault)
            headers, answer = await self._answer(method, args, request)
            await asyncio.sleep(self.slow.get(method, 0))
            if fault:
                await _failed(request, fault)
        except ApiError as error:
            body = {"ok": False, "error": error.error}
            return web.json_response(body, status=error.status, headers=error.headers)
        return web.json_response({"ok": True, **answer}, headers=headers)

    async def _answer(
        self, method: str, args: Mapping[str, Any], request: web.Request
    ) -> tuple[dict[str, str], dict[str, Any]]:
        self._check_arguments(method, args)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.get("token", ""))
        if method == "oauth.v2.access":
            return {}, self._oauth(args, request)
        if method == "apps.connections.open":
            if token not in self.slack.app_tokens:
                raise ApiError("invalid_auth")
            return {}, {"url": self.sockets.address()}
        me = self._installed(token)
        self._check_scope(method, me)
        self.slack.check_tier(me.team, method)
        headers = {"x-oauth-scopes": ",".join(sorted(me.scopes))}
        return headers, METHODS[method](self.slack, me, args)

    def _check_arguments(self, method: str, args: Mapping[str, Any]) -> None:
        known = schema.method(method).get("args", {})
        unknown = args.keys() - known.keys() - {"token"} if known else set()
        missing = [name for name, one in known.items() if one.get("required") and name not in args]
        if unknown or missing:
            self.slack.wrong.append(f"{method}: unknown {unknown}, missing {missing}")
            raise ApiError("invalid_arguments")

    def _installed(self, token: str) -> Installed:
        me = self.slack.installed.get(token)
        if me is None:
            raise ApiError("invalid_auth" if token else "not_authed")
        if me.revoked:
            raise ApiError(me.revoked)
        return me

    def _check_scope(self, method: str, me: Installed) -> None:
        """One of the method's scopes is enough here; history looks closer itself."""
        needed = {one["name"] for one in (schema.method(method).get("scopes") or {}).get("bot", ())}
        if needed and not needed & me.scopes:
            raise ApiError("missing_scope")

    def _oauth(self, args: Mapping[str, Any], request: web.Request) -> dict[str, Any]:
        basic = request.headers.get("Authorization", "")
        if args.get("client_secret") != SECRET and not basic.startswith("Basic "):
            raise ApiError("bad_client_secret")
        known = self.codes.pop(str(args.get("code")), None)
        if known is None:
            raise ApiError("invalid_code")
        team, scopes = known
        me = self.slack.install(team, frozenset(scopes.split(",")))
        return {
            "access_token": me.token,
            "token_type": "bot",
            "scope": scopes,
            "bot_user_id": me.bot_user,
            "app_id": "A1",
            "team": None if self.organisation else {"id": team, "name": me.name},
            "enterprise": {"id": self.organisation, "name": "Group"} if self.organisation else None,
            "authed_user": {"id": "UINSTALLER"},
            "is_enterprise_install": bool(self.organisation),
        }

    async def _consent(self, request: web.Request) -> web.Response:
        """Somebody agrees at once, for the workspace that they are in."""
        code = f"code{self.slack.number()}"
        self.codes[code] = (self.consenting, request.query["scope"])
        back = URL(request.query["redirect_uri"]).update_query(code=code, state=request.query["state"])
        raise web.HTTPFound(back)

    async def _response(self, request: web.Request) -> web.Response:
        """Five uses in thirty minutes."""
        slack, known = self.slack, self.slack.response_urls.get(request.match_info["id"])
        if known is None or slack.clock() - known.at > RESPONSE or known.uses >= USES:
            return web.Response(status=404, text="expired_url" if known else "no_such_url")
        known.uses += 1
        body = await request.json()
        wrong = schema.message(body) if slack.checks else []
        if wrong:
            slack.wrong.append(f"response_url: {wrong}")
            return web.Response(status=400, text="invalid_blocks")
        old = next((one for one in slack.messages if one.ts == known.ts and one.channel == known.channel), None)
        if body.get("replace_original") and old:
            old.text, old.blocks, old.edited = body["text"], body.get("blocks", []), True
            return web.Response(text="ok")
        private = known.user if body.get("response_type", "ephemeral") == "ephemeral" else None
        team = slack.channels[known.channel].team
        author = slack.of(team).bot_user
        slack.put(Message(slack.ts(), known.channel, author, body["text"], body.get("blocks", []), only_for=private))
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        self.slack.files[request.match_info["id"]].data = await request.read()
        return web.Response(text="OK")

    async def _download(self, request: web.Request) -> web.Response:
        """A private file, for whoever may read files in its workspace; others are led to a page for people."""
        known = self.slack.files.get(request.match_info["id"])
        me = self.slack.installed.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if known is None:
            return web.Response(status=404)
        if me is None or me.team != known.team or "files:read" not in me.scopes:
            raise web.HTTPFound("/signin")
        return web.Response(body=known.data)


async def arguments(request: web.Request) -> dict[str, Any]:
    """From the query, a form or JSON; what is JSON inside a string is read too."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    elif request.method == "POST":
        found |= dict(await request.post())
    for name in ("blocks", "view", "metadata"):
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found


async def _failed(request: web.Request, fault: Fault) -> None:
    if fault.error == "lost":
        if request.transport:
            request.transport.close()
        await asyncio.sleep(0)
        raise ApiError("lost", 500)
    if fault.error == "500":
        raise ApiError("internal_error", 500)
    if fault.error == "429":
        raise ApiError("ratelimited", 429, {"Retry-After": "2"})
    raise ApiError(fault.error)
