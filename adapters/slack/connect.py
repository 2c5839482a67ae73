"""Wiring: from the settings to an adapter that can be started."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from adapters.slack.adapter import SlackAdapter
from adapters.slack.api import Web
from adapters.slack.deliveries import Http
from adapters.slack.sockets import Sockets
from adapters.slack.workspaces import OneToken
from bot.errors import PlatformError, Problem, Revoked

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from adapters.slack.adapter import Door
    from bot.ports import Clock
    from bot.settings import Values

API = "https://slack.com/api/"
EVERYWHERE = "0.0.0.0"  # noqa: S104  # in HTTP mode Slack comes to us, through whatever stands in front


async def connect(values: Values, clock: Clock, *, host: str = EVERYWHERE, hears: bool = True) -> SlackAdapter:
    """One workspace by its token, or many by OAuth; with ``hears`` False it only sends.

    Raises `Problem` for a token that Slack does not take.
    """
    hush()
    web = Web(values["SLACK_API_URL"] or API)
    if values["SLACK_CLIENT_ID"]:
        from adapters.slack.oauth import hosted

        try:
            adapter = await hosted(values, web, clock, host)
            adapter.door = adapter.door if hears else Shut()
            return adapter
        except BaseException:
            await web.close()
            raise
    tokens = OneToken(values["SLACK_BOT_TOKEN"])
    opened = door(values, web, host) if hears else Shut()
    adapter = SlackAdapter(web, tokens, opened, clock, coordinators=values["SLACK_COORDINATORS"])
    try:
        await adapter.workspaces.only()
    except PlatformError as error:
        await web.close()
        if isinstance(error, Revoked):
            raise Problem("SLACK_BOT_TOKEN is not accepted by Slack: copy it anew from OAuth & Permissions.") from None
        raise Problem(f"Slack cannot be reached ({error}): is this machine on the net?") from None
    return adapter


class Shut:
    """`adapters.slack.adapter.Door` of a process that only sends."""

    async def open(self, app: AsyncApp) -> None: ...
    async def close(self) -> None: ...
    def connections(self) -> int:
        return 0


def door(values: Values, web: Web, host: str) -> Door:
    """Socket Mode where there is a token for it, else HTTP."""
    if values["SLACK_APP_TOKEN"]:
        return Sockets(web, values["SLACK_APP_TOKEN"])
    return Http(values["SLACK_SIGNING_SECRET"], host, int(values["PORT"]))


def hush() -> None:
    """Whatever the level is: the SDK would log every call with all it carries, and Bolt what it does not know."""
    logging.getLogger("slack_sdk").setLevel(logging.INFO)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
