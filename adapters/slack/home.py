"""App Home: the same answers as in a conversation, on the person's own page, with everything they can do."""

from __future__ import annotations

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
from bot.i18n import language_of
from bot.markup import Reader, label
from bot.post import Post, PostButton
from bot.ui import Tone

if TYPE_CHECKING:
    from adapters.slack.people import People
    from adapters.slack.posting import Posting
    from adapters.slack.views import Source
    from adapters.slack.workspaces import Workspace
    from bot.commands import Command
    from bot.ports import Clock

COMMAND = "slack:command:"
"""The id of a button that stands for a command."""
SHOW = "mentor status"
"""The command whose answer is the page."""
MOST = 100  # blocks of a view: docs.slack.dev/surfaces/app-home
REMEMBERED = 10_000


@dataclass
class Page:
    """What was published for one person: the answer on top, and Slack's mark of this state."""

    shown: list[Block] = field(default_factory=list)
    digest: str = ""
    mark: str = ""


class Homes:
    def __init__(self, posting: Posting, people: People, clock: Clock) -> None:
        self._posting = posting
        self._people = people
        self._clock = clock
        self._pages: OrderedDict[tuple[str, str], Page] = OrderedDict()
        self.commands: Sequence[Command] = ()

    async def put(self, workspace: Workspace, source: Source, post: Post, locale: str | None) -> None:
        self._page(source).shown = []
        await self.add(workspace, source, post, locale)

    async def add(self, workspace: Workspace, source: Source, post: Post, locale: str | None) -> None:
        page = self._page(source)
        page.shown += (await self._posting.drawn(workspace, post, pings=False))["blocks"]
        await self.publish(workspace, source, locale)

    def clear(self, source: Source) -> None:
        """A new answer begins."""
        self._page(source).shown = []

    def note(self, source: Source, mark: str) -> None:
        """What Slack says is there now; after a restart nobody else knows."""
        page = self._page(source)
        if mark and mark != page.mark:
            page.mark, page.digest = mark, ""

    async def publish(self, workspace: Workspace, source: Source, locale: str | None) -> None:
        """Only where something has changed, and never over what another process has put there meanwhile."""
        page = self._page(source)
        view = {
            "type": "home",
            "private_metadata": source.packed(),
            "blocks": [*page.shown, *await self._rest(workspace, source, locale)][:MOST],
        }
        digest = sha256(dumps(view["blocks"]).encode()).hexdigest()
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

    async def _rest(self, workspace: Workspace, source: Source, locale: str | None) -> list[Block]:
        """What this person can do here, and the settings that Slack keeps for them."""
        user = await self._people.user(workspace, source.user)
        person, here = ids.person(source.team, source.user), ids.community(source.team)
        standing = await self._people.standing(workspace, person, here)
        if not standing.member:
            return []
        reader = Reader(language_of(locale), user.get("tz") or "UTC", self._clock.now())
        mine = [
            one
            for one in self.commands
            if one.name != SHOW and (standing.coordinator or one.who is not Who.COORDINATOR)
        ]
        buttons = [PostButton(label(one.about, reader, 75), f"{COMMAND}{one.name}") for one in mine]
        known = texts.say(texts.LANGUAGE, locale)
        known = known.format(language=user.get("locale") or "-", zone=user.get("tz") or "UTC")
        back = PostButton(texts.say(texts.BACK, locale, 75), f"{COMMAND}{SHOW}", Tone.MAIN)
        rows = [[back, *buttons][at : at + 5] for at in range(0, len(buttons) + 1, 5)]
        return [
            {"type": "divider"},
            {"type": "header", "text": outbound.label(texts.say(texts.HERE, locale, 150))},
            *({"type": "actions", "elements": [outbound.button(one) for one in row]} for row in rows),
            outbound.words(f"{texts.say(texts.PRIVATE, locale)} {known}"),
        ]
