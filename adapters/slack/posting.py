"""What the bot posts: sent once, found again, edited, deleted; pictures are uploaded first."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from adapters.slack import outbound
from adapters.slack.api import MissingScope
from adapters.slack.attachments import Attachments
from adapters.slack.ids import own, place, team_of
from adapters.slack.outbound import Block
from adapters.slack.workspaces import Workspace, Workspaces
from bot.errors import Forbidden, Gone, Uncertain
from bot.identity import Person, Place, Ref
from bot.ports import SET_BACK, Absent, Unknown
from bot.post import Post, Span

REMEMBERED = 10_000
PAGE = 100
PAGES = 20
"""Pages of a history that are looked through before it counts as unknown."""
CLOCKS = 60.0
"""Seconds by which our clock and Slack's may differ."""
MOST = 8  # people in a group conversation, the bot not counted: docs.slack.dev/reference/methods/conversations.open
QUIET = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
"""Links of members do not unfold, and no word of theirs becomes a mention."""


class Posting:
    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._sent: OrderedDict[tuple[str, str], Ref] = OrderedDict()
        self._sending: dict[tuple[str, str], asyncio.Task[Ref]] = {}
        self._doubtful: set[tuple[str, str]] = set()
        self._directs: dict[tuple[str, str], Place] = {}
        self.attachments = Attachments()

    async def workspace(self, place: Place) -> Workspace:
        team = team_of(place.id)
        if not team:
            raise Gone(f"no place {place.id}")
        return await self._workspaces.of(team)

    async def once(self, place: Place, post: Post, key: str) -> Ref:
        """Slack itself would post twice. What this process has sent it knows; what is in doubt it looks up."""
        known = (place.id, key)
        if known in self._sent:
            return self._sent[known]
        if known not in self._sending:
            task = asyncio.create_task(self._once(place, post, known))
            self._sending[known] = task
            task.add_done_callback(lambda _: self._sending.pop(known, None))
        return await asyncio.shield(self._sending[known])

    async def _once(self, place: Place, post: Post, known: tuple[str, str]) -> Ref:
        if known in self._doubtful:
            found = await self.find(place, known[1], None)
            self._doubtful.discard(known)
            if isinstance(found, Unknown):  # once; who asks again after that has decided
                raise Uncertain("it may be there already, and this workspace lets nobody look")
            if isinstance(found, Ref):
                return found
        try:
            ref = await self.post(place, post, key=known[1])
        except Uncertain:
            self._doubtful.add(known)
            raise
        self._sent[known] = ref
        if len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)
        return ref

    async def post(self, place: Place, post: Post, *, key: str = "") -> Ref:
        workspace = await self.workspace(place)
        post = await self.attachments.share(workspace, place, post, key)
        direct = own(place.id).startswith("D")  # there everything is a notification anyway
        drawn = await self.drawn(workspace, post, pings=not direct)
        marked = {"metadata": outbound.metadata(key)} if key else {}
        files = outbound.files_in(drawn["blocks"])
        try:
            said = await workspace.call("chat.postMessage", channel=own(place.id), **drawn, **marked, **QUIET)
        except (Forbidden, Gone):  # nobody will ever see them
            await self.attachments.delete(workspace, files)
            raise
        return outbound.ref_of(place, said["ts"], files)

    async def drawn(self, workspace: Workspace, post: Post, *, pings: bool = True) -> Block:
        shown = post if pings else Post(post.text, post.rows, post.lines, post.pictures)
        if not shown.pictures:
            return outbound.message(shown)
        try:
            files = await self.attachments.pictures(workspace, shown)
        except Forbidden:  # no right to upload: what the pictures show stands in words
            alts = "".join(f"\n{one.alt}" for one in shown.pictures)
            return outbound.message(Post((*shown.text, Span(alts)), shown.rows, shown.lines, (), shown.notify))
        return outbound.message(shown, files)

    async def find(self, place: Place, key: str, since: datetime | None) -> Ref | Absent | Unknown:
        """Reads nothing of the history but the bot's own metadata, and only where the workspace allows it."""
        workspace = await self.workspace(place)
        oldest = f"{(since - SET_BACK).timestamp() - CLOCKS:.6f}" if since else None
        cursor: str | None = None
        for _ in range(PAGES):
            try:
                said = await workspace.call(
                    "conversations.history",
                    channel=own(place.id),
                    include_all_metadata=True,
                    oldest=oldest,
                    limit=PAGE,
                    cursor=cursor,
                )
            except (MissingScope, Forbidden):
                return Unknown()
            found = _marked(said["messages"], key)
            if found:
                return outbound.ref_of(place, found["ts"], outbound.files_in(found.get("blocks") or ()))
            cursor = said.get("response_metadata", {}).get("next_cursor")
            if not cursor:
                return Absent()
        return Unknown()

    async def edit(self, ref: Ref, post: Post) -> None:
        workspace = await self.workspace(ref.place)
        drawn = await self.drawn(workspace, post)
        ts, *files = ref.id.split()
        await workspace.call("chat.update", channel=own(ref.place.id), ts=ts, **drawn)
        await self.attachments.delete(workspace, files)

    async def delete(self, ref: Ref) -> None:
        workspace = await self.workspace(ref.place)
        ts, *files = ref.id.split()
        with suppress(Gone):  # a second try, or somebody was quicker
            await workspace.call("chat.delete", channel=own(ref.place.id), ts=ts)
        await self.attachments.delete(workspace, files)

    async def direct(self, workspace: Workspace, user: str) -> Place:
        known = self._directs.get((workspace.team, user))
        if known is None:
            said = await workspace.call("conversations.open", users=user)
            if len(self._directs) >= REMEMBERED:
                self._directs.clear()
            known = self._directs[workspace.team, user] = place(workspace.team, said["channel"]["id"])
        return known

    async def gather(self, people: Sequence[Person], title: str) -> Place:
        """The group conversation of these people; Slack gives the same people the same one."""
        teams = {team_of(one.id) for one in people}
        users = list(dict.fromkeys(own(one.id) for one in people))
        if len(teams) != 1 or not 1 <= len(users) <= MOST:
            raise Forbidden(f"a group conversation holds 1 to {MOST} people of one workspace")
        workspace = await self._workspaces.of(teams.pop())
        if len(users) == 1:
            return await self.direct(workspace, users[0])
        said = await workspace.call("conversations.open", users=",".join(users))
        return place(workspace.team, said["channel"]["id"], title)


def _marked(messages: Sequence[dict[str, Any]], key: str) -> dict[str, Any] | None:
    """The message that carries this key."""
    wanted = outbound.metadata(key)
    return next((one for one in messages if one.get("metadata") == wanted), None)
