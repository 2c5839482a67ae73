"""App Home: the answers that belong on a person's own page, one below the other, and everything they can do."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from adapters.slack import ids, outbound, texts
from adapters.slack.api import Stale
from adapters.slack.outbound import Block
from bot.actions import Who
from bot.events import CommandUsed
from bot.i18n import language_of
from bot.identity import Place
from bot.markup import Reader, label
from bot.post import FormPost, Post, PostButton
from bot.ui import Tone

if TYPE_CHECKING:
    from adapters.slack.people import People
    from adapters.slack.posting import Posting
    from adapters.slack.views import Source
    from adapters.slack.workspaces import Workspace
    from bot.commands import Command
    from bot.identity import Ref
    from bot.ports import Clock, Listener

COMMAND = "slack:command:"
"""The id of a button that stands for a command."""
REFRESH = "slack:home"
"""The id of the button that takes away what was answered last."""
MOST = 100  # blocks of a view: docs.slack.dev/surfaces/app-home
HEADER = 150  # characters: @slack/types 3.2.0
ROW = 5  # our choice: more in a row are not read
REMEMBERED = 10_000


@dataclass
class Page:
    """What was published for one person: the last answer on top, and Slack's mark of this state."""

    answered: list[Block] = field(default_factory=list)
    digest: str = ""
    mark: str = ""


class Part:
    """`bot.ports.OpenReply`: the answer to a command becomes a part of the page."""

    def __init__(self) -> None:
        self.posts: list[Post] = []

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        self.posts.append(post)
        return None

    async def replace(self, post: Post) -> None:
        self.posts = [post]

    async def wait(self) -> None:
        """The page is published when all of it is there."""

    async def open(self, form: FormPost) -> None:
        """What begins with a form stands among the buttons."""


class Homes:
    def __init__(self, posting: Posting, people: People, clock: Clock) -> None:
        self._posting = posting
        self.people = people
        self._clock = clock
        self._pages: OrderedDict[tuple[str, str], Page] = OrderedDict()
        self._commands: Sequence[Command] = ()
        self._listener: Listener | None = None

    def begin(self, listener: Listener, commands: Sequence[Command]) -> None:
        self._listener, self._commands = listener, tuple(commands)

    async def add(self, workspace: Workspace, source: Source, post: Post) -> None:
        """An answer to what was done on the page; it is seen once the page is published."""
        self._page(source).answered += (await self._posting.drawn(workspace, post, pings=False))["blocks"]

    def clear(self, source: Source) -> None:
        """Something new is done: what was answered before goes."""
        self._page(source).answered = []

    def note(self, source: Source, mark: str) -> None:
        """What Slack says is there now; after a restart nobody else knows."""
        page = self._page(source)
        if mark and mark != page.mark:
            page.mark, page.digest = mark, ""

    async def publish(self, workspace: Workspace, source: Source, locale: str | None) -> None:
        """Only where something has changed, and never over what another process has put there meanwhile."""
        page = self._page(source)
        blocks = await self._blocks(workspace, source, page, locale)
        view = {"type": "home", "private_metadata": source.packed(), "blocks": blocks}
        digest = sha256(dumps(blocks).encode()).hexdigest()
        if digest == page.digest:
            return
        try:
            said = await workspace.call("views.publish", user_id=source.user, view=view, hash=page.mark or None)
        except Stale:
            said = await workspace.call("views.publish", user_id=source.user, view=view)
        page.digest, page.mark = digest, said["view"]["hash"]

    def forget(self, team: str) -> None:
        for key in [one for one in self._pages if one[0] == team]:
            del self._pages[key]

    def _page(self, source: Source) -> Page:
        page = self._pages.setdefault((source.team, source.user), Page())
        self._pages.move_to_end((source.team, source.user))
        if len(self._pages) > REMEMBERED:
            self._pages.popitem(last=False)
        return page

    async def _blocks(self, workspace: Workspace, source: Source, page: Page, locale: str | None) -> list[Block]:
        user = await self.people.user(workspace, source.user)
        person, here = ids.person(source.team, source.user), ids.community(source.team)
        standing = await self.people.standing(workspace, person, here)
        if not standing.member:
            return page.answered[:MOST]
        mine = [one for one in self._commands if standing.coordinator or one.who is not Who.COORDINATOR]
        parts = [(one, await self._part(workspace, one, source, locale)) for one in mine if one.home]
        language = self.people.speaks(source.team, source.user)
        reader = Reader(language_of(language), user.get("tz") or "UTC", self._clock.now())
        shown = {one.name for one, blocks in parts if blocks}
        others = [one for one in mine if one.name not in shown]
        end = _buttons(others, reader, answered=bool(page.answered))
        upper = [*page.answered, *(block for one, blocks in parts for block in _under(one, blocks, reader))]
        return [*upper[: MOST - len(end)], *end]

    async def _part(self, workspace: Workspace, command: Command, source: Source, locale: str | None) -> list[Block]:
        """A command's answer; nothing where it would begin with a form."""
        part = Part()
        person, here = ids.person(source.team, source.user), ids.community(source.team)
        id = f"home:{secrets.token_hex(8)}"
        event = CommandUsed(id, person, Place(ids.PLATFORM, ""), here, words=command.name, locale=locale)
        if self._listener:
            await self._listener.command(event, part)
        drawn = [await self._posting.drawn(workspace, post, pings=False) for post in part.posts]
        for post in part.posts:
            self.people.heard(source.team, source.user, post.language)
        return [block for one in drawn for block in one["blocks"]]


def _under(command: Command, blocks: Sequence[Block], reader: Reader) -> list[Block]:
    """A command's answer under its own words."""
    return [_header(label(command.about, reader, HEADER)), *blocks, {"type": "divider"}] if blocks else []


def _buttons(commands: Sequence[Command], reader: Reader, *, answered: bool) -> list[Block]:
    """Everything else that this person can do here."""
    back = [PostButton(texts.say(texts.BACK, reader.language, 75), REFRESH, Tone.MAIN)] if answered else []
    all_ = [*back, *(PostButton(label(one.about, reader, 75), f"{COMMAND}{one.name}") for one in commands)]
    rows = [all_[at : at + ROW] for at in range(0, len(all_), ROW)]
    return [
        _header(texts.say(texts.HERE, reader.language, HEADER)),
        *({"type": "actions", "elements": [outbound.button(one) for one in row]} for row in rows),
        outbound.words(texts.say(texts.PRIVATE, reader.language)),
    ]


def _header(text: str) -> Block:
    return {"type": "header", "text": outbound.label(text)}
