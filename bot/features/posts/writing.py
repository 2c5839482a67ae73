"""The texts of weekly posts as a conversation: reading, writing, changing, taking away."""

from __future__ import annotations

from bot.actions import Who, action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.posts import decide, links, texts
from bot.features.posts.model import LINK_MOST, TITLE_MOST, WORDS_MOST, Kind, Piece
from bot.features.posts.pieces import spoken, starters, stock
from bot.features.posts.reading import ADDRESS
from bot.i18n import t, tn
from bot.ui import Button, Choice, Field, FieldKind, Form, Message
from bot.work import By, Work


@action("posts.pieces", who=Who.COORDINATOR)
async def pieces(ctx: Context) -> None:
    if not await ctx.read(lambda work, by: work.posts.known(by.community)):
        await ctx.write(lambda work, by: stock(work, by.community))
    await ctx.reply(await ctx.read(_all))


def _all(work: Work, by: By) -> Message:
    found = work.posts.pieces(by.community)
    return texts.pieces(found, len(set(starters()) - {one.starter for one in found}))


@action("posts.read", who=Who.COORDINATOR)
async def read(ctx: Context) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    if not picked.isdecimal() or len(picked) > 18:
        raise decide.no_piece()
    await ctx.reply(await ctx.read(_page, int(picked)))


@action("posts.piece", who=Who.COORDINATOR)
async def piece(ctx: Context, piece: int) -> None:
    await ctx.reply(await ctx.read(_page, piece))


def _page(work: Work, by: By, id: int) -> Message:
    found, home = decide.piece(work, by, id), work.communities.get(by.community)
    last = work.posts.posted(by.community).get(found.key)
    return texts.piece(found, home.locale if home else "en", last, home.zone if home else "UTC")


@opening("posts.write", who=Who.COORDINATOR)
async def write(ctx: OpenContext) -> None:
    await ctx.open(written())


@opening("posts.edit", who=Who.COORDINATOR)
async def edit(ctx: OpenContext, piece: int) -> None:
    await ctx.open(edited(piece=piece))


async def write_form(ctx: Context) -> Form:
    return _form(ctx, Piece(0, ctx.community, Kind.TIP, "", ""))


async def edit_form(ctx: Context, piece: int) -> Form:
    return _form(ctx, await ctx.read(decide.piece, piece))


def _form(ctx: Context, found: Piece) -> Form:
    title, said = spoken(found, ctx.home.locale)
    hint = t("One idea and one example. `**bold**` and `*italic*` work; the buttons to join come by themselves.")
    kinds = tuple(Choice(label, kind.value) for kind, label in texts.KINDS.items())
    fields = (
        Field("kind", t("Kind"), FieldKind.ONE, required=True, choices=kinds, value=(found.kind.value,)),
        Field("title", t("Title"), required=True, most=TITLE_MOST, value=_value(title)),
        Field("words", t("Text"), FieldKind.LONG, hint, required=True, most=WORDS_MOST, value=_value(said)),
        Field("link", t("Address to read more"), most=LINK_MOST, value=_value(found.link)),
    )
    return Form(t("A text for the weekly post"), fields, t("Keep it"))


def _value(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


@form("posts.written", write_form, who=Who.COORDINATOR)
async def written(ctx: FormContext) -> None:
    made = await ctx.write(decide.write, _typed(ctx))
    await ctx.reply(await ctx.read(_page, made.id))


@form("posts.edited", edit_form, who=Who.COORDINATOR)
async def edited(ctx: FormContext, piece: int) -> None:
    await ctx.write(decide.edit, piece, _typed(ctx))
    await ctx.reply(await ctx.read(_page, piece))


def _typed(ctx: FormContext) -> Piece:
    answers = ctx.answers
    link = answers.one("link")
    if link and not ADDRESS.fullmatch(link):
        wrong = {"link": t("An address begins with https:// and has no spaces.")}
        raise Refused(t("The address needs another look. Nothing you typed is lost."), wrong)
    kind = Kind(answers.one("kind"))
    return Piece(0, ctx.community, kind, answers.one("title"), answers.one("words"), link)


@action("posts.remove", who=Who.COORDINATOR)
async def remove(ctx: Context, piece: int) -> None:
    await ctx.write(decide.remove, piece)
    said = t("It is taken away and will not be posted any more. What was posted stays.")
    await ctx.update(Message((said,), (Button(t("Look at the others"), links.pieces()),)))


@action("posts.restore", who=Who.COORDINATOR)
async def restore(ctx: Context) -> None:
    back = await ctx.write(decide.restore)
    said = t("All the ready-made texts are there already.")
    if back:
        said = tn("{n} ready-made text is there again.", "{n} ready-made texts are there again.", back)
    await ctx.update(Message((said,), (Button(t("Look at the texts"), links.pieces()),)))
