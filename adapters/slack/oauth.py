"""Hosting: any workspace may install the bot in a browser, and is served with a token of its own."""

from __future__ import annotations

import logging
from html import escape
from typing import TYPE_CHECKING

from aiohttp import web
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse

from adapters.slack.adapter import SlackAdapter
from adapters.slack.deliveries import Http, answered
from adapters.slack.manifest import scopes
from adapters.slack.tokens import Seal, open_stores

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from adapters.slack.api import Web
    from bot.ports import Clock
    from bot.settings import Values

log = logging.getLogger(__name__)

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
LIFETIME = 600
"""Seconds in which an installation that was begun must be finished."""
ORGANISATION = "It cannot serve a whole organisation at once, so nothing was kept."
BEGIN = f'<a href="{INSTALL}">Please begin once more.</a>'
PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Mansarda</title><body><main><h1>{title}</h1><p>{words}</p></main></body></html>"
)


async def hosted(values: Values, web: Web, clock: Clock, host: str) -> SlackAdapter:
    """An adapter for many workspaces; raises `Problem` for keys that are none."""
    seal = Seal(values["SLACK_TOKEN_KEYS"])
    installed, states = await open_stores(values["SLACK_CLIENT_ID"], values["DATABASE_URL"], seal, LIFETIME)
    pages = Pages()
    public = values["SLACK_PUBLIC_URL"].rstrip("/")
    flow = AsyncOAuthFlow(
        client=web.client(None),
        settings=AsyncOAuthSettings(
            client_id=values["SLACK_CLIENT_ID"],
            client_secret=values["SLACK_CLIENT_SECRET"],
            scopes=scopes(),
            user_scopes=[],
            redirect_uri=f"{public}{BACK}",
            authorization_url=_authorize_at(web.url),
            installation_store=installed,
            state_store=states,
            state_expiration_seconds=LIFETIME,
            install_page_rendering_enabled=False,
            callback_options=AsyncCallbackOptions(success=pages.installed, failure=pages.failed),
        ),
    )
    routes = [_get(INSTALL, flow.handle_installation), _get(BACK, flow.handle_callback)]
    door = Http(values["SLACK_SIGNING_SECRET"], host, int(values["PORT"]), routes)
    adapter = SlackAdapter(web, installed, door, clock, coordinators=values["SLACK_COORDINATORS"])
    pages.adapter = adapter
    return adapter


def _authorize_at(api: str) -> str:
    """Where browsers are sent: beside the Web API, also for GovSlack."""
    return api.rstrip("/").removesuffix("/api") + "/oauth/v2/authorize"


class Pages:
    """What the person who installs reads at the end."""

    adapter: SlackAdapter | None = None

    async def installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        team, name = args.installation.team_id or "", args.installation.team_name or ""
        if args.installation.is_enterprise_install or not team:
            log.warning("somebody tried to install for a whole organisation")
            return _page(400, "Each workspace installs Mansarda for itself.", f"{ORGANISATION} {BEGIN}")
        if self.adapter:
            await self.adapter.installed(team, name)
        log.info("installed in workspace %s", team)
        where = escape(name or "your workspace")
        return _page(200, f"Mansarda is in {where}.", "Go back to Slack and type <code>/mentor</code> in any channel.")

    async def failed(self, args: AsyncFailureArgs) -> BoltResponse:
        log.warning("an installation failed: %s", args.reason)
        return _page(args.suggested_status_code, "That did not work.", f"Nothing was installed. {BEGIN}")


def _page(status: int, title: str, words: str) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    return BoltResponse(status=status, body=PAGE.format(title=title, words=words), headers=headers)


def _get(path: str, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> web.RouteDef:
    async def page(request: web.Request) -> web.Response:
        taken = AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))
        return answered(await handle(taken))

    return web.get(path, page)
