"""Five catch-all listeners: Slack's command, action, view, options and event become the core's."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from adapters.slack import commands, ids, inbound, texts
from adapters.slack.commands import FORM
from adapters.slack.home import COMMAND, REFRESH
from adapters.slack.replies import Ack, SlackFormReply, SlackOpenReply, SlackReply, once_more
from adapters.slack.views import Source
from bot.commands import Command
from bot.errors import PlatformError
from bot.events import BotRemoved, CommandUsed, MemberJoined
from bot.i18n import Tongues, language_of
from bot.markup import Reader
from bot.post import Post, Span

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from adapters.slack.home import Homes
    from adapters.slack.people import People
    from adapters.slack.posting import Posting
    from adapters.slack.workspaces import Workspace, Workspaces
    from bot.ports import Clock, Listener

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
Some = TypeVar("Some", bound=SlackReply)
EVERY = re.compile(".*", re.DOTALL)


class Listeners:
    """What Slack tells, put before the bot. Everything that is under way is counted, so that a stop can wait."""

    def __init__(
        self, workspaces: Workspaces, posting: Posting, people: People, homes: Homes, clock: Clock, listener: Listener
    ) -> None:
        self.workspaces = workspaces
        self.posting = posting
        self.people = people
        self.homes = homes
        self.clock = clock
        self.listener = listener
        self.known: dict[str, Command] = {}
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def register(self, app: AsyncApp) -> None:
        app.command(EVERY)(self.command)
        app.action(EVERY)(self.action)
        app.view(EVERY)(self.view)
        app.options(EVERY)(self.options)
        app.event(EVERY, middleware=[self.event])(_acknowledged)

    async def settled(self) -> None:
        """Until nothing is under way."""
        await self._quiet.wait()

    @asynccontextmanager
    async def _dealing(self) -> AsyncIterator[None]:
        self._under_way += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    # -- the five

    async def command(self, ack: Ack, body: Body) -> None:
        async with self._dealing():
            workspace, locale = await self._in(body), self._locale(body["team_id"], body["user_id"])
            source = inbound.command_source(body)
            self.people.look_anew(source.team)
            words = commands.typed_words(body["command"], body.get("text") or "", source.team, self.known)
            reply = self._reply(SlackOpenReply, workspace, source, ack, locale)
            reply.trigger, reply.again = body["trigger_id"], once_more(f"{COMMAND}{words}", reply.language)
            await self._run(inbound.command(body, words, locale), reply)

    async def action(self, ack: Ack, body: Body) -> None:
        async with self._dealing():
            source = inbound.action_source(body)
            workspace, locale = await self._in(body), self._locale(source.team, source.user)
            reply = self._reply(SlackOpenReply, workspace, source, ack, locale)
            reply.trigger = body["trigger_id"]
            if source.home:
                self.homes.clear(source)
            event = inbound.action(body, source, locale)
            reply.again = once_more(event.action, reply.language)
            if event.action == REFRESH:
                await reply.ack()
                await self._during(reply, _nothing_else)
                return
            if event.action.startswith(COMMAND):
                words = event.action.removeprefix(COMMAND)
                await self._run(inbound.as_command(event.id, words, source, locale), reply, asks=source.home)
                return
            if self.listener.opens(event.action):
                await reply.load()
            await self._during(reply, lambda locale: self.listener.action(replace(event, locale=locale), reply))

    async def view(self, ack: Ack, body: Body) -> None:
        async with self._dealing():
            source = inbound.form_source(body)
            self.people.look_anew(source.team)
            workspace, locale = await self._in(body), self._locale(source.team, source.user)
            if source.home:
                self.homes.clear(source)
            if body["view"]["callback_id"].startswith(FORM):
                await self._options_sent(ack, body, source, workspace)
                return
            reply = self._reply(SlackFormReply, workspace, source, ack, locale)
            reply.view = body["view"]
            await self._during(reply, lambda locale: self.listener.form(inbound.form(body, source, locale), reply))

    async def _options_sent(self, ack: Ack, body: Body, source: Source, workspace: Workspace) -> None:
        """A command's options were filled in: it runs as if they had been typed."""
        locale = self._locale(source.team, source.user)
        name = body["view"]["callback_id"].removeprefix(FORM)
        event = replace(
            inbound.as_command(inbound.form_id(body), "", source, locale),
            name=name,
            options=commands.filled_options(body["view"], source.team),
        )
        reply = self._reply(SlackOpenReply, workspace, source, ack, locale)
        reply.trigger, reply.again = body.get("trigger_id", ""), once_more(f"{COMMAND}{name}", reply.language)
        await self._during(reply, lambda locale: self.listener.command(replace(event, locale=locale), reply))

    async def options(self, ack: Ack, body: Body) -> None:
        async with self._dealing():
            team, user = inbound.team_in(body)[0], body["user"]["id"]
            command, name = commands.asked_option(body["action_id"])
            event = inbound.typed(body, command, name, self._locale(team, user))
            await ack(options=commands.offered(await self.listener.suggest(event), event.typed))

    async def event(self, body: Body, next: Callable[[], Awaitable[None]]) -> None:  # noqa: A002  # Bolt's own name
        """Acknowledged only afterwards, since Slack tells it again where it was not."""
        async with self._dealing():
            team, enterprise = inbound.team_in(body)
            match body["event"]["type"]:
                case "app_uninstalled":
                    await self.removed(team, enterprise)
                case "tokens_revoked" if body["event"].get("tokens", {}).get("bot"):
                    await self.removed(team, enterprise)
                case "app_home_opened" if body["event"].get("tab", "home") == "home":
                    await self._home(body)
                case "team_join" | "user_change":
                    await self._changed(body)
        await next()

    # -- what they need

    async def _in(self, body: Body) -> Workspace:
        return await self.workspaces.of(*inbound.team_in(body))

    def _locale(self, team: str, user: str) -> str | None:
        return self.people.locale(team, user)

    def _reply(self, kind: type[Some], workspace: Workspace, source: Source, ack: Ack, locale: str | None) -> Some:
        return kind(workspace, self.posting, self.homes, source, ack, locale)

    async def _run(self, event: CommandUsed, reply: SlackOpenReply, *, asks: bool = False) -> None:
        """A command. ``asks``: it was pressed and not typed, so its options are asked for."""
        form = commands.unfinished(event.words, self.known, asks=asks)
        if form or commands.opens(event.words, self.known):
            await reply.load()

        async def run(locale: str | None) -> None:
            if form:
                asked, typed = form
                reader = Reader(language_of(reply.language), "UTC", self.clock.now())
                await reply.show(commands.options_view(asked, typed.options, reply.source, reader))
            else:
                await self.listener.command(replace(event, locale=locale), reply)

        await self._during(reply, run)

    async def _during(self, reply: SlackReply, work: Callable[[str | None], Awaitable[None]]) -> None:
        """Do it in the person's language, unless they cannot take part here."""
        try:
            outside = await self._outside(reply)
            if outside:
                await reply.answer(Post((Span(texts.say(outside, reply.language)),)), private=True)
            else:
                await work(reply.locale)
        finally:
            try:
                await reply.over()
            finally:
                await reply.ack()

    async def _outside(self, reply: SlackReply) -> Tongues | None:
        """What is said to a guest, or to somebody of another workspace: nothing about them is kept.

        Asking Slack who this is is no further call, since the core needs the same answer.
        """
        found = None
        with suppress(PlatformError):
            found = await self.people.outside(reply.workspace, reply.source.user)
        reply.locale = self._locale(reply.source.team, reply.source.user)
        return found

    async def _home(self, body: Body) -> None:
        event, (team, _) = body["event"], inbound.team_in(body)
        source = Source(team, event["user"], event.get("channel", ""), home=True)
        workspace = await self._in(body)
        self.homes.clear(source)
        self.homes.note(source, (event.get("view") or {}).get("hash", ""))
        reply = self._reply(SlackOpenReply, workspace, source, _no_ack, None)
        await self._during(reply, _nothing_else)

    async def _changed(self, body: Body) -> None:
        """A profile changed, or somebody came or left; only the latter two are the bot's business."""
        self.people.note(inbound.team_in(body)[0], body["event"]["user"])
        notice = inbound.notice(body)
        if isinstance(notice, MemberJoined) and body["event"]["user"].get("is_bot"):
            return
        if notice:
            await self.listener.notice(notice)

    async def removed(self, team: str, enterprise: str = "") -> None:
        """The workspace has removed the bot: its token is forgotten at once, and nothing is sent there any more.

        Not where its token still works: it was installed anew, and the old token is the one that was revoked.
        """
        if not await self.workspaces.lost(team, enterprise):
            return
        log.warning("workspace %s has removed the bot", team)
        self.homes.forget(team)
        await self.workspaces.forget(team, enterprise)
        await self.listener.notice(BotRemoved(f"removed:{team}:{time.time_ns()}", ids.community(team)))


async def _acknowledged() -> None:
    """The event was dealt with before."""


async def _nothing_else(locale: str | None) -> None:
    """The page alone is shown."""


async def _no_ack(**_: object) -> None:
    """Nobody waits."""
