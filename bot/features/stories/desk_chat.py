"""The coordination's stories as a conversation: read, edit, queue, order, and what they moved."""

from __future__ import annotations

from bot.actions import Who, action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.features.posts.chat import made as new_series
from bot.features.stories import desk, desk_texts, links
from bot.features.stories.dates import dates, slotted
from bot.features.stories.decide import view_of
from bot.features.stories.forms import filled, story_form
from bot.features.stories.model import STORIES, StoryState
from bot.features.stories.texts import REASONS, View
from bot.i18n import t
from bot.ui import Button, Form, Message
from bot.work import By, Work

POSTED = 8
"""Posted ones in the list, the newest first."""
SHOWN = 10


@command("story queue", t("Stories: to be read, in the queue, posted"), who=Who.COORDINATOR)
async def queue(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_queue))


@action("stories.queue", who=Who.COORDINATOR)
async def show_queue(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_queue))


def _queue(work: Work, by: By) -> Message:
    waiting, queued = (
        [view_of(work, one) for one in work.stories.in_state(by.community, state)[:SHOWN]]
        for state in (StoryState.WAITING, StoryState.QUEUED)
    )
    standing = [view_of(work, one) for one in work.stories.in_state(by.community, StoryState.POSTING)]
    posted = [view_of(work, one) for one in work.stories.posted(by.community, POSTED)]
    when, slots = dates(work, by.community, by.now), slotted(work, by.community)
    return desk_texts.queue(waiting, queued, [*standing, *posted], when, slots=slots)


@action("stories.pick", who=Who.COORDINATOR)
async def pick(ctx: Context) -> None:
    value = ctx.picked[0] if ctx.picked else ""
    if not value.isdecimal() or len(value) > 18:
        raise desk.gone()
    await ctx.reply(await ctx.read(_page, int(value)))


@action("stories.show", who=Who.COORDINATOR)
async def show(ctx: Context, story: int) -> None:
    await ctx.reply(await ctx.read(_page, story))


def _page(work: Work, by: By, id: int) -> Message:
    """Of one that was withdrawn after it was posted, what it moved stays to be seen."""
    view = desk.find(work, by, id, *desk.READ, StoryState.WITHDRAWN)
    if view.story.state is StoryState.WITHDRAWN and view.story.posted is None:
        raise desk.gone()
    lift = desk.lift(work, by, view.story)
    return desk_texts.page(view, dates(work, by.community, by.now), lift)


@action("stories.picture", who=Who.COORDINATOR)
async def picture(ctx: Context, story: int) -> None:
    await ctx.write(desk.picture, story)
    await ctx.reply(Message((t("The picture comes by direct message, to you alone."),)))


@action("stories.approve", who=Who.COORDINATOR)
async def approve(ctx: Context, story: int, version: int) -> None:
    if await ctx.write(desk.approve, story, version) is None:
        await ctx.update(desk_texts.changed_meanwhile(await ctx.read(_page, story)))
        return
    head = t("It is in the queue, and both have been told.")
    page = await ctx.read(_page, story)
    await ctx.update(Message((head, *page.text), page.controls))


@action("stories.decline", who=Who.COORDINATOR)
async def decline(ctx: Context, story: int, version: int) -> None:
    reason = ctx.picked[0] if ctx.picked and ctx.picked[0] in REASONS else "other"
    if await ctx.write(desk.decline, story, version, reason) is None:
        await ctx.update(desk_texts.changed_meanwhile(await ctx.read(_page, story)))
        return
    said = t("It is not posted. Both have been told why, and can change it and try again.")
    await ctx.update(Message((said,), (Button(t("All stories"), links.queue()),)))


@action("stories.move", who=Who.COORDINATOR)
async def move(ctx: Context, story: int, place: int, earlier: bool) -> None:
    await ctx.write(desk.move, story, place, earlier=earlier)
    await ctx.update(await ctx.read(_moved, story))


def _moved(work: Work, by: By, id: int) -> Message:
    """The queue as it is now, above the story that moved."""
    queued = [view_of(work, one) for one in work.stories.in_state(by.community, StoryState.QUEUED)[:SHOWN]]
    when = dates(work, by.community, by.now)
    page = _page(work, by, id)
    return Message((desk_texts.in_order(queued, when), *page.text), page.controls)


@action("stories.take_down", who=Who.COORDINATOR)
async def take_down(ctx: Context, story: int) -> None:
    await ctx.write(desk.take_down, story)
    said = t("The post is being emptied, its words and its picture are deleted. Both have been told.")
    await ctx.update(Message((said,), (Button(t("All stories"), links.queue()),)))


@opening("stories.slot", who=Who.COORDINATOR)
async def slot(ctx: OpenContext) -> None:
    """A series of weekly posts like any other, and stories are what it takes."""
    await ctx.open(new_series(), {"source": (STORIES,)})


@opening("stories.edit", who=Who.COORDINATOR)
async def edit(ctx: OpenContext, story: int) -> None:
    await ctx.open(edited(story=story))


async def edit_form(ctx: Context, story: int) -> Form:
    view = await ctx.read(_editable, story)
    return story_form(t("Edit the story"), t("Ask both again"), view.story)


def _editable(work: Work, by: By, id: int) -> View:
    return desk.find(work, by, id, StoryState.WAITING, StoryState.QUEUED)


@form("stories.edited", edit_form, who=Who.COORDINATOR)
async def edited(ctx: FormContext, story: int) -> None:
    before = (await ctx.read(_editable, story)).story
    given = await filled(ctx, has=before.picture is not None)
    now = (await ctx.write(desk.edit, story, given.told, given.picture, without=given.without)).story
    said = t("I have shown both your version. It is back here as soon as both agree to it.")
    if now.version == before.version:
        said = t("Nothing was changed, so nobody is asked again.")
    await ctx.reply(Message((said,), (Button(t("All stories"), links.queue()),)))
