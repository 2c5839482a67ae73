"""The answer to one event: acknowledged in time, and shown where the person acted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.slack import texts, views
from adapters.slack.api import Stale
from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.ids import place
from adapters.slack.outbound import Block
from bot.errors import Forbidden, Gone, PlatformError, TooLate
from bot.identity import Ref
from bot.post import FormPost, Post, PostButton, Span
from bot.ui import Tone

if TYPE_CHECKING:
    from adapters.slack.home import Homes
    from adapters.slack.posting import Posting
    from adapters.slack.views import Source
    from adapters.slack.workspaces import Workspace

Ack = Callable[..., Awaitable[Any]]


class Acknowledged:
    """Bolt's acknowledgement, given once."""

    def __init__(self, ack: Ack) -> None:
        self._ack = ack
        self.given = False

    async def __call__(self, **body: Any) -> None:
        if not self.given:
            self.given = True
            await self._ack(**body)


class SlackReply:
    """`bot.ports.Reply`."""

    def __init__(
        self, workspace: Workspace, posting: Posting, homes: Homes, source: Source, ack: Ack, locale: str | None
    ) -> None:
        self.workspace = workspace
        self.source = source
        self.ack = Acknowledged(ack)
        self.locale = locale
        self._posting = posting
        self._homes = homes
        self._shown: list[Block] = []
        self._answered = False

    @property
    def language(self) -> str | None:
        """What the adapter's own words are written in: as the answer, else as the person's answers before."""
        return self._homes.people.speaks(self.source.team, self.source.user)

    def _hear(self, said: Post | FormPost) -> None:
        self._homes.people.heard(self.source.team, self.source.user, said.language)

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        self._hear(post)
        await self._begin()
        post = await self._filed(post) if private else post
        if self.source.view and (private or not self.source.channel):
            await self._into_view(post, fresh=False)
            return None
        if self.source.home:
            await self._homes.add(self.workspace, self.source, post)
            return None
        return await self.whisper(post) if private else await self._say(post)

    async def replace(self, post: Post) -> None:
        """In place of the message that was acted on; where that is gone, the answer comes all the same."""
        self._hear(post)
        await self._begin()
        post, source = await self._filed(post), self.source
        if source.view:
            await self._into_view(post, fresh=True)
        elif source.home:
            self._homes.clear(source)
            await self._homes.add(self.workspace, source, post)
        elif source.ephemeral and source.response_url:
            body = {**await self._posting.drawn(self.workspace, post), "replace_original": True}
            if not await self.workspace.web.respond(source.response_url, body):
                await self.whisper(post)
        elif not source.ts or not await self._edited(post):
            await self.whisper(post)

    async def wait(self) -> None:
        self._answered = True
        await self.ack()

    async def over(self) -> None:
        """The handler has ended; on a page of one's own, much may be different now."""
        if self.source.home:
            await self._homes.publish(self.workspace, self.source, self.locale)

    async def _begin(self) -> None:
        self._answered = True
        await self.ack()

    async def _filed(self, post: Post) -> Post:
        """Nothing that only one person sees can hold a file: it is put into their conversation with the bot."""
        if not post.files or self.source.channel.startswith("D"):
            return post
        named = "\n".join(f"{one.file.name}: {one.about}" for one in post.files)
        alone = await self._posting.direct(self.workspace, self.source.user)
        await self._posting.post(alone, Post((Span(named),), files=post.files))
        where = Span(f"\n{texts.say(texts.IN_CONVERSATION, self.language)}")
        return replace(post, text=(*post.text, where), files=())

    async def _edited(self, post: Post) -> bool:
        try:
            await self._posting.edit(Ref(place(self.source.team, self.source.channel), self.source.ts), post)
        except (Gone, Forbidden):
            return False
        return True

    async def _into_view(self, post: Post, *, fresh: bool) -> None:
        """Show it in the modal that lies open."""
        drawn = (await self._posting.drawn(self.workspace, post))["blocks"]
        self._shown = drawn if fresh else [*self._shown, *drawn]
        view = views.plain_view(texts.say(texts.TITLE, self.language), self._shown, self.source, self.language)
        try:
            await self.workspace.call("views.update", view_id=self.source.view, view=view)
        except (Gone, Stale):  # closed meanwhile
            await self.whisper(post)

    async def whisper(self, post: Post) -> Ref | None:
        """Only this person sees it. In the conversation with the bot it stays, as any message there."""
        source = self.source
        if source.channel.startswith("D"):
            try:
                return await self._posting.post(place(source.team, source.channel), post)
            except (Gone, Forbidden):  # a conversation of two members, in which the bot is not
                pass
        body = await self._posting.drawn(self.workspace, post)
        if source.response_url:
            private = {**body, "response_type": "ephemeral", "replace_original": False}
            if await self.workspace.web.respond(source.response_url, private):
                return None
        if source.channel:
            try:
                await self.workspace.call("chat.postEphemeral", channel=source.channel, user=source.user, **body)
            except (Gone, Forbidden):
                pass
            else:
                return None
        return await self._posting.post(await self._posting.direct(self.workspace, source.user), post)

    async def _say(self, post: Post) -> Ref | None:
        """Everybody there sees it."""
        source = self.source
        try:
            return await self._posting.post(place(source.team, source.channel), post)
        except (Gone, Forbidden):  # the bot is not in this channel
            body = {**await self._posting.drawn(self.workspace, post), "response_type": "in_channel"}
            if source.response_url and await self.workspace.web.respond(source.response_url, body):
                return None
            raise


