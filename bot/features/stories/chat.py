"""Stories as a conversation of the two: one tells, both agree, either takes it back."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.stories import decide, links, texts
from bot.features.stories.forms import filled, story_form
from bot.features.stories.model import Story, StoryState
from bot.i18n import Text, t, words
from bot.ui import Button, Choice, Field, FieldKind, Form, Menu, Message, Tone
from bot.work import By, Work

ANY = 0
"""In place of a pair: which one is picked in the form."""
LISTED = 10


@command("story share", t("Tell the story of your pair"), opens=True)
async def share(ctx: OpenContext) -> None:
    found = await ctx.read(_pairs)
    if not found:
        said = t("A story is told by the two of a pair. Once you have one, running or over, you can share it here.")
        raise Refused(said)
    await ctx.open(told(pair=found[0][0] if len(found) == 1 else ANY))


def _pairs(work: Work, by: By) -> list[tuple[int, str]]:
    """One's pairs of which a story can be told, running ones first, with the other's name."""
    me = work.members.find(by.community, by.person)
    if me is None:
        return []
    pairs = [*work.pairs.of_member(by.community, me.id), *work.pairs.of_member(by.community, me.id, ended=True)]
    partners = work.members.several(by.community, [one.partner(me.id) for one in pairs])
    return [
        (pair.id, partner.name) for pair in pairs if (partner := partners.get(pair.partner(me.id))) and not partner.left
    ]


@opening("stories.tell")
async def tell(ctx: OpenContext, pair: int) -> None:
    await ctx.open(told(pair=pair))


async def told_form(ctx: Context, pair: int) -> Form:
    if pair == ANY:
        choices = tuple(Choice(words(name), str(id)) for id, name in await ctx.read(_pairs))
        which = Field("pair", t("With whom"), FieldKind.ONE, required=True, choices=choices)
        return story_form(t("The story of a pair"), t("Show me"), None, which)
    view, before = await ctx.read(decide.may_tell, pair)
    return story_form(t("Your story with {name}", name=view.partner.name), t("Show me"), before)


@form("stories.told", told_form)
async def told(ctx: FormContext, pair: int) -> None:
    if pair == ANY:
        pair = int(ctx.answers.one("pair"))
    _, before = await ctx.read(decide.may_tell, pair)
    given = await filled(ctx, has=before is not None and before.picture is not None)
    found = await ctx.write(decide.write, pair, given.told, given.picture, without=given.without)
    message = texts.kept(found.view, found.me.id)
    if given.moved:
        still = t("Of the moving picture I keep the first image, so that it can be looked at in peace.")
        message = replace(message, text=(*message.text, still))
    await ctx.reply(message)


@action("stories.agree")
async def agree(ctx: Context, story: int, version: int, named: bool) -> None:
    consented = await ctx.write(decide.agree, story, version, named=named)
    found = consented.mine
    if not consented.done:
        await ctx.update(texts.look(found.view, found.me.id))
    elif found.story.state is StoryState.QUEUED:
        await ctx.reply(texts.approved(found.view, found.me.id))
    elif consented.both:
        await ctx.reply(texts.agreed_both(found.story))
    else:
        partner = found.partner.name if found.partner else ""
        await ctx.reply(texts.agreed_alone(partner, found.story))


@action("stories.rather_not")
async def rather_not(ctx: Context, story: int) -> None:
    found = await ctx.read(decide.mine, story)
    partner = found.partner.name if found.partner else ""
    said = t(
        "You can change it, and {name} is asked about your words. Or you drop it: then its words and its picture are "
        "deleted, and {name} hears it kindly, without a reason.",
        name=partner,
    )
    change = Button(t("Change it"), links.tell(found.story.pair), Tone.MAIN)
    drop = Button(t("Drop the story"), links.withdraw(story), Tone.DANGER)
    await ctx.reply(Message((said,), (change, drop)))


@action("stories.withdraw")
async def withdraw(ctx: Context, story: int) -> None:
    withdrawn = await ctx.write(decide.withdraw, story)
    await ctx.reply(texts.withdrawn(withdrawn.before))


@command("story mine", t("Your stories: where they stand, and taking one back"), home=True)
async def mine(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_mine))


@action("stories.mine")
async def show_mine(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_mine))


def _mine(work: Work, by: By) -> Message:
    me = work.members.find(by.community, by.person)
    found = work.stories.of_member(by.community, me.id)[:LISTED] if me else ()
    if me is None or not found:
        said = t("You have told no story yet. `/story share` begins one; nothing is posted unless both of you agree.")
        return Message((said,))
    views = [decide.view_of(work, one) for one in found]
    lines = [texts.listed(view, me.id) for view in views]
    if len(found) == 1:
        return Message(
            (t("This is your story."), *lines, *_words(found[0], views[0])), _buttons(found[0], views[0], me.id)
        )
    choices = tuple(Choice(_label(view, me.id), str(view.story.id)) for view in views)
    return Message((t("These are your stories."), *lines), (Menu(t("Which story?"), choices, OPEN),))


def _label(view: texts.View, me: int) -> Text:
    return t("With {name}", name=view.name(view.story.partner(me)))


def _words(story: Story, view: texts.View) -> tuple[Text, ...]:
    return (*texts.body(view), t("Picture: {alt}", alt=story.told.alt)) if story.picture else texts.body(view)


def _buttons(story: Story, view: texts.View, me: int) -> tuple[Button, ...]:
    back = Button(t("Take it back"), links.withdraw(story.id), Tone.DANGER)
    if story.state is StoryState.AGREEING and me not in view.agreed.consents and story.told.need:
        return (*texts.choices(view, me)[:-1], Button(t("Change it"), links.tell(story.pair)), back)
    if story.state in (StoryState.POSTING, StoryState.POSTED):
        return (back,)
    return Button(t("Change it"), links.tell(story.pair)), back


@action("stories.mine_picked")
async def picked(ctx: Context) -> None:
    value = ctx.picked[0] if ctx.picked else ""
    if not value.isdecimal() or len(value) > 18:
        raise decide.gone()
    found = await ctx.read(decide.mine, int(value))
    head = texts.listed(found.view, found.me.id)
    controls = _buttons(found.story, found.view, found.me.id)
    await ctx.reply(Message((head, *_words(found.story, found.view)), controls))


OPEN = picked()
