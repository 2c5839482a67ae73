"""One's profile as a conversation: seen as others see it, changed piece by piece, withdrawn."""

from __future__ import annotations

from bot.actions import action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.features.members import links as members
from bot.features.members import profile
from bot.features.members.profile import choose_pause
from bot.features.mentoring import links as mentoring
from bot.features.profile import links, page, pieces
from bot.features.profile.pieces import ABOUT_ME, LABELS, OFFERING, SEEKING
from bot.forms import Answers
from bot.i18n import t
from bot.ui import Button, Form, Message, Tone
from bot.work import By, Work


@command("mentor profile", t("See and change what others see of you"), home=True)
async def show(ctx: Context) -> None:
    if ctx.member is None:
        said = t("You have no profile here yet. It takes a minute, and you can change it at any time.")
        await ctx.reply(Message((said,), (Button(t("Begin my profile"), members.change(), Tone.MAIN),)))
        return
    await ctx.reply(await ctx.read(page.page))


@action("profile.show")
async def shown(ctx: Context) -> None:
    await ctx.reply(await ctx.read(page.page))


@action("profile.edit")
async def edit(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_choices))


def _choices(work: Work, by: By) -> Message:
    """A button for each piece that this member has."""
    _, card, seek = page.own(work, by)
    names = [*ABOUT_ME, *(OFFERING if card else ()), *(SEEKING if seek else ())]
    buttons = [Button(LABELS[piece], links.piece(piece.value)) for piece in names]
    buttons.insert(len(ABOUT_ME) - 1, Button(t("When I have time"), links.hours(), Tone.MAIN))
    buttons += [Button(t("My time zone"), members.settings()), Button(t("All about me"), members.change())]
    return Message((t("What would you like to change? Everything else stays as it is."),), tuple(buttons))


# -- one piece


async def piece_form(ctx: Context, piece: str) -> Form:
    asked = await pieces.questions(ctx, piece)
    return Form(LABELS[pieces.Piece(piece)], asked, t("Keep it"))


@opening("profile.piece")
async def change_piece(ctx: OpenContext, piece: str) -> None:
    await ctx.open(piece_sent(piece=piece))


@form("profile.pieced", piece_form)
async def piece_sent(ctx: FormContext, piece: str) -> None:
    resolved = await ctx.write(pieces.keep, piece, ctx.answers)
    kept = await ctx.read(page.kept)
    if resolved:
        kept = Message((*resolved.said(), *kept.text), (*kept.controls, *resolved.asked()))
    await ctx.reply(kept)


# -- everything about oneself at once


async def profile_form(ctx: Context) -> Form:
    member = ctx.member
    language = profile.language_field(member, ctx.reader.language)
    fields = (profile.about_field(member), language, profile.district_field(member), profile.link_field(member))
    return Form(t("Your profile"), fields, t("Keep it"))


@opening("members.change")
async def change_profile(ctx: OpenContext) -> None:
    await ctx.open(profile_sent())


@form("members.profile", profile_form)
async def profile_sent(ctx: FormContext) -> None:
    await ctx.reply(await ctx.write(_keep, ctx.answers))


def _keep(work: Work, by: By, answers: Answers) -> Message:
    profile.require_whole(answers)
    profile.change(work, by, answers)
    return page.kept(work, by)


# -- an end


@action("profile.withdraw")
async def withdraw(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_ends))


def _ends(work: Work, by: By) -> Message:
    _, card, seek = page.own(work, by)
    buttons = []
    if card:
        buttons.append(Button(t("Stop offering"), mentoring.stop_offer(), Tone.DANGER))
    if seek:
        buttons.append(Button(t("Stop looking"), mentoring.stop_seek(), Tone.DANGER))
    said = t("What would you like to end? Your pairs go on as they are, and you can begin again at any time.")
    if not buttons:
        said = t("You offer nothing and look for nobody just now, so there is nothing to withdraw.")
    on = t("`/privacy erase` takes away everything that I know of you.")
    return Message((said, on), (*buttons, Button(t("Take a break"), choose_pause())))