class SlackOpenReply(SlackReply):
    """`bot.ports.OpenReply`: a modal may be the first answer, while the trigger is fresh."""

    trigger = ""
    again: PostButton | None = None
    """What does the same once more, with a new trigger."""
    _room = ""
    """A view that was opened for a form, and that nothing was put into yet."""

    async def load(self) -> None:
        """Acknowledge, and open a view at once, to be filled when the form is ready. No call comes before."""
        await self.ack()
        view = views.loading_view(texts.say(texts.TITLE, self.language), self.source, self.language)
        try:
            self._room = await self._open(view)
        except Stale:
            self.trigger = ""  # it will not come to life again
        except PlatformError:
            return  # whatever comes next meets the same, and says so

    async def open(self, form: FormPost) -> None:
        if self._answered:
            raise TooLate("a form can only be the first answer")
        self._hear(form)
        await self.show(views.form_view(form, self.source, self.language))

    async def show(self, view: Block) -> None:
        """Open this view, or fill the one that was opened for it."""
        await self._begin()
        room, self._room = self._room, ""
        try:
            if room:
                await self.workspace.call("views.update", view_id=room, view=view)
            else:
                await self._open(view)
        except Stale:
            await self._offer()
        except Gone:  # the waiting view was closed: nobody wants the form any more
            return

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        """There will be no form: the view that was opened for it shows the answer."""
        if self._room and private:
            self._go_into_room()
        return await super().answer(post, private=private)

    async def replace(self, post: Post) -> None:
        """Where it was acted on; and in the view that lies over it, where one was opened for a form."""
        room, source = self._room, self.source
        beneath = room and room != source.view and (source.ts or source.view or source.home)
        if beneath:
            await super().replace(post)
        if room:
            self._go_into_room()
        await super().replace(post)

    def _go_into_room(self) -> None:
        self.source = replace(self.source, view=self._room, depth=min(self.source.depth + 1, views.DEEPEST))
        self._room, self._shown = "", []

    async def over(self) -> None:
        """The handler has ended: a view that still waits says so no longer."""
        if self._room:
            said = texts.SEEN_HERE if self._answered else texts.AGAIN
            await self.answer(Post((Span(texts.say(said, self.language)),)), private=True)
        await super().over()

    async def _open(self, view: Block) -> str:
        if not self.trigger:
            raise Stale("no trigger")
        method = "views.push" if 0 < self.source.depth < views.DEEPEST else "views.open"
        if self.source.depth >= views.DEEPEST:
            said = await self.workspace.call("views.update", view_id=self.source.view, view=view)
        else:
            said = await self.workspace.call(method, trigger_id=self.trigger, view=view)
        return str(said["view"]["id"])

    async def _offer(self) -> None:
        """The trigger was too old: a button brings a new one."""
        row = ((self.again,),) if self.again else ()
        await self.whisper(Post((Span(texts.say(texts.AGAIN, self.language)),), row))


class SlackFormReply(SlackReply):
    """`bot.ports.FormReply`: the modal stays open with what is to be mended."""

    view: Mapping[str, Any] = {}

    async def refuse(self, errors: Mapping[str, str], text: str) -> None:
        if self._answered:
            raise TooLate("a form can only come back as the first answer")
        self._answered = True
        known = {name: words for name, words in errors.items() if name in views.inputs(self.view)}
        if known:
            await self.ack(response_action="errors", errors=known)
        else:
            lines = "\n".join([text, *errors.values()])
            await self.ack(response_action="update", view=views.mended(self.view, lines))


def once_more(id: str, locale: str | None) -> PostButton | None:
    """A button that does the same again; None for what is too long for one."""
    fits = len(id) <= CAPABILITIES.action_id
    return PostButton(texts.say(texts.TRY_AGAIN, locale, CAPABILITIES.label), id, Tone.MAIN) if fits else None
