"""Calls of Slack's Web API, and what each failure means for whoever called."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import Busy, Forbidden, Gone, PlatformError, Revoked, TooLarge, Uncertain, Unreachable

log = logging.getLogger(__name__)

LIMIT = aiohttp.ClientTimeout(total=10, connect=5)
"""Seconds for one call; what takes longer is in doubt."""
FILES = ("https", "files.slack.com")
"""Where the files of every workspace lie: docs.slack.dev/reference/objects/file-object, url_private."""
KEPT = 30
"""Connections that stay open for the next call."""
READS = frozenset(
    {
        "conversations.history",
        "conversations.list",
        "conversations.members",
        "files.getUploadURLExternal",
        "files.info",
        "users.info",
    }
)
"""These take their arguments from the query."""

UNINSTALLED = {"token_revoked", "account_inactive"}
REVOKED = {
    "token_expired",
    "invalid_auth",
    "not_authed",
    "team_access_not_granted",
}
GONE = {
    "channel_not_found",
    "file_deleted",
    "file_not_found",
    "is_archived",
    "is_inactive",
    "message_not_found",
    "not_found",
    "team_not_found",
    "user_disabled",
    "user_not_found",
}
NOT_SENT = {"service_unavailable", "request_timeout", "team_added_to_org"}
IN_DOUBT = {"fatal_error", "internal_error"}
"""Slack says of these that some of the work may have been done."""
TOO_MUCH = {"ratelimited", "rate_limited", "message_limit_exceeded"}
PAUSE = 30.0
"""Seconds, where Slack wants a pause and does not say how long."""


class Uninstalled(Revoked):
    """Certainly: the workspace has removed the bot, and it is no trouble of Slack's own."""


class MissingScope(Forbidden):
    """The workspace did not grant what this call needs."""


class Stale(Forbidden):
    """The trigger was used already or is older than 3 seconds, or another view was put there meanwhile."""


STALE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "push_limit_reached", "hash_conflict"}


def failure(error: str, status: int = 200, headers: Mapping[str, str] | None = None) -> PlatformError:
    """Slack's word for what went wrong, as the core knows it. An unknown one is final for its target."""
    if status == 429 or error in TOO_MUCH:
        return Busy(_wait(headers or {}))
    if status >= 500 or error in IN_DOUBT:
        return Uncertain(error or f"status {status}")
    if error in UNINSTALLED:
        return Uninstalled(error)
    if error in REVOKED:
        return Revoked(error)
    if error in GONE:
        return Gone(error)
    if error in NOT_SENT:
        return Unreachable(error)
    if error == "missing_scope":
        return MissingScope(error)
    return Stale(error) if error in STALE else Forbidden(error or f"status {status}")


def _wait(headers: Mapping[str, str]) -> float:
    try:
        return max(float(headers.get("Retry-After", "")), 0.1)
    except ValueError:
        return PAUSE


def broken(error: Exception) -> PlatformError:
    """A line that failed: before anything was sent, or at a moment that nobody knows."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.InvalidURL | aiohttp.ConnectionTimeoutError):
        return Unreachable(type(error).__name__)
    return Uncertain(type(error).__name__)


class Web:
    """The lines to Slack, shared by all workspaces. The SDK's own retries are off: the outbox owns them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = aiohttp.ClientSession(
            timeout=LIMIT, connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT)
        )

    def client(self, token: str | None) -> AsyncWebClient:
        client = AsyncWebClient(token=token, base_url=self.url, session=self.session)
        client.retry_handlers = []  # an empty list given to the constructor would be taken for none given
        return client

    async def call(self, client: AsyncWebClient, method: str, /, **args: Any) -> Mapping[str, Any]:
        """Lets out `PlatformError` alone."""
        try:
            if method in READS:
                given = {name: _query(value) for name, value in args.items() if value is not None}
                found = await client.api_call(method, http_verb="GET", params=given)
            else:
                found = await client.api_call(method, json={k: v for k, v in args.items() if v is not None})
        except SlackApiError as error:
            raise _said(method, error) from None
        except (aiohttp.ClientError, TimeoutError, OSError, SlackRequestError) as error:
            raise broken(error) from None
        return {**found.data, "scopes": found.headers.get("x-oauth-scopes", "")}  # type: ignore[dict-item]

    async def respond(self, url: str, body: Mapping[str, Any]) -> bool:
        """Answer at a response_url; False when it is used up or too old."""
        hook = AsyncWebhookClient(url, session=self.session)
        hook.retry_handlers = []
        try:
            answer = await hook.send_dict(dict(body))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise broken(error) from None
        if answer.status_code == 429 or answer.status_code >= 500:
            raise failure("", answer.status_code, answer.headers)
        return answer.status_code == 200

    async def upload(self, url: str, data: bytes) -> None:
        try:
            async with self.session.post(url, data=data) as answer:
                if answer.status != 200:
                    raise failure("upload_failed", answer.status, answer.headers)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise broken(error) from None

    async def download(self, url: str, token: str, most: int) -> bytes:
        """A private file of Slack's own; raises `TooLarge` above ``most`` bytes.

        A file may also lie with somebody else, where our token has no business.
        """
        if not self._own(url):
            raise Gone("this file does not lie with the platform")
        bearer = {"Authorization": f"Bearer {token}"}
        try:
            async with self.session.get(url, headers=bearer, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise failure("file_not_found" if answer.status == 404 else "", answer.status, answer.headers)
                if (answer.content_length or 0) > most:
                    raise TooLarge(f"{answer.content_length} bytes, at most {most}")
                data = bytearray()
                async for piece in answer.content.iter_chunked(65_536):
                    data += piece
                    if len(data) > most:
                        raise TooLarge(f"more than {most} bytes")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise broken(error) from None
        return bytes(data)

    def _own(self, url: str) -> bool:
        """Files lie at files.slack.com, or in tests where the Web API is."""
        return _host(url) in (FILES, _host(self.url))

    async def close(self) -> None:
        await self.session.close()


def _host(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _query(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _said(method: str, error: SlackApiError) -> PlatformError:
    response = error.response
    data = getattr(response, "data", None)
    word = str(data.get("error", "")) if isinstance(data, dict) else ""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 500))
    found = failure(word, status, getattr(response, "headers", None))
    if type(found) is Forbidden:
        details = data.get("response_metadata") if isinstance(data, dict) else None
        log.error("%s was refused: %s %s", method, word, details or "")
    return found
